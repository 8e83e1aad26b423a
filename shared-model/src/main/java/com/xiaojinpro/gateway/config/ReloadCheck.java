package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which changes a running node cannot take: everything it has bound, joined or sized at its start. */
public final class ReloadCheck {
    private final List<String> changes = new ArrayList<>();

    private ReloadCheck() {}

    /**
     * Why a node that runs with one configuration cannot go on with another; null where it can.
     *
     * @return a sentence that names every such key with both values
     */
    public static @Nullable String refusal(GatewayConfig running, GatewayConfig next) {
        ReloadCheck check = new ReloadCheck();
        check.server(running.server(), next.server());
        check.management(running.management(), next.management());
        check.cluster(running.cluster(), next.cluster());
        check.hidden(
                "management.metrics_token",
                running.management().metricsToken(),
                next.management().metricsToken());
        check.hidden("auth.pepper", running.auth().pepper(), next.auth().pepper());
        check.hidden("the section [database]", running.database(), next.database());
        check.usage(running.usage(), next.usage());
        check.hidden("redis.url", running.intake().redis(), next.intake().redis());
        return check.changes.isEmpty()
                ? null
                : "these changes need a restart: " + String.join(", ", check.changes) + ".";
    }

    private void server(GatewayConfig.Server running, GatewayConfig.Server next) {
        compare("server.host", running.host(), next.host());
        compare("server.port", running.port(), next.port());
        compare("server.max_body_bytes", running.maxBodyBytes(), next.maxBodyBytes());
        millis("server.keepalive_after_ms", running.keepaliveAfter(), next.keepaliveAfter());
        millis("server.keepalive_interval_ms", running.keepaliveInterval(), next.keepaliveInterval());
        millis("server.client_stall_timeout_ms", running.clientStallTimeout(), next.clientStallTimeout());
        millis("server.shutdown_grace_ms", running.shutdownGrace(), next.shutdownGrace());
    }

    private void management(GatewayConfig.Management running, GatewayConfig.Management next) {
        compare("management.enabled", running.enabled(), next.enabled());
        compare("management.host", running.host(), next.host());
        compare("management.port", running.port(), next.port());
    }

    private void cluster(GatewayConfig.Cluster running, GatewayConfig.Cluster next) {
        compare("cluster.enabled", running.enabled(), next.enabled());
        compare("cluster.name", running.name(), next.name());
        compare("cluster.host", running.host(), next.host());
        compare("cluster.port", running.port(), next.port());
        compare("cluster.members", running.members(), next.members());
        compare("cluster.event_bus_port", running.eventBusPort(), next.eventBusPort());
        millis("cluster.ping_interval_ms", running.pingInterval(), next.pingInterval());
        millis("cluster.peer_timeout_ms", running.peerTimeout(), next.peerTimeout());
    }

    /** Prices may change at any time. */
    private void usage(UsageConfig running, UsageConfig next) {
        compare("usage.spool_max_bytes", running.spoolMaxBytes(), next.spoolMaxBytes());
        millis("usage.write_interval_ms", running.writeInterval(), next.writeInterval());
        compare("usage.retention_days", running.retentionDays(), next.retentionDays());
        compare("usage.rollup_retention_days", running.rollupRetentionDays(), next.rollupRetentionDays());
    }

    private void millis(String key, Duration running, Duration next) {
        compare(key, running.toMillis(), next.toMillis());
    }

    /** A change whose values are not shown, as they are secrets or hold some. */
    private void hidden(String key, @Nullable Object running, @Nullable Object next) {
        if (!Objects.equals(running, next)) {
            changes.add(key);
        }
    }

    private void compare(String key, Object running, Object next) {
        if (!running.equals(next)) {
            changes.add(key + " (" + running + " to " + next + ")");
        }
    }
}
