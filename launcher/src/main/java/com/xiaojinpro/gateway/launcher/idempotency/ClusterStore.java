package com.xiaojinpro.gateway.launcher.idempotency;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the cluster: each key on the member that owns it, with a copy on another one. An operation is one message
 * there and back and runs where the key is; it completes on a thread of Hazelcast. Times are whole seconds there, rounded up.
 * Thread-safe.
 */
public final class ClusterStore implements IdempotencyStore {
    static final String MAP = "xjp.idempotency";
    private static final int MEGABYTES_A_MEMBER = 64;

    private final IMap<String, byte[]> entries;

    /** Does not block. */
    public ClusterStore(HazelcastInstance hazelcast) {
        this.entries = hazelcast.getMap(MAP);
    }

    /** What a member has to know before it starts: how operations travel, and how much a member keeps. */
    public static void configure(Config config) {
        config.getSerializationConfig().addDataSerializableFactory(StepSerials.FACTORY, new StepSerials());
        config.addMapConfig(new MapConfig(MAP)
                .setBackupCount(1)
                .setEvictionConfig(new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setMaxSizePolicy(MaxSizePolicy.USED_HEAP_SIZE)
                        .setSize(MEGABYTES_A_MEMBER)));
    }

    @Override
    public Future<byte @Nullable []> take(String key, byte[] mine, Duration lease) {
        return Future.fromCompletionStage(entries.submitToKey(key, Step.take(mine, lease.toMillis())));
    }

    @Override
    public Future<Boolean> put(String key, byte[] mine, byte[] value, Duration ttl) {
        return done(entries.submitToKey(key, Step.put(mine, value, ttl.toMillis())));
    }

    @Override
    public Future<Boolean> release(String key, byte[] mine) {
        return done(entries.submitToKey(key, Step.release(mine)));
    }

    private static Future<Boolean> done(CompletionStage<byte[]> step) {
        return Future.fromCompletionStage(step).map(told -> told != null);
    }
}
