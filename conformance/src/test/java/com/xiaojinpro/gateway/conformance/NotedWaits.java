package com.xiaojinpro.gateway.conformance;

import com.openai.core.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for the clock an SDK waits by before it calls again: it does not wait, it takes note. */
final class NotedWaits implements Sleeper {
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    /** How long the SDK was about to wait, each time before it called again. */
    List<Duration> all() {
        return List.copyOf(waits);
    }

    @Override
    public void sleep(Duration duration) {
        waits.add(duration);
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
        waits.add(duration);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}

    /** The same clock for the other SDK. */
    com.anthropic.core.Sleeper forAnthropic() {
        return new com.anthropic.core.Sleeper() {
            @Override
            public void sleep(Duration duration) {
                NotedWaits.this.sleep(duration);
            }

            @Override
            public CompletableFuture<Void> sleepAsync(Duration duration) {
                return NotedWaits.this.sleepAsync(duration);
            }

            @Override
            public void close() {}
        };
    }
}
