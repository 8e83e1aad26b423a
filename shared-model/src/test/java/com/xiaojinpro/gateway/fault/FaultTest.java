package com.xiaojinpro.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void aFaultIsRetryableAsItsKindSaysUntilItSaysOtherwise() {
        assertThat(Fault.of(FaultKind.TIMEOUT, "slow").retryable()).isTrue();
        assertThat(Fault.of(FaultKind.TIMEOUT, "slow").withRetryable(false).retryable())
                .isFalse();
        assertThat(Fault.invalid("a.b", "no").retryable()).isFalse();
    }

    @Test
    void eachDetailIsChangedAlone() {
        Fault fault = Fault.of(FaultKind.RATE_LIMITED, "slow down")
                .withCode("c")
                .withParam("p")
                .withRetryAfter(Duration.ofSeconds(3))
                .withUpstreamStatus(429);
        assertThat(fault)
                .isEqualTo(new Fault(FaultKind.RATE_LIMITED, "slow down", "c", "p", Duration.ofSeconds(3), true, 429));
    }

    /** A provider that names a time which has passed would otherwise make a header no client can read. */
    @Test
    void aWaitIsNeverNegative() {
        assertThat(Fault.of(FaultKind.OVERLOADED, "later")
                        .withRetryAfter(Duration.ofSeconds(-5))
                        .retryAfter())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void aFaultSurvivesBeingThrown() {
        Fault fault = Fault.invalid("messages", "no");
        FaultException thrown = catchThrowableOfType(FaultException.class, () -> {
            throw fault.exception();
        });
        assertThat(thrown).hasMessage("no");
        assertThat(thrown.getStackTrace()).isEmpty();
        assertThat(Fault.from(thrown)).isSameAs(fault);
    }

    @Test
    void anythingElseThatIsThrownIsInternalAndTellsNothingOfItself() {
        Fault fault = Fault.from(new IllegalStateException("jdbc:postgresql://db.internal/secret"));
        assertThat(fault.kind()).isEqualTo(FaultKind.INTERNAL);
        assertThat(fault.message()).doesNotContain("internal/");
        assertThat(fault.retryable()).isFalse();
    }
}
