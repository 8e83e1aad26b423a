package com.xiaojinpro.gateway.launcher.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.connector.ConnectorServices;
import com.xiaojinpro.gateway.connector.FarSignatures;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import com.xiaojinpro.gateway.ingress.limits.Bank;
import com.xiaojinpro.gateway.launcher.idempotency.ClusterStore;
import com.xiaojinpro.gateway.launcher.limits.ClusterBank;
import com.xiaojinpro.gateway.launcher.signatures.ClusterSignatures;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.function.Consumer;

/**
 * This node's membership in the Hazelcast cluster: TCP/IP members only, never multicast, nothing sent home. The Hazelcast
 * instance is made in code from the configuration; no XML on the class path is read.
 */
final class Cluster {
    private static final String LOGGING_TYPE = "hazelcast.logging.type";
    private static final String VERTX_NODE_ID = "__vertx.nodeId";
    private static final int FIRST_PORT = 5701;
    private static final String HEARTBEAT_SECONDS = "5";
    private static final String SILENT_SECONDS = "20";

    private final HazelcastInstance hazelcast;
    private final HazelcastClusterManager manager;

    private Cluster(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.manager = new HazelcastClusterManager(hazelcast);
    }

    /** Joins; blocks until the node is a member, so it is not called on an event loop. */
    static Cluster join(GatewayConfig.Cluster settings, String nodeId) {
        // What Hazelcast says before it has read its configuration shall go where the rest goes.
        System.setProperty(LOGGING_TYPE, "slf4j");
        return new Cluster(Hazelcast.newHazelcastInstance(hazelcastConfig(settings, nodeId)));
    }

    ClusterManager manager() {
        return manager;
    }

    /** Where the limits that all nodes share are counted. */
    Bank bank() {
        return new ClusterBank(hazelcast);
    }

    /** The memory of all nodes for the answers of idempotent calls. */
    IdempotencyStore repeats() {
        return new ClusterStore(hazelcast);
    }

    /** The memory of all nodes for the signatures of tool calls. */
    FarSignatures signatures() {
        return new ClusterSignatures(hazelcast, ConnectorServices.SIGNATURE_LIFETIME);
    }

    int members() {
        return hazelcast.getCluster().getMembers().size();
    }

    /** Calls back, on a Hazelcast thread, with the id of each node that leaves. */
    void onDeparture(Consumer<String> listener) {
        hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {}

            @Override
            public void memberRemoved(MembershipEvent event) {
                String nodeId = event.getMember().getAttribute(VERTX_NODE_ID);
                if (nodeId != null) {
                    listener.accept(nodeId);
                }
            }
        });
    }

    /** Leaves; blocks until the others know. */
    void leave() {
        hazelcast.shutdown();
    }

    private static Config hazelcastConfig(GatewayConfig.Cluster settings, String nodeId) {
        Config config = new Config();
        config.setClusterName(settings.name());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS);
        config.setProperty("hazelcast.max.no.heartbeat.seconds", SILENT_SECONDS);
        config.setProperty("hazelcast.partition.count", "71");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.getMemberAttributeConfig().setAttribute(VERTX_NODE_ID, nodeId);
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().setPort(settings.port() == 0 ? FIRST_PORT : settings.port());
        config.getNetworkConfig().setPortAutoIncrement(settings.port() == 0);
        config.getNetworkConfig().setPublicAddress(settings.host());
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(settings.host());
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(settings.members());
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.getMapConfig("__vertx.haInfo").setBackupCount(1).setInMemoryFormat(InMemoryFormat.BINARY);
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
        ClusterBank.configure(config);
        ClusterStore.configure(config);
        ClusterSignatures.configure(config);
        return config;
    }
}
