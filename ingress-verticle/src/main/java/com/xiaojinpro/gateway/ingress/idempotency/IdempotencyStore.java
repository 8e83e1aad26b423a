package com.xiaojinpro.gateway.ingress.idempotency;

import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where keys are taken and answers kept. Each operation is atomic among all nodes that share the store. A value is opaque;
 * the store never looks into it. Thread-safe; a future may complete on any thread, and fails where the store cannot be
 * reached.
 */
public interface IdempotencyStore {

    /**
     * Takes a key that nobody has.
     *
     * @param mine what stands for the call that takes it; no two calls have the same
     * @param lease after which the key is free again, if it is not renewed
     * @return null where the key is the caller's now, else what stands there
     */
    Future<byte @Nullable []> take(String key, byte[] mine, Duration lease);

    /**
     * Puts a value in the place of the caller's own, or where nothing stands, as after the loss of a store's memory; leaves
     * anybody else's.
     *
     * @return whether it was put
     */
    Future<Boolean> put(String key, byte[] mine, byte[] value, Duration ttl);

    /** Frees a key, if it is the caller's. */
    Future<Boolean> release(String key, byte[] mine);

    /** Frees what the store holds of this node; keys and answers stay. */
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
