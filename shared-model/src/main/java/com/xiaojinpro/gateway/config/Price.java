package com.xiaojinpro.gateway.config;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of some targets cost. Exact decimals, never binary fractions.
 *
 * @param provider the configured name of a provider, or {@code *} for every one
 * @param model the provider's id of a model, a prefix followed by {@code *}, or {@code *}
 * @param rates those that are set
 */
public record Price(String provider, String model, Map<Rate, BigDecimal> rates) {

    /** What is counted. The last two are dollars a piece, the others dollars a million tokens. */
    public enum Rate {
        INPUT("input"),
        CACHE_READ("cache_read"),
        CACHE_WRITE_5M("cache_write_5m"),
        CACHE_WRITE_1H("cache_write_1h"),
        AUDIO_INPUT("audio_input"),
        OUTPUT("output"),
        REASONING("reasoning"),
        AUDIO_OUTPUT("audio_output"),
        IMAGE("image"),
        REQUEST("request");

        private final String key;

        Rate(String key) {
            this.key = key;
        }

        /** Its name in the configuration. */
        public String key() {
            return key;
        }
    }

    public Price {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(model);
        rates = Map.copyOf(rates);
    }

    /** A rate; null where it is not set. */
    public @Nullable BigDecimal rate(Rate rate) {
        return rates.get(rate);
    }
}
