package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.model.Usage;

/** What tokens cost, in millionths of a dollar. Called on event loops, must not block. Thread-safe. */
public interface Pricing {
    /** Everything is free. */
    Pricing NOOP = new Pricing() {
        @Override
        public long microDollars(String provider, String model, Usage usage) {
            return 0;
        }

        @Override
        public long estimate(String provider, String model, long inputTokens, long outputTokens) {
            return 0;
        }
    };

    /** The cost of what was used. */
    long microDollars(String provider, String model, Usage usage);

    /** The cost of what may be used, for a reservation. */
    long estimate(String provider, String model, long inputTokens, long outputTokens);
}
