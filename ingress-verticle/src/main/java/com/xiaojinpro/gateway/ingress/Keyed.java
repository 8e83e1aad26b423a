package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.idempotency.Claim;
import com.xiaojinpro.gateway.ingress.idempotency.Hold;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.idempotency.Recording;
import com.xiaojinpro.gateway.ingress.idempotency.StoredAnswer;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** A call that came with an {@code Idempotency-Key}. Calls without one have none of this. One call, one event loop. */
final class Keyed {
    private final HttpServerResponse response;
    private final CallIdentity identity;
    private @Nullable Hold hold;
    private boolean replayed;

    Keyed(HttpServerResponse response, CallIdentity identity) {
        this.response = response;
        this.identity = identity;
    }

    /** Takes what became of the call; fails where it does not go on, for whatever reason. */
    <T> Future<T> decided(Claim claim, T body) {
        return switch (claim) {
            case Claim.Held held -> {
                hold = held.hold();
                yield Future.succeededFuture(body);
            }
            case Claim.Unavailable ignored -> {
                response.putHeader(Idempotency.STATE_HEADER, Idempotency.UNAVAILABLE);
                yield Future.succeededFuture(body);
            }
            case Claim.Answered answered -> {
                replay(answered.answer());
                yield Future.failedFuture("answered before");
            }
            case Claim.Refused refused -> Future.failedFuture(refused.fault().exception());
            case Claim.Abandoned ignored -> Future.failedFuture("the client left");
        };
    }

    /** Whether the call got an answer that was given before, and is over by that. */
    boolean replayed() {
        return replayed;
    }

    /** Takes what is written to the client; null where nothing is kept. */
    @Nullable
    Recording recording() {
        Hold held = hold;
        return held == null ? null : held.recording();
    }

    void tick(long nowNanos) {
        Hold held = hold;
        if (held != null) {
            held.tick(nowNanos);
        }
    }

    /**
     * Keeps what the next one with the key is to get; what another try may do better is not kept.
     *
     * @param cause why the call failed; null where it did not
     */
    void ended(Outcome outcome, @Nullable Fault cause) {
        Hold held = hold;
        if (held == null) {
            return;
        }
        boolean answered = switch (outcome) {
            case COMPLETED -> true;
            case REFUSED, FAILED -> cause != null && lasting(cause);
            case BROKEN, CLIENT_GONE, CLIENT_STALLED -> false;
        };
        if (answered) {
            held.keep(response);
        } else {
            held.release();
        }
    }

    private void replay(StoredAnswer answer) {
        replayed = true;
        if (!response.headWritten() && !response.closed()) {
            StreamedAnswer.identify(response, identity);
            answer.send(response);
        }
    }

    /** Whether the same request would fail the same way again: what is wrong is the request. */
    private static boolean lasting(Fault fault) {
        return switch (fault.kind()) {
            case INVALID_REQUEST, CONTEXT_LENGTH, CONTENT_FILTERED, TOO_LARGE, UNSUPPORTED_MEDIA -> true;
            case AUTHENTICATION,
                    BILLING,
                    PERMISSION,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    CONFLICT,
                    RATE_LIMITED,
                    CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_AUTH,
                    STREAM_INCOMPLETE,
                    OVERLOADED,
                    UNAVAILABLE,
                    TIMEOUT -> false;
        };
    }
}
