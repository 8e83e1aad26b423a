package com.xiaojinpro.gateway.fault;

/**
 * What went wrong, as one closed list: the HTTP status the client sees, the event-bus failure code and whether another
 * attempt may help stand here and nowhere else. How a kind is spelled in a client's protocol is the business of that
 * protocol's error renderer.
 */
public enum FaultKind {
    INVALID_REQUEST(1001, 400, false),
    CONTEXT_LENGTH(1002, 400, false),
    CONTENT_FILTERED(1003, 400, false),
    AUTHENTICATION(1004, 401, false),
    BILLING(1005, 402, false),
    PERMISSION(1006, 403, false),
    NOT_FOUND(1007, 404, false),
    METHOD_NOT_ALLOWED(1008, 405, false),
    CONFLICT(1009, 409, false),
    TOO_LARGE(1010, 413, false),
    UNSUPPORTED_MEDIA(1011, 415, false),
    RATE_LIMITED(1012, 429, true),
    /** The client left before its answer was complete; nobody reads this fault, it is for the books. */
    CLIENT_GONE(1013, 499, false),
    INTERNAL(1014, 500, false),
    /** The provider's answer cannot be understood. */
    UPSTREAM_INVALID(1015, 502, true),
    /** The provider cannot be reached, or answered with a failure of its own. */
    UPSTREAM_UNAVAILABLE(1016, 502, true),
    /** The provider refused the gateway's own credential; never shown to a client as its own 401. */
    UPSTREAM_AUTH(1017, 502, true),
    /** The answer ended without its terminal signal, or frames of it were lost. */
    STREAM_INCOMPLETE(1018, 502, true),
    /** The provider, or this gateway, has no capacity now. */
    OVERLOADED(1019, 503, true),
    /** The gateway itself is shutting down or has no node for the role. */
    UNAVAILABLE(1020, 503, true),
    TIMEOUT(1021, 504, true);

    private final int failureCode;
    private final int status;
    private final boolean retryable;

    FaultKind(int failureCode, int status, boolean retryable) {
        this.failureCode = failureCode;
        this.status = status;
        this.retryable = retryable;
    }

    /** The HTTP status of this kind. */
    public int status() {
        return status;
    }

    /** Whether another attempt or another target may succeed, unless a fault says otherwise. */
    public boolean retryable() {
        return retryable;
    }

    /** The event-bus failure code of this kind; it never changes, nodes of two versions share it. */
    public int failureCode() {
        return failureCode;
    }

    /** The kind behind an event-bus failure code; {@link #INTERNAL} where the code is not ours. */
    public static FaultKind ofFailureCode(int code) {
        for (FaultKind kind : values()) {
            if (kind.failureCode == code) {
                return kind;
            }
        }
        return INTERNAL;
    }
}
