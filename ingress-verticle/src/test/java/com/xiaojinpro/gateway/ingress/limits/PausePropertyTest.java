package com.xiaojinpro.gateway.ingress.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Nodes that stand still for longer than their leases, and go on as if nothing had been. */
class PausePropertyTest {
    private static final int NODES = 3;
    private static final LimitKind KIND = LimitKind.REQUESTS_PER_DAY;
    private static final long LIMIT = 20;

    enum What {
        ADMIT,
        SETTLE,
        REFUND,
        TICK,
        PASS,
        PAUSE,
        WAKE
    }

    record Step(What what, int node, long amount) {}

    private static final class Sim {
        private final String name;
        private final LeasedLimiter limiter;
        private final List<Admission> running = new ArrayList<>();
        private long settled;
        private boolean paused;
        /** What the ledger does not know of a node that stands still: it may give that to others when the lease ends. */
        private long untold;

        Sim(String name, Bank bank) {
            this.name = name;
            this.limiter = new LeasedLimiter(name, bank, Pricing.NOOP, LimitListener.NOOP);
        }

        long used() {
            return settled + running.size();
        }
    }

    private final Principal caller = Callers.key(KIND, LIMIT);
    private final List<Sim> nodes = new ArrayList<>();
    private TestBank bank = new TestBank();
    private long excused;

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, What.ADMIT),
                                Tuple.of(2, What.SETTLE),
                                Tuple.of(1, What.REFUND),
                                Tuple.of(2, What.TICK),
                                Tuple.of(3, What.PASS),
                                Tuple.of(1, What.PAUSE),
                                Tuple.of(1, What.WAKE)),
                        Arbitraries.integers().between(0, NODES - 1),
                        Arbitraries.longs().between(1, 8))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(100);
    }

    /**
     * A node that wakes up admits nothing on a lease that is over. Beyond the limit go only the calls that ran on it when it
     * fell asleep, and what it had settled and not reported; in the end the ledger knows of all of it.
     */
    @Property(tries = 1_000)
    void onlyWhatASleeperHadNotToldGoesBeyondTheLimit(@ForAll("steps") List<Step> steps) {
        begin();
        for (Step step : steps) {
            run(step);
            for (Sim node : nodes) {
                if (node.paused && node.untold > 0 && leaseIsOver(node)) {
                    excused += node.untold;
                    node.untold = 0;
                }
            }
            assertThat(used()).isLessThanOrEqualTo(LIMIT + excused);
        }
        for (Sim node : nodes) {
            while (!node.running.isEmpty()) {
                settle(node);
            }
        }
        for (int second = 0; second < 12; second++) {
            bank.pass(1_000);
            nodes.forEach(node -> node.limiter.tick());
        }
        assertThat(bank.used(Callers.KEY, KIND)).isEqualTo(used());
    }

    private void begin() {
        bank = new TestBank();
        excused = 0;
        nodes.clear();
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Sim("node-" + i, bank));
        }
    }

    private void run(Step step) {
        Sim node = nodes.get(step.node);
        switch (step.what) {
            case ADMIT -> {
                for (int call = 0; call < step.amount && !node.paused; call++) {
                    Admission decided =
                            node.limiter.admit(caller, Callers.asking(1)).result();
                    if (decided.refusal() == null) {
                        node.running.add(decided);
                    }
                }
            }
            case SETTLE -> {
                for (int call = 0; call < step.amount && !node.paused && !node.running.isEmpty(); call++) {
                    settle(node);
                }
            }
            case REFUND -> {
                if (!node.paused && !node.running.isEmpty()) {
                    node.running.remove(0).refund();
                }
            }
            case TICK -> {
                if (!node.paused) {
                    node.limiter.tick();
                }
            }
            case PASS -> {
                for (long second = 0; second < step.amount; second++) {
                    bank.pass(1_000);
                    nodes.stream().filter(each -> !each.paused).forEach(each -> each.limiter.tick());
                }
            }
            case PAUSE -> {
                if (!node.paused) {
                    node.paused = true;
                    Share known = share(node);
                    node.untold = node.used() - (known == null ? 0 : known.spent());
                }
            }
            case WAKE -> node.paused = false;
        }
    }

    private static void settle(Sim node) {
        node.running.remove(0).settle(null, null);
        node.settled++;
    }

    private long used() {
        return nodes.stream().mapToLong(Sim::used).sum();
    }

    private boolean leaseIsOver(Sim node) {
        Share known = share(node);
        return known == null || known.untilMillis() <= bank.nowMillis();
    }

    private @Nullable Share share(Sim node) {
        Book book = bank.ledger(Callers.KEY).books().get(KIND);
        return book == null ? null : book.shares().get(node.name);
    }
}
