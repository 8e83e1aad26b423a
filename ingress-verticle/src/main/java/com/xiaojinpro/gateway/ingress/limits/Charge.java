package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.math.BigDecimal;

/**
 * What one limit was charged for a call, in tokens or requests, or for a budget in dollars.
 *
 * @param account whose limit it is, such as {@code key NAME} or {@code tenant NAME}
 * @param reserved what was held for the call while it ran
 * @param amount what it was charged in the end; zero where everything was given back
 */
public record Charge(String account, LimitKind limit, BigDecimal reserved, BigDecimal amount) {
    private static final int MICRO_DIGITS = 6;
    private static final int BILLIONTH_DIGITS = 15;

    /** In the units of a ledger, of which a budget's are millionths of a dollar. */
    static Charge of(String account, LimitKind limit, long reserved, long amount, long billionths) {
        if (!limit.budget()) {
            return new Charge(account, limit, BigDecimal.valueOf(reserved), BigDecimal.valueOf(amount));
        }
        BigDecimal dollars = BigDecimal.valueOf(amount, MICRO_DIGITS);
        return new Charge(
                account,
                limit,
                BigDecimal.valueOf(reserved, MICRO_DIGITS),
                billionths == 0 ? dollars : dollars.add(BigDecimal.valueOf(billionths, BILLIONTH_DIGITS)));
    }
}
