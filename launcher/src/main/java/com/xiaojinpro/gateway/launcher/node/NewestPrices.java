package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.ingress.limits.Pricing;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.function.Supplier;

/** The prices of the newest configuration, for a limiter that outlives each of them. Thread-safe. */
record NewestPrices(Supplier<? extends Pricing> newest) implements Pricing {
    @Override
    public BigDecimal dollars(String provider, String model, Usage usage, int images) {
        return newest.get().dollars(provider, model, usage, images);
    }
}
