package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.config.GatewayConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** This process in the cluster: its id, the shared addresses it serves, and who left. Thread-safe. */
public final class Node {
    private static final String ROOT = "xjp.n.";
    private final String id;
    private final GatewayConfig.Cluster settings;
    private final Map<String, Integer> served = new ConcurrentHashMap<>();
    private final Set<Consumer<String>> departureListeners = new CopyOnWriteArraySet<>();

    /**
     * A node of that id; in a cluster, the cluster's own id of this member.
     *
     * @param id without dots
     */
    public Node(String id, GatewayConfig.Cluster settings) {
        this.id = id;
        this.settings = settings;
    }

    public String id() {
        return id;
    }

    public GatewayConfig.Cluster settings() {
        return settings;
    }

    /** Tells every endpoint that another node left the cluster; its streams fail at once. */
    public void departed(String otherNodeId) {
        String prefix = ROOT + otherNodeId + ".";
        departureListeners.forEach(listener -> listener.accept(prefix));
    }

    /** The start of every private address of this node. */
    String addressPrefix() {
        return ROOT + id + ".";
    }

    /** Calls back, on the thread that tells, with the address prefix of each node that leaves. */
    void onDeparture(Consumer<String> listener) {
        departureListeners.add(listener);
    }

    void offDeparture(Consumer<String> listener) {
        departureListeners.remove(listener);
    }

    boolean serves(String sharedAddress) {
        return served.containsKey(sharedAddress);
    }

    void served(String sharedAddress) {
        served.merge(sharedAddress, 1, Integer::sum);
    }

    void unserved(String sharedAddress) {
        served.computeIfPresent(sharedAddress, (address, count) -> count == 1 ? null : count - 1);
    }
}
