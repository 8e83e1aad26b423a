package com.xiaojinpro.gateway.connector.sse;

/** Receives the events of one stream, in order, on the thread that feeds the decoder. */
@FunctionalInterface
public interface SseSink {

    /**
     * Takes one event. The bytes are the decoder's: they are valid during the call only.
     *
     * @param name the event's name; empty where it has none
     * @param bytes holds the event's data, its lines joined with a line feed
     * @return whether to go on; after false the decoder reads nothing more
     */
    boolean event(String name, byte[] bytes, int offset, int length);
}
