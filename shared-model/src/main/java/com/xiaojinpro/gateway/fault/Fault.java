package com.xiaojinpro.gateway.fault;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One failure as a value: what a client is told, what the router decides on, what the books say. Immutable.
 *
 * @param kind what went wrong
 * @param message a sentence for the client; free of keys and of the names of internal hosts
 * @param code a machine-readable code of the client's protocol, where one fits better than the kind's own
 * @param param the path of the offending request field, such as {@code messages[2].content}
 * @param retryAfter how long the source asks to wait; a time that has passed is no wait
 * @param retryable whether another attempt or target may help
 * @param upstreamStatus the HTTP status of the provider's answer, 0 where there was none
 */
public record Fault(
        FaultKind kind,
        String message,
        @Nullable String code,
        @Nullable String param,
        @Nullable Duration retryAfter,
        boolean retryable,
        int upstreamStatus) {

    public Fault {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(message);
        if (retryAfter != null && retryAfter.isNegative()) {
            retryAfter = Duration.ZERO;
        }
    }

    /** A fault of a kind, retryable as the kind says. */
    public static Fault of(FaultKind kind, String message) {
        return new Fault(kind, message, null, null, null, kind.retryable(), 0);
    }

    /** A request field that cannot be accepted. */
    public static Fault invalid(@Nullable String param, String message) {
        return of(FaultKind.INVALID_REQUEST, message).withParam(param);
    }

    public Fault withCode(@Nullable String newCode) {
        return new Fault(kind, message, newCode, param, retryAfter, retryable, upstreamStatus);
    }

    public Fault withParam(@Nullable String newParam) {
        return new Fault(kind, message, code, newParam, retryAfter, retryable, upstreamStatus);
    }

    public Fault withRetryAfter(@Nullable Duration wait) {
        return new Fault(kind, message, code, param, wait, retryable, upstreamStatus);
    }

    public Fault withRetryable(boolean mayRetry) {
        return new Fault(kind, message, code, param, retryAfter, mayRetry, upstreamStatus);
    }

    public Fault withUpstreamStatus(int status) {
        return new Fault(kind, message, code, param, retryAfter, retryable, status);
    }

    /** This fault as something to throw from pure code; it carries no stack trace. */
    public FaultException exception() {
        return new FaultException(this);
    }

    /** The fault behind a failure: the one it carries, or an internal fault for anything that is a bug. */
    public static Fault from(Throwable failure) {
        return failure instanceof FaultException known
                ? known.fault()
                : of(FaultKind.INTERNAL, "The gateway failed to handle the request.");
    }
}
