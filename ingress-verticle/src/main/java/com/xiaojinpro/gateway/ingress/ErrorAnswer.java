package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** Sends an error response with the headers that every protocol shares. */
final class ErrorAnswer {
    private static final int MILLIS_A_SECOND = 1000;

    private ErrorAnswer() {}

    /**
     * Answers a request that may not have been read to its end; then the connection is closed after the answer, for what
     * follows on it is the rest of the body.
     */
    static void send(HttpServerRequest request, ErrorResponse error, Fault fault, CallIdentity call, boolean bodyRead) {
        HttpServerResponse response = request.response();
        if (!bodyRead && !request.isEnded()) {
            response.putHeader("connection", "close");
            request.resume();
        }
        send(response, error, fault, call);
    }

    static void send(HttpServerResponse response, ErrorResponse error, Fault fault, CallIdentity call) {
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
        response.end(error.body());
    }

    /**
     * Whether the client's SDK may ask again by itself. The gateway has tried every target it has, to repeat that at once
     * would only multiply it (H108); a rate limit passes, and so does what names a time, but not an empty purse, which
     * OpenAI's protocol tells with the status of a rate limit (H109).
     */
    private static boolean mayRepeat(Fault fault) {
        if (fault.kind() == FaultKind.RATE_LIMITED) {
            return fault.retryable();
        }
        return fault.kind() != FaultKind.BILLING && fault.retryAfter() != null;
    }
}
