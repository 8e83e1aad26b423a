package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.model.Usage;
import org.jspecify.annotations.Nullable;

/** How a call ended; each call has exactly one. A closed set: it labels metrics. */
public enum Outcome {
    /** The client got the whole answer. */
    COMPLETED,
    /** Refused before anything was asked: wrong key, wrong request, unknown model. */
    REFUSED,
    /** No provider answered. */
    FAILED,
    /** The answer broke off after it had begun; the client got an error event. */
    BROKEN,
    /** The client left. */
    CLIENT_GONE,
    /** The client stopped reading and was cut. */
    CLIENT_STALLED;

    /** Whether the call is as if it had never been, and nothing is charged for it. */
    boolean cameToNothing(@Nullable Usage usage) {
        return switch (this) {
            case COMPLETED, BROKEN, CLIENT_GONE, CLIENT_STALLED -> false;
            case REFUSED -> true;
            case FAILED -> usage == null;
        };
    }
}
