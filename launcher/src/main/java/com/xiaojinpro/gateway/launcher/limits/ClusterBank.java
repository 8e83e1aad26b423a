package com.xiaojinpro.gateway.launcher.limits;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.xiaojinpro.gateway.ingress.limits.Bank;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.Past;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The ledgers in a distributed map of the cluster: each on the member that owns its name, with one copy on another. A draw
 * is one message there and back, runs where the ledger is, and completes on a thread of Hazelcast. Thread-safe.
 */
public final class ClusterBank implements Bank {
    static final String MAP = "xjp.limits";

    private final HazelcastInstance hazelcast;
    private final IMap<String, LedgerEntry> ledgers;

    /** Does not block. */
    public ClusterBank(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.ledgers = hazelcast.getMap(MAP);
    }

    /** What a member has to know before it starts: how ledgers travel, and how they merge after a split. */
    public static void configure(Config config) {
        config.getSerializationConfig().addDataSerializableFactory(LimitSerials.FACTORY, new LimitSerials());
        config.addMapConfig(new MapConfig(MAP)
                .setBackupCount(1)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(LedgerMerge.class.getName())));
    }

    @Override
    public CompletionStage<Drawn> draw(String account, Draw draw) {
        return ledgers.submitToKey(account, new DrawProcessor(draw)).thenApply(DrawnEntry::drawn);
    }

    @Override
    public CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines) {
        return ledgers.submitToKey(account, new PastProcessor(nowMillis, lines));
    }

    /** The clock that the members agree on. */
    @Override
    public long nowMillis() {
        return hazelcast.getCluster().getClusterTime();
    }

    @Override
    public boolean shared() {
        return true;
    }
}
