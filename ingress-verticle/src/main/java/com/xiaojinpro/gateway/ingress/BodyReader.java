package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.http.Inflate;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request body up to a limit that holds before and after decompression (H120). A body that announces too much is
 * refused before a byte of it is read.
 */
final class BodyReader {
    private final int limit;
    private final Promise<Buffer> promise = Promise.promise();
    private final @Nullable Inflate inflate;
    private @Nullable Buffer body;

    private BodyReader(int limit, @Nullable Inflate inflate) {
        this.limit = limit;
        this.inflate = inflate;
    }

    /** The body, or a fault. The request must be paused or must have no handler yet. */
    static Future<Buffer> read(HttpServerRequest request, int limit) {
        String encoding = request.getHeader("content-encoding");
        boolean identity = encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity");
        if (!identity && !Inflate.supports(encoding)) {
            return Future.failedFuture(
                    Fault.of(FaultKind.UNSUPPORTED_MEDIA, "The content-encoding is not supported; use gzip or none.")
                            .exception());
        }
        if (announced(request) > limit) {
            return Future.failedFuture(tooLarge(limit).exception());
        }
        BodyReader reader = new BodyReader(limit, identity || encoding == null ? null : new Inflate(encoding, limit));
        request.exceptionHandler(e -> reader.promise.tryFail(
                Fault.of(FaultKind.CLIENT_GONE, "The client left.").exception()));
        request.handler(reader::bytes);
        request.endHandler(v -> reader.end());
        request.resume();
        return reader.promise.future();
    }

    private void bytes(Buffer received) {
        if (promise.future().isComplete()) {
            return;
        }
        try {
            Buffer plain = inflate == null ? received : inflate.inflate(received);
            Buffer soFar = body;
            if (soFar == null) {
                body = plain;
            } else if (soFar.length() + plain.length() > limit) {
                body = null;
                promise.tryFail(tooLarge(limit).exception());
            } else {
                body = soFar.appendBuffer(plain);
            }
        } catch (Inflate.TooLargeException e) {
            promise.tryFail(tooLarge(limit).exception());
        } catch (RuntimeException e) {
            promise.tryFail(Fault.invalid(null, "The compressed request body cannot be read.")
                    .exception());
        }
    }

    private void end() {
        Buffer whole = body;
        if (whole != null && whole.length() > limit) {
            promise.tryFail(tooLarge(limit).exception());
        } else {
            promise.tryComplete(whole == null ? Buffer.buffer() : whole);
        }
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Fault tooLarge(int limit) {
        return Fault.of(FaultKind.TOO_LARGE, "The request body is larger than the limit of " + limit + " bytes.");
    }
}
