package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.Roles;
import org.jspecify.annotations.Nullable;

/**
 * What the command line decides about a node, whatever the configuration says.
 *
 * @param port in place of {@code server.port}; null leaves it
 */
record NodeOptions(Roles roles, @Nullable Integer port) {

    /** A configuration with these options in it. */
    LoadedConfig applied(LoadedConfig loaded) {
        Integer newPort = port;
        return newPort == null
                ? loaded
                : loaded.withPorts(newPort, loaded.config().management().port());
    }

    /** Why a configuration, with these options applied, is not enough for a node; null where it is. */
    @Nullable
    String refusal(GatewayConfig config) {
        if (roles.connectors() instanceof Roles.Connectors.Named named) {
            for (String provider : named.providers()) {
                if (!config.providers().containsKey(provider)) {
                    return "role connector:" + provider + ": no such provider is configured; there are "
                            + String.join(", ", config.providers().keySet());
                }
            }
        }
        if (!roles.complete() && !config.cluster().enabled()) {
            return "roles " + roles + " need other nodes, but cluster.enabled is false";
        }
        int serverPort = config.server().port();
        if (port != null
                && port != 0
                && config.management().enabled()
                && config.management().port() == serverPort) {
            return "--port " + port + " is management.port; two different ports were meant";
        }
        return null;
    }
}
