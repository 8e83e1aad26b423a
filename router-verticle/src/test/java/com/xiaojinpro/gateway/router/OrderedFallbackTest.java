package com.xiaojinpro.gateway.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedFallbackTest {
    private static final Target FIRST = target("first");
    private static final Target SECOND = target("second");
    private static final Fault DOWN = Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "down");
    private static final Fault MISSING = Fault.of(FaultKind.UNAVAILABLE, "no node");
    private static final Fault WRONG = Fault.of(FaultKind.INVALID_REQUEST, "wrong");

    private final OrderedFallback policy = new OrderedFallback();

    @Test
    void thePrimaryComesFirst() {
        assertThat(next(plan(FIRST, SECOND))).isEqualTo(FIRST);
    }

    @Test
    void aRetryableFaultMovesToTheNextTarget() {
        assertThat(next(plan(FIRST, SECOND).after(FIRST, DOWN))).isEqualTo(SECOND);
    }

    @Test
    void aFaultOfTheClientIsToldAtOnce() {
        assertThat(gaveUp(plan(FIRST, SECOND).after(FIRST, WRONG))).isEqualTo(WRONG);
    }

    @Test
    void aPromptThatIsTooLongMayFitTheNextTarget() {
        Fault tooLong = Fault.of(FaultKind.CONTEXT_LENGTH, "too long");
        assertThat(tooLong.retryable()).isFalse();
        assertThat(next(plan(FIRST, SECOND).after(FIRST, tooLong))).isEqualTo(SECOND);
        assertThat(gaveUp(plan(FIRST).after(FIRST, tooLong))).isEqualTo(tooLong);
    }

    @Test
    void theLastFaultIsToldWhenNothingIsLeft() {
        Fault slow = Fault.of(FaultKind.TIMEOUT, "slow");
        assertThat(gaveUp(plan(FIRST, SECOND).after(FIRST, DOWN).after(SECOND, slow)))
                .isEqualTo(slow);
    }

    @Test
    void aMissingNodeIsNotTheProvidersFault() {
        Plan missed = plan(FIRST, SECOND).after(FIRST, MISSING);
        assertThat(next(missed)).isEqualTo(FIRST);
        assertThat(pause(missed)).isZero();
    }

    /** A cluster takes a moment to forget a node that was killed; meanwhile its turn comes again and again. */
    @Test
    void aTargetWhoseNodesAreMissingIsAskedAgainAfterAPauseAndNotForEver() {
        Plan plan = plan(FIRST, SECOND).after(FIRST, MISSING).after(FIRST, MISSING);
        assertThat(next(plan)).isEqualTo(FIRST);
        assertThat(pause(plan)).isPositive();
        plan = plan.after(FIRST, MISSING);
        assertThat(next(plan)).isEqualTo(SECOND);
        assertThat(pause(plan)).isZero();
        for (int asked = 0; asked < 3; asked++) {
            plan = plan.after(SECOND, MISSING);
        }
        assertThat(gaveUp(plan)).isEqualTo(MISSING);
    }

    @Test
    void aMissingNodeHidesNoBetterReason() {
        Plan plan = plan(FIRST, SECOND).after(FIRST, DOWN);
        for (int asked = 0; asked < 3; asked++) {
            plan = plan.after(SECOND, MISSING);
        }
        assertThat(gaveUp(plan)).isEqualTo(DOWN);
    }

    @Test
    void eventsAreHeldBackOnlyWhileAnotherTargetIsLeft() {
        assertThat(policy.moreAfter(plan(FIRST, SECOND), FIRST)).isTrue();
        assertThat(policy.moreAfter(plan(FIRST, SECOND).after(FIRST, DOWN), SECOND))
                .isFalse();
        assertThat(policy.moreAfter(plan(FIRST), FIRST)).isFalse();
    }

    private Target next(Plan plan) {
        assertThat(policy.next(plan)).isInstanceOf(AttemptPolicy.Decision.Try.class);
        return ((AttemptPolicy.Decision.Try) policy.next(plan)).target();
    }

    private Duration pause(Plan plan) {
        return ((AttemptPolicy.Decision.Try) policy.next(plan)).delay();
    }

    private Fault gaveUp(Plan plan) {
        assertThat(policy.next(plan)).isInstanceOf(AttemptPolicy.Decision.GiveUp.class);
        return ((AttemptPolicy.Decision.GiveUp) policy.next(plan)).fault();
    }

    private static Plan plan(Target... targets) {
        return new Plan(List.of(targets), List.of());
    }

    private static Target target(String provider) {
        return new Target(provider, "m", null, null, Timeouts.DEFAULT);
    }
}
