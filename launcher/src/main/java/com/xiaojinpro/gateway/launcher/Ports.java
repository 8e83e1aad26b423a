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
        String server =
                unavailable("server", config.server().host(), config.server().port());
        if (server != null || !config.management().enabled()) {
            return server;
        }
        return unavailable(
                "management", config.management().host(), config.management().port());
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
