package com.xiaojinpro.gateway.connector.wire;

import com.xiaojinpro.gateway.json.HeapBytes;
import io.vertx.core.buffer.Buffer;

/**
 * The bytes of a buffer as a piece of an array, without a copy where the buffer stands on an array (all that come from
 * the HTTP client do). Whoever takes a view only reads, and only while the buffer is its own.
 */
@SuppressWarnings("ArrayRecordComponent")
public record ByteView(byte[] bytes, int offset, int length) {

    public static ByteView of(Buffer buffer) {
        HeapBytes seen = HeapBytes.of(buffer);
        return new ByteView(seen.array(), seen.offset(), seen.length());
    }
}
