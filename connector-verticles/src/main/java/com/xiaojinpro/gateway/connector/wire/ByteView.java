package com.xiaojinpro.gateway.connector.wire;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The bytes of a buffer as a piece of an array, without a copy where the buffer stands on an array (all that come from
 * the HTTP client do). Whoever takes a view only reads, and only while the buffer is its own.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ByteView(byte[] bytes, int offset, int length) {

    public static ByteView of(Buffer buffer) {
        if (buffer instanceof BufferInternal internal) {
            ByteBuf buf = internal.getByteBuf();
            if (buf.hasArray()) {
                return new ByteView(buf.array(), buf.arrayOffset() + buf.readerIndex(), buf.readableBytes());
            }
        }
        byte[] copy = buffer.getBytes();
        return new ByteView(copy, 0, copy.length);
    }
}
