package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Ledgers that several nodes share, with a clock and failures that a test decides on. */
final class TestBank implements Bank {
    /** What becomes of a draw. */
    enum Weather {
        FINE,
        /** It does not arrive. */
        LOST,
        /** It arrives, its answer does not. */
        ANSWER_LOST,
        /** It arrives, its answer waits for {@link TestBank#deliver}. */
        SLOW
    }

    private final Map<String, Ledger> ledgers = new HashMap<>();
    /** Those of the part of the cluster that does not hear the other; null while it is whole. */
    private @Nullable Map<String, Ledger> apart;

    /** The newest word of each node that a ledger heard. */
    private final Map<String, Map<String, Draw>> said = new HashMap<>();

    private Set<String> nodesApart = Set.of();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Weather weather = Weather.FINE;
    private long now = 1_700_000_000_000L;
    private int draws;

    @Override
    public CompletionStage<Drawn> draw(String account, Draw draw) {
        draws++;
        if (weather == Weather.LOST) {
            return CompletableFuture.failedFuture(new IllegalStateException("lost"));
        }
        said.computeIfAbsent(account, name -> new HashMap<>()).put(draw.node(), draw);
        Drawn drawn = ledgers(draw.node())
                .computeIfAbsent(account, name -> new Ledger())
                .draw(draw);
        return switch (weather) {
            case FINE -> CompletableFuture.completedFuture(drawn);
            case LOST, ANSWER_LOST -> CompletableFuture.failedFuture(new IllegalStateException("answer lost"));
            case SLOW -> {
                CompletableFuture<Drawn> later = new CompletableFuture<>();
                waiting.add(() -> later.complete(drawn));
                yield later;
            }
        };
    }

    @Override
    public CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines) {
        return weather == Weather.LOST
                ? CompletableFuture.failedFuture(new IllegalStateException("lost"))
                : CompletableFuture.completedFuture(ledger(account).remember(lines));
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public boolean shared() {
        return true;
    }

    void weather(Weather next) {
        weather = next;
    }

    void pass(long millis) {
        now += millis;
    }

    int draws() {
        return draws;
    }

    /** Answers what waits. */
    void deliver() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    Ledger ledger(String account) {
        return ledgers.computeIfAbsent(account, name -> new Ledger());
    }

    /** These nodes hear each other and no others: ledgers go on as two copies. */
    void split(Set<String> nodes) {
        if (apart == null) {
            Map<String, Ledger> copies = new HashMap<>();
            ledgers.forEach((account, ledger) -> copies.put(account, copy(ledger)));
            apart = copies;
            nodesApart = nodes;
        }
    }

    /** All nodes hear each other again, and their ledgers merge. */
    void heal() {
        Map<String, Ledger> other = apart;
        if (other != null) {
            apart = null;
            nodesApart = Set.of();
            other.forEach((account, ledger) -> ledgers.merge(account, ledger, Ledger::merge));
        }
    }

    private Map<String, Ledger> ledgers(String node) {
        Map<String, Ledger> other = apart;
        return other != null && nodesApart.contains(node) ? other : ledgers;
    }

    private static Ledger copy(Ledger ledger) {
        Map<LimitKind, Book> books = new EnumMap<>(LimitKind.class);
        ledger.books().forEach((kind, book) -> books.put(kind, new Book(book.window(), book.shares())));
        return new Ledger(books);
    }

    /** What each node said last that it had used in a window. */
    Map<String, Long> said(String account, LimitKind kind, long window) {
        Map<String, Long> spent = new HashMap<>();
        said.getOrDefault(account, Map.of())
                .forEach((node, draw) -> draw.lines().stream()
                        .filter(line -> line.kind() == kind && line.window() == window)
                        .forEach(line -> spent.put(node, line.spent())));
        return spent;
    }

    /** The cluster forgot a ledger: its members with it are gone. */
    void lose(String account) {
        ledgers.remove(account);
        said.remove(account);
        Map<String, Ledger> other = apart;
        if (other != null) {
            other.remove(account);
        }
    }

    long used(String account, LimitKind kind) {
        return ledger(account).used(kind, now);
    }
}
