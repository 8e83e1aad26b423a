package com.xiaojinpro.gateway.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** How a test waits: bounded, and with a failure that says what did not happen. */
final class Waiting {
    /** Long enough for a loaded machine; a passing test never waits for it. */
    static final Duration DEFAULT = Duration.ofSeconds(20);

    private Waiting() {}

    static <T> T get(CompletableFuture<T> future, Duration timeout, String failure) {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(failure + " within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + failure, e);
        } catch (ExecutionException e) {
            throw new AssertionError(failure, e.getCause());
        }
    }

    /** Waits on a monitor that is notified whenever the condition may have changed. The caller does not hold it. */
    static void until(Object monitor, BooleanSupplier condition, Duration timeout, String failure) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(failure + " within " + timeout);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(monitor, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted while waiting: " + failure, e);
                }
            }
        }
    }
}
