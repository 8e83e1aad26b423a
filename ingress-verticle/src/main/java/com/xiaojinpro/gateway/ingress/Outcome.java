package com.xiaojinpro.gateway.ingress;

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
    CLIENT_STALLED
}
