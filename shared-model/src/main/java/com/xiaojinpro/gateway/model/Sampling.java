package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.Nullable;

/**
 * How to sample. Every value may be absent, and absent is not the default: nothing is sent that the client did not say
 * (H81).
 *
 * @param logitBias the OpenAI token-id map as raw JSON
 * @param choices how many answers ({@code n})
 * @param topLogprobs how many alternatives a token; 0 asks for log probabilities without alternatives; null for none
 */
public record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Double repetitionPenalty,
        @Nullable Long seed,
        @Nullable String logitBias,
        @Nullable Integer choices,
        @Nullable Integer topLogprobs) {
    public static final Sampling UNSET = new Sampling(null, null, null, null, null, null, null, null, null, null, null);

    /** JSON has no infinity and no NaN. */
    public Sampling {
        finite(temperature);
        finite(topP);
        finite(minP);
        finite(presencePenalty);
        finite(frequencyPenalty);
        finite(repetitionPenalty);
    }

    private static void finite(@Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException("a sampling value is a finite number");
        }
    }
}
