package com.xiaojinpro.gateway.ingress.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What records tell counts in ledgers that know nothing of it, and once. */
class RecollectionTest {
    private static final LimitKind KIND = LimitKind.REQUESTS_PER_DAY;

    private final TestBank bank = new TestBank();
    /** What each process has left in the records of the key, of the day of now. */
    private final Map<String, Long> records = new HashMap<>();

    private final List<Collection<String>> asked = new ArrayList<>();
    private boolean away;
    private final LeasedLimiter limiter = limiter("new", bank);

    private LeasedLimiter limiter(String node, Bank ledgers) {
        return new LeasedLimiter(node, ledgers, Pricing.NOOP, LimitListener.NOOP, this::recall);
    }

    private CompletionStage<List<Past>> recall(Collection<String> accounts, long nowMillis) {
        asked.add(List.copyOf(accounts));
        return away
                ? CompletableFuture.failedFuture(new IllegalStateException("the database is away"))
                : CompletableFuture.completedFuture(List.of(new Past(
                        Callers.KEY,
                        List.of(
                                new Past.Line(KIND, KIND.window().start(nowMillis), records),
                                new Past.Line(
                                        LimitKind.BUDGET_PER_DAY,
                                        KIND.window().start(nowMillis),
                                        Map.of("old", 7L))))));
    }

    @Test
    void whatFormerProcessesUsedIsStillSpent() {
        records.put("old", 3L);
        records.put("older", 4L);
        assertThat(admitted(limiter, 8, 20)).isEqualTo(1);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(8);
        assertThat(asked).containsExactly(List.of(Callers.KEY));
        // A limit that is not set gets no book.
        assertThat(bank.ledger(Callers.KEY).books()).containsOnlyKeys(KIND);
    }

    @Test
    void aNodeThatIsAloneRemembersToo() {
        records.put("old", 7L);
        Instant now = Instant.ofEpochMilli(bank.nowMillis());
        assertThat(admitted(limiter("new", new LocalBank(() -> now)), 8, 20)).isEqualTo(1);
    }

    /** A process that has said itself what it used is not believed anybody else's word about it. */
    @Test
    void recordsOfProcessesThatAreKnownDoNotCountAgain() {
        LeasedLimiter other = limiter("other", bank);
        assertThat(admitted(other, 100, 5)).isEqualTo(5);
        assertThat(admitted(limiter, 100, 3)).isEqualTo(3);
        records.putAll(Map.of("other", 5L, "new", 3L, "old", 10L));
        seconds(40, limiter, other);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(18);
        seconds(700, limiter, other);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(18);
    }

    /** A process left records on its disk, which the database gets when the next one starts there. */
    @Test
    void recordsThatComeLateCountWhenTheyCome() {
        records.put("old", 3L);
        assertThat(admitted(limiter, 100, 1)).isEqualTo(1);
        records.put("old", 60L);
        seconds(6, limiter);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(61);
        records.put("older", 30L);
        seconds(31, limiter);
        assertThat(admitted(limiter, 100, 30)).isEqualTo(9);
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgainAndNoCallWaitsForIt() {
        records.put("old", 90L);
        away = true;
        assertThat(admitted(limiter, 100, 1)).isEqualTo(1);
        seconds(3, limiter);
        assertThat(asked.size()).isBetween(3, 5);
        away = false;
        seconds(2, limiter);
        assertThat(admitted(limiter, 100, 30)).isEqualTo(9);
    }

    @Test
    void aLedgerThatCannotBeToldIsToldAgain() {
        records.put("old", 90L);
        bank.weather(TestBank.Weather.LOST);
        assertThat(admitted(limiter, 100, 1)).isEqualTo(1);
        bank.weather(TestBank.Weather.FINE);
        seconds(3, limiter);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(91);
    }

    /** Members were lost with a ledger and its copy: of the dead the records tell. */
    @Test
    void whatADeadNodeHadUsedIsKnownAfterItsLedgerIsLost() {
        LeasedLimiter dead = limiter("dead", bank);
        assertThat(admitted(dead, 100, 20)).isEqualTo(20);
        assertThat(admitted(limiter, 100, 5)).isEqualTo(5);
        records.put("dead", 20L);
        bank.lose(Callers.KEY);
        limiter.reportAll();
        seconds(2, limiter);
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(25);
    }

    @Test
    void aNewLimitIsToldWhatWasUsedBeforeItWasSet() {
        Principal before = Callers.key(LimitKind.REQUESTS_PER_MINUTE, 1_000);
        limiter.admit(before, Callers.asking(1));
        seconds(3, limiter);
        assertThat(asked).isEmpty();
        records.put("old", 50L);
        assertThat(admitted(limiter, 60, 30)).isEqualTo(10);
    }

    @Test
    void afterASplitWhatBothSidesWereToldCountsOnce() {
        Past.Line few = new Past.Line(KIND, 0, Map.of("old", 3L, "older", 1L));
        Past.Line more = new Past.Line(KIND, 0, Map.of("old", 5L));
        Ledger left = new Ledger();
        assertThat(left.remember(List.of(few))).isTrue();
        assertThat(left.remember(List.of(few))).isFalse();
        Ledger right = new Ledger();
        right.remember(List.of(more));
        assertThat(left.merge(right).used(KIND, 0)).isEqualTo(6);
        assertThat(right.merge(left).used(KIND, 0)).isEqualTo(6);
    }

    private static int admitted(LeasedLimiter limiter, long limit, int calls) {
        Principal caller = Callers.of(Callers.limits(Map.of(KIND, limit)), Limits.NONE);
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            Admission decided = limiter.admit(caller, Callers.asking(1)).result();
            if (decided.refusal() == null) {
                decided.settle(null, null);
                admitted++;
            }
        }
        return admitted;
    }

    private void seconds(int seconds, LeasedLimiter... nodes) {
        for (int i = 0; i < seconds; i++) {
            bank.pass(1_000);
            for (LeasedLimiter node : nodes) {
                node.tick();
            }
        }
    }
}
