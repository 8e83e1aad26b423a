package com.xiaojinpro.gateway.ingress.idempotency;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The body of an answer while it is written, up to a bound. One call, one event loop. */
public final class Recording {
    private final int bound;
    private @Nullable Buffer body = Buffer.buffer();

    Recording(int bound) {
        this.bound = bound;
    }

    /** Takes bytes that go to the client; what is too large is forgotten at once. */
    public void take(Buffer bytes) {
        Buffer soFar = body;
        if (soFar != null) {
            body = soFar.length() + bytes.length() > bound ? null : soFar.appendBuffer(bytes);
        }
    }

    /** Whether the answer is larger than what is kept. */
    public boolean tooLarge() {
        return body == null;
    }

    /** All that was taken; null where it was too much. */
    @Nullable
    Buffer body() {
        return body;
    }
}
