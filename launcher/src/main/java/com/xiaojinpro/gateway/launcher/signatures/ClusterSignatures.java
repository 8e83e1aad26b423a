package com.xiaojinpro.gateway.launcher.signatures;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.xiaojinpro.gateway.connector.FarSignatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Signatures in a distributed map of the cluster: each on the member that owns its key, with one copy on another, for a time,
 * and of each member's memory no more than its share: the ones not asked for longest go first. Completes on threads of
 * Hazelcast. Thread-safe.
 */
public final class ClusterSignatures implements FarSignatures {
    static final String MAP = "xjp.signatures";
    private static final int MEGABYTES_A_MEMBER = 32;
    /** What is longer stays on the node where it came. */
    private static final int LONGEST_SIGNATURE = 1 << 18;

    private static final int LONGEST_ID = 512;

    private final IMap<String, String> signatures;
    private final long lifetimeMillis;

    /**
     * Does not block.
     *
     * @param lifetime how long a signature is kept
     */
    public ClusterSignatures(HazelcastInstance hazelcast, Duration lifetime) {
        this.signatures = hazelcast.getMap(MAP);
        this.lifetimeMillis = lifetime.toMillis();
    }

    /** What a member has to know before it starts: how much it keeps. */
    public static void configure(Config config) {
        config.addMapConfig(new MapConfig(MAP)
                .setBackupCount(1)
                .setEvictionConfig(new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setMaxSizePolicy(MaxSizePolicy.USED_HEAP_SIZE)
                        .setSize(MEGABYTES_A_MEMBER)));
    }

    @Override
    public CompletionStage<?> keep(String tenant, String callId, String signature) {
        if (callId.length() > LONGEST_ID || signature.length() > LONGEST_SIGNATURE) {
            return CompletableFuture.completedFuture(null);
        }
        return signatures.setAsync(key(tenant, callId), signature, lifetimeMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<Map<String, String>> find(String tenant, Set<String> callIds) {
        Map<String, String> found = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> asked = new ArrayList<>(callIds.size());
        for (String id : callIds) {
            if (id.length() <= LONGEST_ID) {
                asked.add(signatures
                        .getAsync(key(tenant, id))
                        .thenAccept(signature -> {
                            if (signature != null) {
                                found.put(id, signature);
                            }
                        })
                        .toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(all -> found);
    }

    /** Two parts that no other two make: the first one says its length. */
    private static String key(String tenant, String callId) {
        return tenant.length() + ":" + tenant + callId;
    }
}
