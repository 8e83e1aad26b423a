package com.xiaojinpro.gateway.ingress.limits;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The ledgers of a node that is alone. */
public final class LocalBank implements Bank {
    private final InstantSource clock;
    private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();

    public LocalBank(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public CompletionStage<Drawn> draw(String account, Draw draw) {
        Ledger ledger = ledger(account);
        synchronized (ledger) {
            return CompletableFuture.completedFuture(ledger.draw(draw));
        }
    }

    @Override
    public CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines) {
        Ledger ledger = ledger(account);
        synchronized (ledger) {
            return CompletableFuture.completedFuture(ledger.remember(lines));
        }
    }

    @Override
    public long nowMillis() {
        return clock.millis();
    }

    @Override
    public boolean shared() {
        return false;
    }

    private Ledger ledger(String account) {
        return ledgers.computeIfAbsent(account, name -> new Ledger());
    }
}
