package com.xiaojinpro.gateway.launcher.node;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process brings about. */
public final class Awaitable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_NANOS = 10_000_000;

    private Awaitable() {}

    public static void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
