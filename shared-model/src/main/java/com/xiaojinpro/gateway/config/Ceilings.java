package com.xiaojinpro.gateway.config;

/**
 * What a request may hold at most.
 *
 * @param maxOutputTokens that a request may ask for
 * @param maxParts of all messages together
 * @param maxImageBytes of one image that the request carries, decoded
 * @param jsonDepth how deep a body may be nested; up to {@value #READER_DEPTH}, which the reader of JSON bears
 * @param ranges whether sampling parameters must lie where the client's protocol allows them
 */
public record Ceilings(
        int maxMessages,
        int maxTools,
        long maxOutputTokens,
        int maxParts,
        int maxImageBytes,
        int jsonDepth,
        boolean ranges) {
    /** The deepest nesting that any body can have. */
    public static final int READER_DEPTH = 500;

    public static final Ceilings DEFAULT =
            new Ceilings(100_000, 10_000, 10_000_000, 200_000, 20 << 20, READER_DEPTH, true);
}
