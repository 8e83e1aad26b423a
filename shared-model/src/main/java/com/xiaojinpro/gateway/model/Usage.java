package com.xiaojinpro.gateway.model;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of one answer. A provider's report is a snapshot: the newest replaces the last, nothing is added (H19).
 *
 * @param input all prompt tokens, cache reads and writes included
 * @param cacheWrite5m tokens written to the prompt cache with the short or an untold lifetime
 * @param output all generated tokens, reasoning included
 * @param cost what the provider says the call cost, in US dollars, or null
 * @param extras further usage fields of the provider, raw
 */
public record Usage(
        long input,
        long cacheRead,
        long cacheWrite5m,
        long cacheWrite1h,
        long inputAudio,
        long output,
        long reasoning,
        long outputAudio,
        @Nullable BigDecimal cost,
        Source source,
        Extras extras) {

    public enum Source {
        /** The provider reported it for the whole answer. */
        REPORTED,
        /** The gateway estimated it. */
        ESTIMATED,
        /** The provider reported it, but the answer was cut short. */
        PARTIAL
    }

    public Usage {
        Objects.requireNonNull(source);
        if ((input | cacheRead | cacheWrite5m | cacheWrite1h | inputAudio | output | reasoning | outputAudio) < 0) {
            throw new IllegalArgumentException("token counts cannot be negative");
        }
    }

    /** Input and output, nothing cached, nothing reasoned. */
    public static Usage of(long input, long output, Source source) {
        return new Usage(input, 0, 0, 0, 0, output, 0, 0, null, source, Extras.NONE);
    }

    public long cacheWrite() {
        return sum(cacheWrite5m, cacheWrite1h);
    }

    /** Prompt tokens neither read from nor written to a cache; never negative (H71). */
    public long inputUncached() {
        return Math.max(0, input - sum(cacheRead, cacheWrite()));
    }

    public long total() {
        return sum(input, output);
    }

    public Usage withSource(Source newSource) {
        return new Usage(
                input,
                cacheRead,
                cacheWrite5m,
                cacheWrite1h,
                inputAudio,
                output,
                reasoning,
                outputAudio,
                cost,
                newSource,
                extras);
    }

    /** Counts are what a provider says; nonsense of it must not turn negative and so into a refund. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
