package com.xiaojinpro.gateway.config;

import java.time.Duration;

/**
 * How calls with an {@code Idempotency-Key} are repeated.
 *
 * @param duplicates what becomes of a repetition while the first call runs
 * @param ttl how long an answer is kept
 * @param lease how long a key stays taken after the node that holds it was last heard of
 * @param patience how long a repetition waits for the first call
 * @param maxAnswerBytes the largest body that is kept
 * @param storeTimeout how long the store may take to answer before the call goes on without it
 */
public record IdempotencySettings(
        Duplicates duplicates,
        Duration ttl,
        Duration lease,
        Duration patience,
        int maxAnswerBytes,
        Duration storeTimeout) {
    public static final IdempotencySettings DEFAULT = new IdempotencySettings(
            Duplicates.WAIT,
            Duration.ofHours(24),
            Duration.ofSeconds(15),
            Duration.ofMinutes(10),
            1 << 20,
            Duration.ofSeconds(1));

    /** What becomes of a repetition while the first call runs. */
    public enum Duplicates {
        /** It gets the first call's answer when there is one. */
        WAIT,
        /** It gets a 409 at once. */
        REFUSE
    }
}
