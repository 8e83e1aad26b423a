package com.xiaojinpro.gateway.bus;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;

/**
 * One event loop of a node and what runs on it. In an all-in-one node every event loop has an ingress, a router and a
 * connector of its own, and a call stays on the loop it arrived on. All methods are called on that loop, but for the
 * accessors of what never changes.
 */
public final class Lane {
    private final Vertx vertx;
    private final Context context;
    private final Node node;
    private final int index;
    private final Set<String> served = new HashSet<>();

    public Lane(Vertx vertx, Context context, Node node, int index) {
        this.vertx = vertx;
        this.context = context;
        this.node = node;
        this.index = index;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Context context() {
        return context;
    }

    public Node node() {
        return node;
    }

    /** The private address of a role's instance on this lane. */
    public String privateAddress(String role) {
        return prefix() + role;
    }

    /** Whether a private address belongs to this lane, so that its owner shares this event loop. */
    public boolean sameLoop(String address) {
        return address.startsWith(prefix());
    }

    /** Whether this lane has a handler of a shared address. */
    boolean serves(String sharedAddress) {
        return served.contains(sharedAddress);
    }

    /** The address of this lane's own handler of a shared address. */
    String laneAddress(String sharedAddress) {
        return prefix() + sharedAddress;
    }

    void served(String sharedAddress) {
        served.add(sharedAddress);
        node.served(sharedAddress);
    }

    void unserved(String sharedAddress) {
        if (served.remove(sharedAddress)) {
            node.unserved(sharedAddress);
        }
    }

    private String prefix() {
        return node.addressPrefix() + index + ".";
    }
}
