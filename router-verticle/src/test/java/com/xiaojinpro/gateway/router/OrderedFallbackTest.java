package com.xiaojinpro.gateway.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
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
        Plan once = plan(FIRST).after(FIRST, MISSING);
        assertThat(next(once)).isEqualTo(FIRST);
        assertThat(gaveUp(once.after(FIRST, MISSING))).isEqualTo(MISSING);
    }

    @Test
    void aMissingNodeHidesNoBetterReason() {
        Plan plan =
                plan(FIRST, SECOND).after(FIRST, DOWN).after(SECOND, MISSING).after(SECOND, MISSING);
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
