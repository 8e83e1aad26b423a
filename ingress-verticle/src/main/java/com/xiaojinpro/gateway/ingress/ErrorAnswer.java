package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** Sends an error response with the headers that every protocol shares. */
final class ErrorAnswer {
    private static final int MILLIS_A_SECOND = 1000;
    /** The official SDKs take a longer {@code retry-after} for none and ask again after a second or two. */
    private static final Duration LONGEST_SDK_WAIT = Duration.ofSeconds(60);

    private ErrorAnswer() {}

    /**
     * Answers a request that may not have been read to its end; then the connection is closed after the answer, for what
     * follows on it is the rest of the body.
     */
    static void send(HttpServerRequest request, ErrorResponse error, Fault fault, CallIdentity call, boolean bodyRead) {
        HttpServerResponse response = request.response();
        if (!bodyRead && !request.isEnded()) {
            if (request.version() != HttpVersion.HTTP_2) {
                // HTTP/2 has no such header, and a client may refuse an answer that has it.
                response.putHeader("connection", "close");
            }
            request.resume();
        }
        send(response, error, fault, call, HttpMethod.HEAD.equals(request.method()));
    }

    static void send(HttpServerResponse response, ErrorResponse error, Fault fault, CallIdentity call) {
        send(response, error, fault, call, false);
    }

    private static void send(
            HttpServerResponse response, ErrorResponse error, Fault fault, CallIdentity call, boolean headOnly) {
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.setStatusCode(error.status()).putHeader("content-type", "application/json");
        StreamedAnswer.identify(response, call);
        Duration wait = fault.retryAfter();
        if (wait != null) {
            long millis = Math.max(1, wait.toMillis());
            response.putHeader("retry-after", Long.toString((millis + MILLIS_A_SECOND - 1) / MILLIS_A_SECOND));
            response.putHeader("retry-after-ms", Long.toString(millis));
        }
        if (!mayRepeat(fault)) {
            response.putHeader("x-should-retry", "false");
        }
        if (headOnly) {
            // A body behind the answer to HEAD would be taken for the next answer of the connection.
            response.putHeader("content-length", Integer.toString(error.body().length()));
            response.end();
        } else {
            response.end(error.body());
        }
    }

    /**
     * Whether the client's SDK may ask again by itself. The gateway has tried every target it has, to repeat that would only
     * multiply it (H108), however long a failed provider asks to wait. A rate limit with its time passes by that time, if it
     * is one that SDKs wait for: after a longer one they ask again too soon. One without a time, and an empty purse, which
     * OpenAI's protocol tells with the same status, do not pass by being asked again (H109). What the gateway refused before
     * it asked anybody, as when it shuts down, another node may serve.
     */
    private static boolean mayRepeat(Fault fault) {
        Duration wait = fault.retryAfter();
        return switch (fault.kind()) {
            case RATE_LIMITED -> fault.retryable() && wait != null && wait.compareTo(LONGEST_SDK_WAIT) <= 0;
            // Only one that passes by itself says so: the first call with an idempotency key is still running.
            case CONFLICT -> fault.retryable();
            case UNAVAILABLE, OVERLOADED -> fault.retryable() && wait != null && fault.upstreamStatus() == 0;
            default -> false;
        };
    }
}
