package com.xiaojinpro.gateway.json;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The bytes of a buffer as a piece of an array, without a copy where the buffer lies on the heap, as all do that Vert.x
 * reads from a socket. Whoever takes them only reads, and only while the buffer is its own.
 *
 * <p>With {@link Splice} the one place that reaches behind the public {@link Buffer}: of its methods, {@code getBytes} and {@code getBuffer}
 * copy, and {@code slice} is a buffer again.
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeapBytes(byte[] array, int offset, int length) {

    public static HeapBytes of(Buffer buffer) {
        if (buffer instanceof BufferInternal internal) {
            ByteBuf content = internal.getByteBuf();
            if (content.hasArray()) {
                return new HeapBytes(
                        content.array(), content.arrayOffset() + content.readerIndex(), content.readableBytes());
            }
        }
        byte[] copy = buffer.getBytes();
        return new HeapBytes(copy, 0, copy.length);
    }
}
