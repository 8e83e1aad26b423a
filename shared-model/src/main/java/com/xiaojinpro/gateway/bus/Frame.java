package com.xiaojinpro.gateway.bus;

import java.util.Objects;

/**
 * One message of the stream protocol. Local delivery hands over this object itself; between nodes {@link FrameCodec}
 * writes it.
 *
 * @param from the sender's private address
 * @param sender the sender's id of the stream the frame belongs to; 0 for none
 * @param stream the receiver's id of that stream; 0 where the receiver does not have one yet
 */
public record Frame(String from, long sender, long stream, FrameBody body) {
    /** The sender of a frame whose head cannot be read; nobody can be told. */
    static final String NOBODY = "";

    public Frame {
        Objects.requireNonNull(from);
        Objects.requireNonNull(body);
    }
}
