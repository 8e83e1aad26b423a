package com.xiaojinpro.gateway.ingress.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever nodes do and whatever befalls them, the books agree with what happened. */
class BalancePropertyTest {
    private static final int NODES = 3;
    private static final long REQUESTS = 20;
    private static final long TOKENS = 400;
    private static final long SLOTS = 6;
    /** What a node does itself. */
    private static final Set<What> OWN = EnumSet.of(
            What.ADMIT, What.SETTLE, What.SETTLE_MORE_THAN_RESERVED, What.REFUND, What.TICK, What.DIE, What.PAUSE);

    enum What {
        ADMIT,
        SETTLE,
        SETTLE_MORE_THAN_RESERVED,
        REFUND,
        TICK,
        PASS_SECONDS,
        PASS_A_MINUTE,
        LOSE_DRAWS,
        LOSE_ANSWERS,
        SLOW_ANSWERS,
        FINE_WEATHER,
        LOSE_THE_LEDGER,
        DIE,
        /** A node stands still, for as long as others go on. */
        PAUSE,
        /** It goes on as if nothing had been. */
        WAKE,
        /** A node hears none of the others, nor they it. */
        SPLIT,
        HEAL
    }

    record Step(What what, int node, long amount) {}

    private record Running(Future<Admission> asked, long estimate, long minute) {}

    /** A node, and what really happened on it in the present minute. */
    private static final class Sim {
        private final LeasedLimiter limiter;
        private final List<Running> running = new ArrayList<>();
        private long minute;
        private long requests;
        private long tokens;
        private boolean paused;

        Sim(String name, Bank bank) {
            limiter = new LeasedLimiter(name, bank, Pricing.NOOP, LimitListener.NOOP);
        }

        void roll(long now) {
            if (now != minute) {
                minute = now;
                requests = 0;
                tokens = 0;
            }
        }
    }

    private TestBank bank = new TestBank();
    private final Principal caller = Callers.of(
            Callers.limits(Map.of(LimitKind.REQUESTS_PER_MINUTE, REQUESTS, LimitKind.CONCURRENT_REQUESTS, SLOTS)),
            Callers.limits(
                    Map.of(LimitKind.TOKENS_PER_MINUTE, TOKENS, LimitKind.REQUESTS_PER_DAY, 1_000_000L),
                    LimitKind.TOKENS_PER_MINUTE));
    private final List<Sim> nodes = new ArrayList<>();
    private int names;

    @Provide
    Arbitrary<List<Step>> anything() {
        return steps(What.values());
    }

    @Provide
    Arbitrary<List<Step>> whileAllIsWell() {
        return steps(
                What.ADMIT,
                What.ADMIT,
                What.ADMIT,
                What.SETTLE,
                What.REFUND,
                What.TICK,
                What.PASS_SECONDS,
                What.PASS_A_MINUTE);
    }

    @Provide
    Arbitrary<List<Step>> splits() {
        return steps(
                What.ADMIT,
                What.ADMIT,
                What.ADMIT,
                What.SETTLE,
                What.SETTLE,
                What.TICK,
                What.TICK,
                What.PAUSE,
                What.WAKE,
                What.SPLIT,
                What.HEAL,
                What.DIE);
    }

    /** For any interleaving of reservations, settlements and node deaths the ledger balances. */
    @Property(tries = 400)
    void theLedgerBalances(@ForAll("anything") List<Step> steps) {
        balance(steps);
    }

    /** The counts of both sides merge, they are not overwritten: also of nodes that cannot say it again. */
    @Property(tries = 400)
    void nothingThatOneSideOfASplitHeardIsLostOrCountedTwice(@ForAll("splits") List<Step> steps) {
        balance(steps);
    }

    private void balance(List<Step> steps) {
        begin();
        steps.forEach(this::run);
        nodes.forEach(node -> node.paused = false);
        heal();
        bank.weather(TestBank.Weather.FINE);
        bank.deliver();
        for (Sim node : nodes) {
            while (!node.running.isEmpty()) {
                end(node, 0, true);
            }
        }
        // Denials end, ledgers are reached again, what idles comes back, and what the dead held.
        for (int second = 0; second < 12; second++) {
            bank.pass(1_000);
            nodes.forEach(node -> node.limiter.tick());
        }
        long minute = minute();
        nodes.forEach(node -> node.roll(minute));
        long requests = nodes.stream().mapToLong(node -> node.requests).sum();
        long tokens = nodes.stream().mapToLong(node -> node.tokens).sum();
        Map<String, Share> shares = shares(Callers.KEY, LimitKind.REQUESTS_PER_MINUTE, minute);
        assertThat(spentOfLiving(shares)).isEqualTo(requests);
        assertThat(bank.used(Callers.KEY, LimitKind.CONCURRENT_REQUESTS)).isZero();
        assertThat(spentOfLiving(shares(Callers.TENANT, LimitKind.TOKENS_PER_MINUTE, minute)))
                .isEqualTo(tokens);
        // What anybody said last is there, the dead included, whichever side of a split heard it.
        bank.said(Callers.KEY, LimitKind.REQUESTS_PER_MINUTE, minute)
                .forEach((node, spent) -> assertThat(shares.get(node).spent()).isEqualTo(spent));
        // Nobody sits on anything: what is not spent is free.
        assertThat(used(Callers.KEY, LimitKind.REQUESTS_PER_MINUTE, minute))
                .isEqualTo(shares.values().stream().mapToLong(Share::spent).sum());
    }

    /** While nodes live and are heard, not one call more is admitted than there is room for. */
    @Property(tries = 300)
    void noLimitIsOverrun(@ForAll("whileAllIsWell") List<Step> steps) {
        begin();
        for (Step step : steps) {
            run(step);
            long minute = minute();
            nodes.forEach(node -> node.roll(minute));
            long running = nodes.stream().mapToLong(node -> node.running.size()).sum();
            long requests = nodes.stream()
                    .mapToLong(node -> node.requests
                            + node.running.stream()
                                    .filter(call -> call.minute == minute)
                                    .count())
                    .sum();
            long tokens = nodes.stream()
                    .mapToLong(node -> node.tokens
                            + node.running.stream()
                                    .filter(call -> call.minute == minute)
                                    .mapToLong(Running::estimate)
                                    .sum())
                    .sum();
            assertThat(running).isLessThanOrEqualTo(SLOTS);
            assertThat(requests).isLessThanOrEqualTo(REQUESTS);
            assertThat(tokens).isLessThanOrEqualTo(TOKENS);
        }
    }

    private void begin() {
        bank = new TestBank();
        nodes.clear();
        names = 0;
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Sim("node-" + names++, bank));
        }
    }

    private void run(Step step) {
        Sim node = nodes.get(step.node);
        if (node.paused && step.what != What.WAKE && OWN.contains(step.what)) {
            return;
        }
        switch (step.what) {
            case ADMIT -> admit(node, step.amount);
            case SETTLE -> end(node, step.amount, false);
            case SETTLE_MORE_THAN_RESERVED -> end(node, 3 * step.amount, true);
            case REFUND -> {
                if (!node.running.isEmpty()) {
                    Admission admission = node.running.remove(0).asked.result();
                    if (admission != null) {
                        admission.refund();
                        admission.settle(null, null);
                    }
                }
            }
            case TICK -> node.limiter.tick();
            case PASS_SECONDS -> pass(100 * step.amount, 1);
            // In strides that a lease outlives.
            case PASS_A_MINUTE -> pass(7_500, 8);
            case LOSE_DRAWS -> bank.weather(TestBank.Weather.LOST);
            case LOSE_ANSWERS -> bank.weather(TestBank.Weather.ANSWER_LOST);
            case SLOW_ANSWERS -> bank.weather(TestBank.Weather.SLOW);
            case FINE_WEATHER -> {
                bank.weather(TestBank.Weather.FINE);
                bank.deliver();
            }
            case LOSE_THE_LEDGER -> {
                bank.lose(Callers.KEY);
                bank.lose(Callers.TENANT);
                nodes.forEach(each -> each.limiter.reportAll());
            }
            case DIE -> nodes.set(step.node, new Sim("node-" + names++, bank));
            case PAUSE -> node.paused = true;
            case WAKE -> node.paused = false;
            case SPLIT -> bank.split(Set.of(node.limiter.node()));
            case HEAL -> heal();
        }
    }

    private void pass(long millis, int times) {
        for (int i = 0; i < times; i++) {
            bank.pass(millis);
            nodes.stream().filter(node -> !node.paused).forEach(node -> node.limiter.tick());
        }
    }

    private void heal() {
        bank.heal();
        nodes.forEach(node -> node.limiter.reportAll());
    }

    private void admit(Sim node, long output) {
        Future<Admission> asked = node.limiter.admit(caller, Callers.asking(output));
        if (!asked.isComplete()) {
            // Its reservation is made when the ledger answers, in the minute of then.
            bank.deliver();
        }
        assertThat(asked.isComplete()).isTrue();
        if (asked.result().refusal() == null) {
            node.running.add(new Running(asked, Callers.INPUT + output, minute()));
        }
    }

    /** Ends the oldest call of a node with so much output, or as much of it as was reserved. */
    private void end(Sim node, long output, boolean evenMore) {
        if (node.running.isEmpty()) {
            return;
        }
        Running call = node.running.remove(0);
        long actual = Callers.INPUT + (evenMore ? output : Math.min(output, call.estimate - Callers.INPUT));
        call.asked.result().settle(Usage.of(Callers.INPUT, actual - Callers.INPUT, Usage.Source.REPORTED), null);
        // A second end changes nothing.
        call.asked.result().settle(Usage.of(1, 1_000, Usage.Source.REPORTED), null);
        long minute = minute();
        node.roll(minute);
        if (call.minute == minute) {
            node.requests++;
            node.tokens += actual;
        } else {
            node.tokens += Math.max(0, actual - call.estimate);
        }
    }

    private long spentOfLiving(Map<String, Share> shares) {
        long spent = 0;
        Iterator<Map.Entry<String, Share>> all = shares.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Share> share = all.next();
            int number = Integer.parseInt(share.getKey().substring("node-".length()));
            boolean living = nodes.stream().anyMatch(node -> node.limiter.node().equals("node-" + number));
            spent += living ? share.getValue().spent() : 0;
        }
        return spent;
    }

    private Map<String, Share> shares(String account, LimitKind kind, long minute) {
        Book book = bank.ledger(account).books().get(kind);
        return book == null || book.window() != minute ? Map.of() : book.shares();
    }

    private long used(String account, LimitKind kind, long minute) {
        Book book = bank.ledger(account).books().get(kind);
        return book == null || book.window() != minute ? 0 : book.used(bank.nowMillis());
    }

    private long minute() {
        return LimitKind.REQUESTS_PER_MINUTE.window().start(bank.nowMillis());
    }

    private static Arbitrary<List<Step>> steps(What... whats) {
        return Combinators.combine(
                        Arbitraries.of(whats),
                        Arbitraries.integers().between(0, NODES - 1),
                        Arbitraries.longs().between(0, 60))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }
}
