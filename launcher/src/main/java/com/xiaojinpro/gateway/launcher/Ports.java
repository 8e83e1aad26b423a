package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Finds out which address a node could not bind: the failure itself does not say. */
final class Ports {
    private Ports() {}

    /** The first configured address that cannot be bound now, and why; null where all can. */
    static @Nullable String unavailable(GatewayConfig config) {
        GatewayConfig.Server server = config.server();
        GatewayConfig.Management management = config.management();
        GatewayConfig.Cluster cluster = config.cluster();
        String problem = unavailable("server", server.host(), server.port());
        if (problem == null && management.enabled()) {
            problem = unavailable("management", management.host(), management.port());
        }
        if (problem == null && cluster.enabled()) {
            problem = unavailable("cluster", cluster.host(), cluster.port());
        }
        if (problem == null && cluster.enabled()) {
            problem = unavailable("event-bus", cluster.host(), cluster.eventBusPort());
        }
        return problem;
    }

    private static @Nullable String unavailable(String section, String host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return probe.isBound() ? null : address(section, host, port);
        } catch (IOException e) {
            return address(section, host, port) + ": " + e.getMessage();
        }
    }

    private static String address(String section, String host, int port) {
        return "the " + section + " port " + port + " on " + host + " cannot be opened";
    }
}
