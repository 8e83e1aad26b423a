package com.xiaojinpro.gateway.ingress.limits;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What was used before ledgers were made: it outlives the memory of the cluster. Called on event loops, must not block; may
 * complete on any thread. Thread-safe.
 */
@FunctionalInterface
public interface History {
    /** Nothing is known. */
    History NONE = (accounts, nowMillis) -> CompletableFuture.completedFuture(List.of());

    /**
     * What each process used in the windows of now, of the limits that outlive a restart: by day and by month. Fails where
     * it cannot be told now.
     *
     * @param accounts the names of ledgers
     */
    CompletionStage<List<Past>> of(Collection<String> accounts, long nowMillis);
}
