package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.LimitWindow;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A wish that was not granted: which limit, how much of it is left, and when to come again. Money is told apart from rate,
 * for no pause of a client's brings it back.
 */
final class Refusal implements Admission {
    /** A call that runs may end at any time. */
    private static final Duration SOON = Duration.ofSeconds(1);
    /** The longest pause that the clients' SDKs make on their own; they take a longer one for none. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Fault fault;
    private final String limitName;
    private final Standing standing;

    private Refusal(Fault fault, String limitName, Standing standing) {
        this.fault = fault;
        this.limitName = limitName;
        this.standing = standing;
    }

    /** A limit is used up. */
    static Refusal usedUp(Account account, Bucket bucket, long amount, long nowMillis, Standing standing) {
        LimitKind kind = bucket.kind();
        boolean running = kind.window() == LimitWindow.NOW;
        Duration wait = running ? SOON : Duration.ofMillis(Math.max(1, bucket.windowEnd() - nowMillis));
        String until = running
                ? "one is free again when a call ends."
                : "the limit renews at " + Instant.ofEpochMilli(bucket.windowEnd()) + ", in " + seconds(wait)
                        + " seconds.";
        String message =
                "The limit " + kind.word() + " of the " + account.scope().word() + " '" + account.name()
                        + "' is reached: " + bucket.remaining() + " of " + bucket.limit() + " " + kind.unit()
                        + " are left, and this call needs " + amount + "; " + until;
        Fault fault = Fault.of(kind.budget() ? FaultKind.BILLING : FaultKind.RATE_LIMITED, message)
                .withCode(kind.word() + "_exceeded")
                .withRetryAfter(wait)
                .withRetryable(!kind.budget() && wait.compareTo(LONGEST_PAUSE) <= 0);
        return new Refusal(fault, name(account, kind), standing);
    }

    /** Nobody can say whether a limit is used up. */
    static Refusal unreachable(Account account, Bucket bucket, Standing standing) {
        LimitKind kind = bucket.kind();
        Fault fault = Fault.of(
                        FaultKind.UNAVAILABLE,
                        "The limit " + kind.word() + " of the "
                                + account.scope().word() + " '" + account.name()
                                + "' cannot be checked now, and calls are refused until it can.")
                .withCode("limits_unavailable")
                .withRetryAfter(SOON);
        return new Refusal(fault, name(account, kind), standing);
    }

    @Override
    public Fault refusal() {
        return fault;
    }

    @Override
    public void headers(Dialect dialect, BiConsumer<String, String> out) {
        standing.headers(dialect, out);
        out.accept("x-xjp-limit", limitName);
    }

    @Override
    public void settle(@Nullable Usage usage, @Nullable Origin origin) {}

    @Override
    public void refund() {}

    private static String name(Account account, LimitKind kind) {
        return account.scope().word() + ":" + kind.word();
    }

    private static long seconds(Duration wait) {
        return (wait.toMillis() + 999) / 1000;
    }
}
