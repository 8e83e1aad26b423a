package com.xiaojinpro.gateway.model;

/** What a request wants done. Names are stable: they travel between nodes. */
public enum Operation {
    /** An answer of the model. */
    GENERATE,
    /**
     * The prompt's tokens, counted: the answer is {@code Started UsageReported Finished}, its usage holds the input only and
     * says whether it was counted or estimated.
     */
    COUNT_TOKENS,
    /**
     * The inputs as vectors. Each input is a user message of one text, or of an opaque part that holds a raw array of
     * tokens; the answer gives each vector as one {@link UnifiedChunk.Opaque} of {@link Dialect#OPENAI_EMBEDDINGS}, and
     * usage.
     */
    EMBED
}
