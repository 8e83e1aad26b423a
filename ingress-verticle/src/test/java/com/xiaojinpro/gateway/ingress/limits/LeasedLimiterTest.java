package com.xiaojinpro.gateway.ingress.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeasedLimiterTest {
    private static final Pricing A_MICRO_A_TOKEN =
            (provider, model, usage, images) -> BigDecimal.valueOf(usage.total(), 6);
    private static final Origin ORIGIN = new Origin("provider", "model", 1, List.of());

    private final TestBank bank = new TestBank();
    private final List<String> heard = new ArrayList<>();
    private final LeasedLimiter limiter = limiter("a");

    private LeasedLimiter limiter(String node) {
        return new LeasedLimiter(node, bank, A_MICRO_A_TOKEN, new LimitListener() {
            @Override
            public void refused(LimitScope scope, LimitKind kind) {
                heard.add("refused " + scope + " " + kind);
            }

            @Override
            public void unavailable(LimitScope scope, LimitKind kind) {
                heard.add("unavailable " + scope + " " + kind);
            }

            @Override
            public void drawn(boolean reached) {}

            @Override
            public void recalled(boolean reached) {}
        });
    }

    @Test
    void aCallerWithoutLimitsTouchesNoLedger() {
        Admission free = decided(limiter.admit(Callers.of(Limits.NONE, Limits.NONE), Callers.asking(1)));
        assertThat(free).isSameAs(Admission.FREE);
        assertThat(bank.draws()).isZero();
        assertThat(headers(free, Dialect.OPENAI_CHAT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(LimitKind.class)
    void everyLimitRefusesAndIsNamed(LimitKind kind) {
        // 1 of input and 9 of output a call: ten tokens, ten micro-dollars, one request.
        long each = Callers.asking(9).amounts(true, true, A_MICRO_A_TOKEN).of(kind);
        Principal caller = Callers.key(kind, 3 * each);
        for (int i = 0; i < 3; i++) {
            assertThat(decided(limiter.admit(caller, Callers.asking(9))).refusal())
                    .isNull();
        }
        Fault fault = refusal(limiter.admit(caller, Callers.asking(9)));
        assertThat(fault.kind()).isEqualTo(kind.budget() ? FaultKind.BILLING : FaultKind.RATE_LIMITED);
        assertThat(fault.code()).isEqualTo(kind.word() + "_exceeded");
        assertThat(fault.message()).contains(kind.word(), "key 'app'", "0 of " + 3 * each);
        assertThat(fault.retryAfter()).isPositive();
        assertThat(heard).containsExactly("refused KEY " + kind);
    }

    @Test
    void aRefusalTellsWhenTheWindowEnds() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_MINUTE, 1);
        limiter.admit(caller, Callers.asking(1));
        bank.pass(1_500);
        long left = 60_000 - Math.floorMod(bank.nowMillis(), 60_000L);
        Fault fault = refusal(limiter.admit(caller, Callers.asking(1)));
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofMillis(left));
        assertThat(fault.retryable()).isTrue();
        bank.pass(left);
        assertThat(decided(limiter.admit(caller, Callers.asking(1))).refusal()).isNull();
    }

    /** H109: SDKs take a pause of more than a minute for none, and would ask again at once. */
    @Test
    void aLimitThatRenewsTomorrowIsNotToBeRetried() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 1);
        limiter.admit(caller, Callers.asking(1));
        assertThat(refusal(limiter.admit(caller, Callers.asking(1))).retryable())
                .isFalse();
    }

    @Test
    void aRefusalByTheKeyTakesNothingFromTheTenant() {
        Principal caller = Callers.of(
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_MINUTE, 1L)),
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_MINUTE, 10L, LimitKind.CONCURRENT_REQUESTS, 5L)));
        Admission first = decided(limiter.admit(caller, Callers.asking(1)));
        for (int i = 0; i < 20; i++) {
            refusal(limiter.admit(caller, Callers.asking(1)));
        }
        first.settle(null, null);
        quiet();
        assertThat(bank.used(Callers.TENANT, LimitKind.REQUESTS_PER_MINUTE)).isEqualTo(1);
        assertThat(bank.used(Callers.TENANT, LimitKind.CONCURRENT_REQUESTS)).isZero();
    }

    @Test
    void aTenantLimitsAllItsKeysTogether() {
        Limits tenant = Callers.limits(Map.of(LimitKind.REQUESTS_PER_MINUTE, 2L));
        for (String key : List.of("one", "two")) {
            Principal caller = new Principal(key, "team", List.of(), key, List.of(), Limits.NONE, tenant);
            assertThat(decided(limiter.admit(caller, Callers.asking(1))).refusal())
                    .isNull();
        }
        Principal third = new Principal("three", "team", List.of(), "three", List.of(), Limits.NONE, tenant);
        assertThat(refusal(limiter.admit(third, Callers.asking(1))).message()).contains("tenant 'team'");
    }

    @Test
    void whatWasReservedAndNotUsedIsFreeAgain() {
        Principal caller = Callers.key(LimitKind.TOKENS_PER_MINUTE, 100);
        Admission big = decided(limiter.admit(caller, Callers.asking(98)));
        refusal(limiter.admit(caller, Callers.asking(98)));
        big.settle(Usage.of(1, 0, Usage.Source.REPORTED), ORIGIN);
        assertThat(decided(limiter.admit(caller, Callers.asking(98))).refusal()).isNull();
    }

    @Test
    void whatWasUsedBeyondTheEstimateIsOwed() {
        Principal caller = Callers.key(LimitKind.TOKENS_PER_MINUTE, 100);
        decided(limiter.admit(caller, Callers.asking(1))).settle(Usage.of(1, 200, Usage.Source.REPORTED), ORIGIN);
        quiet();
        assertThat(bank.used(Callers.KEY, LimitKind.TOKENS_PER_MINUTE)).isEqualTo(201);
        assertThat(refusal(limiter.admit(caller, Callers.asking(1))).message()).contains("0 of 100");
    }

    @Test
    void anAnswerThatOutlivesItsMinuteOwesTheNextOneWhatItUsedBeyondItsReservation() {
        Principal caller = Callers.key(LimitKind.OUTPUT_TOKENS_PER_MINUTE, 100);
        Admission streaming = decided(limiter.admit(caller, Callers.asking(10)));
        bank.pass(60_000);
        streaming.settle(Usage.of(1, 75, Usage.Source.REPORTED), ORIGIN);
        quiet();
        assertThat(bank.used(Callers.KEY, LimitKind.OUTPUT_TOKENS_PER_MINUTE)).isEqualTo(65);
    }

    @Test
    void moneyIsChargedByThePriceOfWhoAnswered() {
        Principal caller = Callers.key(LimitKind.BUDGET_PER_MONTH, 1_000);
        decided(limiter.admit(caller, Callers.asking(99))).settle(Usage.of(7, 5, Usage.Source.REPORTED), ORIGIN);
        quiet();
        assertThat(bank.used(Callers.KEY, LimitKind.BUDGET_PER_MONTH)).isEqualTo(12);
    }

    @Test
    void aCallThatEndsGivesItsPlaceToAnother() {
        Principal caller = Callers.key(LimitKind.CONCURRENT_REQUESTS, 1);
        Admission first = decided(limiter.admit(caller, Callers.asking(1)));
        assertThat(refusal(limiter.admit(caller, Callers.asking(1))).retryAfter())
                .isEqualTo(Duration.ofSeconds(1));
        first.settle(null, null);
        assertThat(decided(limiter.admit(caller, Callers.asking(1))).refusal()).isNull();
    }

    @Test
    void anEstimateAboveTheWholeLimitTakesAllOfItRatherThanNeverPassing() {
        Principal caller = Callers.key(LimitKind.TOKENS_PER_MINUTE, 50);
        assertThat(decided(limiter.admit(caller, Callers.askingAnything())).refusal())
                .isNull();
        refusal(limiter.admit(caller, Callers.asking(1)));
    }

    @Test
    void aLimitOfNothingAdmitsNothing() {
        refusal(limiter.admit(Callers.key(LimitKind.REQUESTS_PER_MINUTE, 0), Callers.asking(1)));
        refusal(limiter.admit(Callers.key(LimitKind.BUDGET_PER_DAY, 0), Callers.asking(1)));
    }

    @Test
    void aRaisedLimitCountsAtOnceAndKeepsWhatWasUsed() {
        limiter.admit(Callers.key(LimitKind.REQUESTS_PER_MINUTE, 1), Callers.asking(1));
        Principal raised = Callers.key(LimitKind.REQUESTS_PER_MINUTE, 2);
        assertThat(decided(limiter.admit(raised, Callers.asking(1))).refusal()).isNull();
        refusal(limiter.admit(raised, Callers.asking(1)));
    }

    @Test
    void aNodeThatGetsAllTheTrafficGetsAllOfTheLimit() {
        LeasedLimiter other = limiter("b");
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 1_000);
        // Both are busy first, and hold something for the next second.
        for (int second = 0; second < 3; second++) {
            for (int i = 0; i < 20; i++) {
                decided(limiter.admit(caller, Callers.asking(1)));
                decided(other.admit(caller, Callers.asking(1)));
            }
            bank.pass(1_000);
            limiter.tick();
            other.tick();
        }
        int admitted = 120;
        for (int second = 0; second < 20; second++) {
            for (int i = 0; i < 100; i++) {
                admitted += decided(limiter.admit(caller, Callers.asking(1))).refusal() == null ? 1 : 0;
                bank.pass(10);
            }
            limiter.tick();
            other.tick();
        }
        assertThat(admitted).isEqualTo(1_000);
    }

    @Test
    void theHotPathAsksTheClusterSeldom() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 1_000_000);
        for (int i = 0; i < 10_000; i++) {
            decided(limiter.admit(caller, Callers.asking(1))).settle(null, null);
            if (i % 1_000 == 999) {
                bank.pass(1_000);
                limiter.tick();
            }
        }
        assertThat(bank.draws()).isLessThan(60);
    }

    @Test
    void refusedCallsDoNotAskTheClusterAgainAtOnce() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 1);
        limiter.admit(caller, Callers.asking(1));
        refusal(limiter.admit(caller, Callers.asking(1)));
        int draws = bank.draws();
        for (int i = 0; i < 1_000; i++) {
            refusal(limiter.admit(caller, Callers.asking(1)));
        }
        assertThat(bank.draws()).isEqualTo(draws);
    }

    @Test
    void callsThatComeTogetherWaitForOneDraw() {
        bank.weather(TestBank.Weather.SLOW);
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 1_000);
        List<Future<Admission>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(limiter.admit(caller, Callers.asking(1)));
        }
        assertThat(bank.draws()).isEqualTo(1);
        assertThat(asked).noneMatch(Future::isComplete);
        bank.deliver();
        assertThat(asked).allMatch(each -> each.succeeded() && each.result().refusal() == null);
        assertThat(bank.draws()).isLessThan(15);
    }

    @Test
    void withoutTheClusterAnOpenLimitGoesOnForThisNodeAlone() {
        bank.weather(TestBank.Weather.LOST);
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_MINUTE, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(decided(limiter.admit(caller, Callers.asking(1))).refusal())
                    .isNull();
        }
        assertThat(refusal(limiter.admit(caller, Callers.asking(1))).kind()).isEqualTo(FaultKind.RATE_LIMITED);
        bank.weather(TestBank.Weather.FINE);
        limiter.tick();
        assertThat(bank.used(Callers.KEY, LimitKind.REQUESTS_PER_MINUTE)).isEqualTo(3);
    }

    @Test
    void withoutTheClusterAClosedLimitGivesWhatIsLeasedAndThenRefuses() {
        Principal caller = Callers.of(
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_DAY, 100L), LimitKind.REQUESTS_PER_DAY), Limits.NONE);
        for (int i = 0; i < 10; i++) {
            limiter.admit(caller, Callers.asking(1));
        }
        bank.weather(TestBank.Weather.LOST);
        Admission last = decided(limiter.admit(caller, Callers.asking(1)));
        for (int i = 0; i < 100 && last.refusal() == null; i++) {
            last = decided(limiter.admit(caller, Callers.asking(1)));
        }
        Fault fault = last.refusal();
        assertThat(fault).isNotNull();
        assertThat(fault.kind()).isEqualTo(FaultKind.UNAVAILABLE);
        assertThat(fault.code()).isEqualTo("limits_unavailable");
        assertThat(heard).containsExactly("unavailable KEY REQUESTS_PER_DAY");
        bank.weather(TestBank.Weather.FINE);
        limiter.tick();
        assertThat(decided(limiter.admit(caller, Callers.asking(1))).refusal()).isNull();
    }

    @Test
    void theDeadGiveBackWhatTheyHeld() {
        Principal caller = Callers.key(LimitKind.CONCURRENT_REQUESTS, 2);
        limiter.admit(caller, Callers.asking(1));
        limiter.admit(caller, Callers.asking(1));
        LeasedLimiter survivor = limiter("b");
        refusal(survivor.admit(caller, Callers.asking(1)));
        bank.pass(LeasedLimiter.LEASE.toMillis());
        assertThat(decided(survivor.admit(caller, Callers.asking(1))).refusal()).isNull();
    }

    @Test
    void aNodeThatLeavesGivesBackWhatItHeldAndSaysWhatItUsed() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_DAY, 100);
        for (int i = 0; i < 20; i++) {
            decided(limiter.admit(caller, Callers.asking(1))).settle(null, null);
        }
        assertThat(limiter.close().succeeded()).isTrue();
        assertThat(bank.used(Callers.KEY, LimitKind.REQUESTS_PER_DAY)).isEqualTo(20);
    }

    @Test
    void openAisHeadersTellTheTightestLimit() {
        Principal caller = Callers.of(
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_MINUTE, 10L, LimitKind.TOKENS_PER_MINUTE, 1_000L)),
                Callers.limits(Map.of(LimitKind.REQUESTS_PER_DAY, 4L)));
        Admission admitted = decided(limiter.admit(caller, Callers.asking(99)));
        assertThat(headers(admitted, Dialect.OPENAI_CHAT))
                .containsEntry("x-ratelimit-limit-requests", "4")
                .containsEntry("x-ratelimit-remaining-requests", "3")
                .containsEntry("x-ratelimit-limit-tokens", "1000")
                .containsEntry("x-ratelimit-remaining-tokens", "900")
                .containsKeys("x-ratelimit-reset-requests", "x-ratelimit-reset-tokens");
    }

    @Test
    void anthropicsHeadersTellEachSortOfTokens() {
        Principal caller = Callers.of(
                Callers.limits(Map.of(LimitKind.INPUT_TOKENS_PER_MINUTE, 50L, LimitKind.OUTPUT_TOKENS_PER_MINUTE, 60L)),
                Limits.NONE);
        Admission admitted = decided(limiter.admit(caller, Callers.asking(10)));
        assertThat(headers(admitted, Dialect.ANTHROPIC_MESSAGES))
                .containsEntry("anthropic-ratelimit-input-tokens-limit", "50")
                .containsEntry("anthropic-ratelimit-input-tokens-remaining", "49")
                .containsEntry("anthropic-ratelimit-output-tokens-remaining", "50")
                .hasEntrySatisfying(
                        "anthropic-ratelimit-output-tokens-reset",
                        reset -> assertThat(reset).matches("20..-..-..T..:..:00Z"));
    }

    @Test
    void aRefusalNamesItsLimitInAHeader() {
        Principal caller = Callers.key(LimitKind.REQUESTS_PER_MINUTE, 1);
        limiter.admit(caller, Callers.asking(1));
        Admission refused = decided(limiter.admit(caller, Callers.asking(1)));
        assertThat(headers(refused, Dialect.OPENAI_CHAT))
                .containsEntry("x-xjp-limit", "key:requests_per_minute")
                .containsEntry("x-ratelimit-remaining-requests", "0");
    }

    @Test
    void durationsAreSpelledAsOpenAiDoes() {
        assertThat(List.of(Standing.duration(20), Standing.duration(1_000), Standing.duration(61_001)))
                .containsExactly("20ms", "1s", "1m2s");
        assertThat(Standing.duration(3_600_000 + 5 * 60_000)).isEqualTo("1h5m0s");
    }

    /** Lets everything be reported, and nothing be held. */
    private void quiet() {
        limiter.tick();
        limiter.tick();
        for (int i = 0; i < 8; i++) {
            limiter.tick();
        }
    }

    private Fault refusal(Future<Admission> asked) {
        Fault fault = decided(asked).refusal();
        if (fault == null) {
            throw new AssertionError("it was admitted");
        }
        return fault;
    }

    private static Admission decided(Future<Admission> asked) {
        assertThat(asked.succeeded()).isTrue();
        return asked.result();
    }

    private static Map<String, String> headers(Admission admission, Dialect dialect) {
        Map<String, String> headers = new TreeMap<>();
        admission.headers(dialect, headers::put);
        return headers;
    }
}
