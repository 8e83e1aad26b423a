package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one attempt is waited for, from now on. Points in time are those of {@link System#nanoTime}. Owned by one
 * exchange, used on its event loop.
 */
final class Patience {
    /** How long usage, or the end of the connection, may come after the provider said how the answer ended (H18). */
    private static final long GRACE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Timeouts timeouts;
    private final long startedNanos = System.nanoTime();
    private long heardNanos = startedNanos;

    Patience(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** The provider sent something, or is only now listened to. */
    void heard() {
        heardNanos = System.nanoTime();
    }

    /** Whether an answer whose end is known has been waited for long enough. */
    boolean graceOver(long now) {
        return now - heardNanos > GRACE_NANOS;
    }

    /**
     * Why the attempt is not waited for any longer; null while it is.
     *
     * @param content whether any content came, which something of the answer that was sent need not be (H107)
     * @param listening whether there is an answer, and nothing holds it back
     */
    @Nullable
    Fault over(long now, boolean content, boolean listening) {
        if (!content && now - startedNanos > timeouts.firstContent().toNanos()) {
            return late("The provider sent no content in time.");
        }
        if (listening && now - heardNanos > timeouts.idle().toNanos()) {
            return late("The provider fell silent.");
        }
        return now - startedNanos > timeouts.total().toNanos() ? late("The provider took too long.") : null;
    }

    long elapsedMicros() {
        return (System.nanoTime() - startedNanos) / 1_000;
    }

    private static Fault late(String message) {
        return Fault.of(FaultKind.TIMEOUT, message);
    }
}
