package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import java.util.List;

/**
 * Each target once, in order, for as long as the faults are such that another target may help. A target whose node went
 * missing is asked again, on another node: the provider itself has not failed. The cluster takes a moment to forget a node
 * that was killed, in which its turn may come once more, hence the pauses.
 */
public final class OrderedFallback implements AttemptPolicy {
    /** Before a target is asked for the second and the third time. */
    private static final List<Duration> PAUSES = List.of(Duration.ZERO, Duration.ofMillis(250));

    @Override
    public Decision next(Plan plan) {
        if (plan.tried().isEmpty()) {
            return new Decision.Try(plan.targets().get(0), Duration.ZERO);
        }
        Fault last = plan.tried().get(plan.tried().size() - 1).fault();
        Turn turn = Turn.of(plan);
        if (!mayHelp(last) || turn.target() >= plan.targets().size()) {
            return new Decision.GiveUp(worthTelling(plan));
        }
        Duration pause = turn.missed() == 0 ? Duration.ZERO : PAUSES.get(turn.missed() - 1);
        return new Decision.Try(plan.targets().get(turn.target()), pause);
    }

    /** Whether another target may answer: the next model may have room for what was too long for the last one. */
    private static boolean mayHelp(Fault last) {
        return last.retryable() || last.kind() == FaultKind.CONTEXT_LENGTH;
    }

    @Override
    public boolean moreAfter(Plan plan, Target next) {
        return Turn.of(plan).target() + 1 < plan.targets().size();
    }

    /** The last fault, unless it only says that a node was missing and an earlier one says more. */
    private static Fault worthTelling(Plan plan) {
        Fault told = plan.tried().get(plan.tried().size() - 1).fault();
        for (int i = plan.tried().size() - 1; i >= 0 && told.kind() == FaultKind.UNAVAILABLE; i--) {
            told = plan.tried().get(i).fault();
        }
        return told;
    }

    /**
     * Whose turn it is.
     *
     * @param target its index
     * @param missed how often its node was missing already
     */
    private record Turn(int target, int missed) {
        static Turn of(Plan plan) {
            int target = 0;
            int missed = 0;
            for (Plan.Attempted attempted : plan.tried()) {
                if (attempted.fault().kind() == FaultKind.UNAVAILABLE && missed < PAUSES.size()) {
                    missed++;
                } else {
                    target++;
                    missed = 0;
                }
            }
            return new Turn(target, missed);
        }
    }
}
