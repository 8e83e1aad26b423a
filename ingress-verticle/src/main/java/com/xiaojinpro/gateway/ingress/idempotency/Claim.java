package com.xiaojinpro.gateway.ingress.idempotency;

import com.xiaojinpro.gateway.fault.Fault;

/** What becomes of a call that came with a key. */
public sealed interface Claim {

    /** It is the first one: it runs, and its answer is kept. */
    record Held(Hold hold) implements Claim {}

    /** The store cannot be reached: it runs, and nobody remembers. */
    record Unavailable() implements Claim {}

    /** It was answered before. */
    record Answered(StoredAnswer answer) implements Claim {}

    /** It cannot be served. */
    record Refused(Fault fault) implements Claim {}

    /** Its client left while it waited. */
    record Abandoned() implements Claim {}
}
