package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.connector.ConnectorServices;
import com.xiaojinpro.gateway.connector.Provider;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration and the providers its settings made.
 *
 * @param dataDirectory where the node keeps what it must find again; made where it is needed and missing
 * @param providers by name; immutable and thread-safe, so that one serves every event loop
 * @param services what the providers share; the same for every configuration of a process
 */
public record LoadedConfig(
        GatewayConfig config, Map<String, Provider> providers, Path dataDirectory, ConnectorServices services) {
    public LoadedConfig {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    }

    /** With what the node keeps in {@code data} of the working directory. */
    public LoadedConfig(GatewayConfig config, Map<String, Provider> providers) {
        this(config, providers, Path.of("data"), ConnectorServices.LOCAL);
    }

    /** The same with another place for what the node keeps. */
    public LoadedConfig withDataDirectory(Path directory) {
        return new LoadedConfig(config, providers, directory, services);
    }

    /** The same with other ports, 0 for any free one. */
    public LoadedConfig withPorts(int serverPort, int managementPort) {
        GatewayConfig.Server server = config.server();
        GatewayConfig.Management management = config.management();
        GatewayConfig changed = new GatewayConfig(
                new GatewayConfig.Server(
                        server.host(),
                        serverPort,
                        server.maxBodyBytes(),
                        server.keepaliveAfter(),
                        server.keepaliveInterval(),
                        server.clientStallTimeout(),
                        server.shutdownGrace()),
                new GatewayConfig.Management(
                        management.enabled(), management.host(), managementPort, management.metricsToken()),
                config.cluster(),
                config.auth(),
                config.media(),
                config.quotas(),
                config.intake(),
                config.database(),
                config.providers(),
                config.routes(),
                config.usage());
        return new LoadedConfig(changed, providers, dataDirectory, services);
    }
}
