package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.Future;

/** Decides whether a caller may go on. Called on event loops; completes there. Thread-safe. */
public interface Limiter {
    /** Everybody may. */
    Limiter NOOP = (caller, demand) -> Future.succeededFuture(Admission.FREE);

    /**
     * Reserves what a call may use, of all limits of its key and its tenant or of none.
     *
     * @return an admission or a refusal; complete at once unless a piece of a limit has to be leased first
     */
    Future<Admission> admit(Principal caller, Demand demand);
}
