package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;

/**
 * Each target once, in order, for as long as the faults are such that another target may help. A target whose node went
 * missing is asked once more, on another node: the provider itself has not failed.
 */
public final class OrderedFallback implements AttemptPolicy {

    @Override
    public Decision next(Plan plan) {
        int tried = plan.tried().size();
        if (tried == 0) {
            return new Decision.Try(plan.targets().get(0), Duration.ZERO);
        }
        Fault last = plan.tried().get(tried - 1).fault();
        int position = position(plan);
        if (!mayHelp(last) || position >= plan.targets().size()) {
            return new Decision.GiveUp(worthTelling(plan));
        }
        return new Decision.Try(plan.targets().get(position), Duration.ZERO);
    }

    /** Whether another target may answer: the next model may have room for what was too long for the last one. */
    private static boolean mayHelp(Fault last) {
        return last.retryable() || last.kind() == FaultKind.CONTEXT_LENGTH;
    }

    @Override
    public boolean moreAfter(Plan plan, Target next) {
        return position(plan) + 1 < plan.targets().size();
    }

    /** The index of the target whose turn it is. */
    private static int position(Plan plan) {
        int position = 0;
        boolean again = false;
        for (Plan.Attempted attempted : plan.tried()) {
            again = !again && attempted.fault().kind() == FaultKind.UNAVAILABLE;
            if (!again) {
                position++;
            }
        }
        return position;
    }

    /** The last fault, unless it only says that a node was missing and an earlier one says more. */
    private static Fault worthTelling(Plan plan) {
        Fault told = plan.tried().get(plan.tried().size() - 1).fault();
        for (int i = plan.tried().size() - 1; i >= 0 && told.kind() == FaultKind.UNAVAILABLE; i--) {
            told = plan.tried().get(i).fault();
        }
        return told;
    }
}
