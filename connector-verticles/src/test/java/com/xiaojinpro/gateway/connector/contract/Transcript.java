package com.xiaojinpro.gateway.connector.contract;

/**
 * One streamed answer of a provider, as it would come over the wire.
 *
 * @param body server-sent events with LF line ends, one space after {@code data:}, each closed by an empty line
 * @param terminal a piece of the first event from which on the stream may end cleanly
 */
public record Transcript(String name, String body, String terminal) {
    @Override
    public String toString() {
        return name;
    }
}
