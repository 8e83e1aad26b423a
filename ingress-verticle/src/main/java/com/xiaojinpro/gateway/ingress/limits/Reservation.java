package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What one call has reserved. Ended once, whoever says so first. */
final class Reservation implements Admission {
    private final List<Part> parts;
    private final Standing standing;
    private final UnifiedRequest request;
    private final Pricing pricing;
    private final Bank bank;
    private @Nullable Amounts charged;

    /**
     * @param pricing of what the call used; one by which everything is free where no budget is charged
     */
    Reservation(List<Part> parts, Standing standing, UnifiedRequest request, Pricing pricing, Bank bank) {
        this.parts = parts;
        this.standing = standing;
        this.request = request;
        this.pricing = pricing;
        this.bank = bank;
    }

    @Override
    public @Nullable Fault refusal() {
        return null;
    }

    @Override
    public void headers(Dialect dialect, BiConsumer<String, String> out) {
        standing.headers(dialect, out);
    }

    @Override
    public void settle(@Nullable Usage usage, @Nullable Origin origin) {
        if (usage == null) {
            end(Amounts.REQUEST);
            return;
        }
        BigDecimal dollars = origin == null
                ? BigDecimal.ZERO
                : pricing.dollars(origin.provider(), origin.model(), usage, request.images());
        end(Amounts.of(usage, dollars));
    }

    @Override
    public void refund() {
        end(Amounts.NOTHING);
    }

    @Override
    public List<Charge> charges() {
        Amounts used = charged;
        if (used == null) {
            return List.of();
        }
        List<Charge> charges = new ArrayList<>();
        for (Part part : parts) {
            part.charges(used, charges);
        }
        return charges;
    }

    private void end(Amounts used) {
        if (charged == null) {
            charged = used;
            long now = bank.nowMillis();
            for (Part part : parts) {
                part.settle(used, now);
            }
        }
    }
}
