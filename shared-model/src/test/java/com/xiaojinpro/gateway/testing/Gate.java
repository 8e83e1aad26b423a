package com.xiaojinpro.gateway.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A place in a {@link Script} where the upstream waits until the test lets it go on. Once open it stays open. Both sides may
 * be used from any thread.
 */
public final class Gate {
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Lets every exchange that waits here, or comes here later, go on. */
    public void open() {
        opened.complete(null);
    }

    /** Waits until an exchange has come to this place, which means that everything before it has been written. */
    public void awaitReached() {
        Waiting.get(reached, Waiting.DEFAULT, "no exchange came to the gate");
    }

    CompletableFuture<Void> reach() {
        reached.complete(null);
        return opened;
    }

    /** Waits as {@link #awaitReached()}, for a time of the test's choice. */
    public void awaitReached(Duration timeout) {
        Waiting.get(reached, timeout, "no exchange came to the gate");
    }
}
