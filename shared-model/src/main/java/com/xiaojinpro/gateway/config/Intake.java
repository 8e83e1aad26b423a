package com.xiaojinpro.gateway.config;

import org.jspecify.annotations.Nullable;

/**
 * What a request has to pass before it is served.
 *
 * @param redis the URL of a Redis that the answers of idempotent calls are kept in; it may hold a password. Null for the
 *     memory of the cluster, or of the node
 */
public record Intake(
        Ceilings ceilings,
        IdempotencySettings idempotency,
        @Nullable Secret redis) {
    public static final Intake DEFAULT = new Intake(Ceilings.DEFAULT, IdempotencySettings.DEFAULT, null);
}
