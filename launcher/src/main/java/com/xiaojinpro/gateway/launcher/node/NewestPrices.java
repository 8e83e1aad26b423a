package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.ingress.limits.Pricing;
import com.xiaojinpro.gateway.model.Usage;
import java.util.function.Supplier;

/** The prices of the newest configuration, for a limiter that outlives each of them. Thread-safe. */
record NewestPrices(Supplier<? extends Pricing> newest) implements Pricing {
    @Override
    public long microDollars(String provider, String model, Usage usage) {
        return newest.get().microDollars(provider, model, usage);
    }

    @Override
    public long estimate(String provider, String model, long inputTokens, long outputTokens) {
        return newest.get().estimate(provider, model, inputTokens, outputTokens);
    }
}
