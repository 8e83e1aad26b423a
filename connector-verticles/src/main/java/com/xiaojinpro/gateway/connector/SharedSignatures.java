package com.xiaojinpro.gateway.connector;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures in this node's memory, and behind it, while the node is in a cluster, in the memory of all nodes: the next turn
 * of a conversation may come to any of them. Written behind; asked only for calls that this node does not know. Whatever
 * happens to the far memory, the near one goes on. Thread-safe.
 */
public final class SharedSignatures implements SignatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSignatures.class);
    /** So many writes may be under way; what comes while they hang stays on this node. */
    private static final int MAX_WRITES = 1_024;
    /** So many calls are asked for at once: the newest of a long conversation are the ones that matter. */
    private static final int MAX_ASKED = 64;

    private final MemorySignatures near;
    private final Duration patience;
    private final AtomicInteger writes = new AtomicInteger();
    private volatile @Nullable FarSignatures far;

    /**
     * @param near this node's memory
     * @param patience how long a call waits for the far memory
     */
    public SharedSignatures(MemorySignatures near, Duration patience) {
        this.near = near;
        this.patience = patience;
    }

    /** Begins to share, or ends it with null. */
    public void share(@Nullable FarSignatures with) {
        far = with;
    }

    @Override
    public void keep(String tenant, String callId, String signature) {
        near.keep(tenant, callId, signature);
        FarSignatures shared = far;
        if (shared == null) {
            return;
        }
        if (writes.incrementAndGet() > MAX_WRITES) {
            writes.decrementAndGet();
            return;
        }
        try {
            shared.keep(tenant, callId, signature).whenComplete((kept, failure) -> {
                writes.decrementAndGet();
                if (failure != null) {
                    LOG.debug("A signature stays on this node", failure);
                }
            });
        } catch (RuntimeException e) {
            writes.decrementAndGet();
            LOG.debug("A signature stays on this node", e);
        }
    }

    @Override
    public @Nullable String find(String tenant, String callId) {
        return near.find(tenant, callId);
    }

    @Override
    public Future<Void> recall(String tenant, Set<String> callIds) {
        FarSignatures shared = far;
        if (shared == null) {
            return Future.succeededFuture();
        }
        Set<String> unknown = new LinkedHashSet<>();
        int skipped = callIds.size() - MAX_ASKED;
        for (String id : callIds) {
            if (skipped-- <= 0 && near.find(tenant, id) == null) {
                unknown.add(id);
            }
        }
        return unknown.isEmpty() ? Future.succeededFuture() : ask(shared, tenant, unknown);
    }

    private Future<Void> ask(FarSignatures shared, String tenant, Set<String> unknown) {
        CompletableFuture<Void> told;
        try {
            told = shared.find(tenant, unknown)
                    .thenAccept(found -> found.forEach((id, signature) -> near.keep(tenant, id, signature)))
                    .toCompletableFuture()
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            told = CompletableFuture.failedFuture(e);
        }
        return Future.fromCompletionStage(told)
                .onFailure(failure -> LOG.debug("The signatures of other nodes cannot be read", failure))
                .otherwiseEmpty();
    }
}
