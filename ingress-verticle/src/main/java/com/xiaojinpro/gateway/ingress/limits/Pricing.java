package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;

/**
 * What calls cost. A budget is charged by it and a usage record says the same amount, to the digit. Called on event loops,
 * must not block. Thread-safe.
 */
@FunctionalInterface
public interface Pricing {
    /** Everything is free. */
    Pricing NOOP = (provider, model, usage, images) -> BigDecimal.ZERO;

    /**
     * The cost in dollars, exact; zero where the target has no price.
     *
     * @param usage what was used; for a reservation, what may be
     * @param images pictures that were sent
     */
    BigDecimal dollars(String provider, String model, Usage usage, int images);
}
