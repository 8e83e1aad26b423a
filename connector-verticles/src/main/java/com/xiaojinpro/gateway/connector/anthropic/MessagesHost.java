package com.xiaojinpro.gateway.connector.anthropic;

import org.jspecify.annotations.Nullable;

/**
 * How the bodies of one host of the Messages protocol differ from those of Anthropic itself.
 *
 * @param bodyVersion what {@code anthropic_version} in the body says; null where the version is a header
 * @param modelInBody whether a request for an answer names its model in the body; a count always does
 * @param defaultMaxTokens the limit of output for clients that set none, before the model's own limit
 * @param automaticCache whether a request without a cache breakpoint of another dialect gets the automatic one
 * @param streamsAlways whether the host is asked for a stream whatever the client wants, which costs the client nothing: the
 *     events of a stream are folded like those of a whole answer
 */
public record MessagesHost(
        @Nullable String bodyVersion,
        boolean modelInBody,
        long defaultMaxTokens,
        boolean automaticCache,
        boolean streamsAlways) {
    public static final long DEFAULT_MAX_TOKENS = 32_000;

    /** Anthropic's own API. */
    public static MessagesHost direct() {
        return new MessagesHost(null, true, DEFAULT_MAX_TOKENS, false, false);
    }

    /**
     * Vertex AI, whose path names the model.
     *
     * @param version such as {@code vertex-2023-10-16}
     */
    public static MessagesHost vertex(String version) {
        return new MessagesHost(version, false, DEFAULT_MAX_TOKENS, false, false);
    }

    public MessagesHost withDefaultMaxTokens(long tokens) {
        return new MessagesHost(bodyVersion, modelInBody, tokens, automaticCache, streamsAlways);
    }

    public MessagesHost withAutomaticCache(boolean automatic) {
        return new MessagesHost(bodyVersion, modelInBody, defaultMaxTokens, automatic, streamsAlways);
    }

    public MessagesHost withStreamsAlways(boolean always) {
        return new MessagesHost(bodyVersion, modelInBody, defaultMaxTokens, automaticCache, always);
    }
}
