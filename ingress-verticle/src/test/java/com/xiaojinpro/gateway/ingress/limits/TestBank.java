package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        Drawn drawn = ledger(account).draw(draw);
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

    /** The cluster forgot a ledger: its members with it are gone. */
    void lose(String account) {
        ledgers.remove(account);
    }

    long used(String account, LimitKind kind) {
        return ledger(account).used(kind, now);
    }
}
