package com.xiaojinpro.gateway.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes put together from pieces of an array and what is written between them. Large pieces stay where they are, so the array
 * must not change while the result is in use; small ones are copied, which is cheaper. Made for one result; not thread-safe.
 */
public final class Splice {
    /** From here on a piece is not copied. */
    private static final int LARGE_BYTES = 32 * 1024;

    private static final int SMALL_CAPACITY = 1024;

    private final List<ByteBuf> pieces = new ArrayList<>(0);
    private Buffer open;

    /**
     * @param expected how many bytes the result will have, about
     */
    public Splice(int expected) {
        this.open = Buffer.buffer(expected <= LARGE_BYTES ? expected : SMALL_CAPACITY);
    }

    public Splice append(byte[] array, int offset, int length) {
        if (length < LARGE_BYTES) {
            open.appendBytes(array, offset, length);
        } else {
            close();
            pieces.add(Unpooled.wrappedBuffer(array, offset, length));
        }
        return this;
    }

    public Splice append(Buffer bytes) {
        HeapBytes view = HeapBytes.of(bytes);
        return append(view.array(), view.offset(), view.length());
    }

    public Splice append(String text) {
        open.appendString(text);
        return this;
    }

    /** Everything, in order. Nothing may be appended afterwards. */
    public Buffer whole() {
        if (pieces.isEmpty()) {
            return open;
        }
        close();
        // With fewer components allowed than there are pieces they would be copied into one.
        return BufferInternal.buffer(Unpooled.wrappedBuffer(pieces.size(), pieces.toArray(ByteBuf[]::new)));
    }

    private void close() {
        if (open.length() > 0) {
            pieces.add(((BufferInternal) open).getByteBuf());
            open = Buffer.buffer(SMALL_CAPACITY);
        }
    }
}
