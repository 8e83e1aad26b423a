package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.ingress.limits.Admission;
import com.xiaojinpro.gateway.ingress.limits.Charge;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call holds of its limits and, after its end, what was charged for what: the books and the record of the call say
 * the same. One call, one event loop.
 */
final class Settlement {
    private Admission held = Admission.FREE;
    private @Nullable Usage usage;
    private boolean done;

    /** Takes what was reserved for the call. */
    void hold(Admission admission) {
        held = admission;
    }

    /** Charges what was produced, whoever left or broke; what came to nothing is given back. Once; the first end counts. */
    void end(Outcome outcome, @Nullable Usage produced, @Nullable Origin origin) {
        if (done) {
            return;
        }
        done = true;
        usage = produced;
        if (outcome.cameToNothing(produced)) {
            held.refund();
        } else {
            held.settle(produced, origin);
        }
    }

    /** What the call used, as it was charged; null where nothing was produced, or before the end. */
    @Nullable
    Usage usage() {
        return usage;
    }

    /** What each limit was charged. */
    List<Charge> charged() {
        return held.charges();
    }
}
