package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One call as it is accounted for.
 *
 * @param cost in dollars by the price table that held when the call ended; null where nothing was used, or its target has no
 *     price
 * @param node the process that the call ran on, by the id under which ledgers know it; empty where it is not told
 */
public record UsageRecord(CallRecord call, @Nullable BigDecimal cost, String node) {

    /** A call that is over, and what it cost. */
    public static UsageRecord of(CallRecord call, PriceTable prices, String node) {
        Origin origin = call.origin();
        Usage usage = call.usage();
        CallRecord.Asked asked = call.asked();
        BigDecimal cost = origin == null || usage == null
                ? null
                : prices.cost(origin.provider(), origin.model(), usage, asked == null ? 0 : asked.images());
        return new UsageRecord(call, cost, node);
    }

    /** As it is kept in the spool and handed to the database: one JSON object whose members are the table's columns. */
    public byte[] json() {
        return new RecordJson().write(this);
    }
}
