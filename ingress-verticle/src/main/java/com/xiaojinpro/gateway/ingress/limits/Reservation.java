package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What one call has reserved. Ended once, whoever says so first. */
final class Reservation implements Admission {
    private final List<Part> parts;
    private final Standing standing;
    private final Pricing pricing;
    private final Bank bank;
    private boolean ended;

    Reservation(List<Part> parts, Standing standing, Pricing pricing, Bank bank) {
        this.parts = parts;
        this.standing = standing;
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
            end(new Amounts(1, 0, 0, 0));
            return;
        }
        long micros = origin == null ? 0 : pricing.microDollars(origin.provider(), origin.model(), usage);
        end(Amounts.of(usage, micros));
    }

    @Override
    public void refund() {
        end(Amounts.NOTHING);
    }

    private void end(Amounts used) {
        if (!ended) {
            ended = true;
            long now = bank.nowMillis();
            for (Part part : parts) {
                part.settle(used, now);
            }
        }
    }
}
