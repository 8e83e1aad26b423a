package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.List;

/** The sections {@code [server]}, {@code [management]} and {@code [cluster]}: what a reload cannot change. */
final class NodeSections {
    private static final int DAY_MS = 86_400_000;
    private static final int SHORTEST_TOKEN = 16;
    private static final int HIGHEST_PORT = 65_535;

    private NodeSections() {}

    static GatewayConfig.Server server(TomlSettings section) {
        return new GatewayConfig.Server(
                host(section, "127.0.0.1"),
                port(section, "port", 8080),
                (int) section.integer("max_body_bytes", 32 << 20, 1024, 1 << 30),
                section.millis("keepalive_after_ms", Duration.ofSeconds(10), 1, DAY_MS),
                section.millis("keepalive_interval_ms", Duration.ofSeconds(10), 1, DAY_MS),
                section.millis("client_stall_timeout_ms", Duration.ofSeconds(60), 1, DAY_MS),
                section.millis("shutdown_grace_ms", Duration.ofSeconds(30), 0, DAY_MS));
    }

    static GatewayConfig.Management management(TomlSettings section, GatewayConfig.Server server) {
        boolean enabled = section.bool("enabled", true);
        String host = host(section, "127.0.0.1");
        int port = port(section, "port", 8081);
        boolean sameHost = host.equals(server.host()) || isAny(host) || isAny(server.host());
        if (enabled && port != 0 && port == server.port() && sameHost) {
            section.problem("port", port + " is the port of [server] too; two different ports were meant");
        }
        Secret metricsToken = section.secret("metrics_token");
        if (metricsToken != null && metricsToken.reveal().length() < SHORTEST_TOKEN) {
            section.problem(
                    "metrics_token",
                    "is shorter than " + SHORTEST_TOKEN + " characters; a long random value was meant");
        }
        return new GatewayConfig.Management(enabled, host, port, metricsToken);
    }

    static GatewayConfig.Cluster cluster(TomlSettings section) {
        boolean enabled = section.bool("enabled", false);
        String name = section.string("name", "xjp");
        Names.check(section, "name", name);
        String host = host(section, "127.0.0.1");
        int port = port(section, "port", 0);
        List<String> members = section.strings("members");
        for (String member : members) {
            if (!isMember(member)) {
                section.problem("members", "'" + member + "' is not an address; host or host:port was meant");
            }
        }
        int eventBusPort = port(section, "event_bus_port", 0);
        Duration ping = section.millis("ping_interval_ms", Duration.ofSeconds(1), 10, DAY_MS);
        Duration timeout = section.millis("peer_timeout_ms", Duration.ofSeconds(3), 10, DAY_MS);
        if (timeout.compareTo(ping) <= 0) {
            section.problem(
                    "peer_timeout_ms",
                    timeout.toMillis() + " is not longer than ping_interval_ms (" + ping.toMillis()
                            + "); the time of several pings was meant");
        }
        return new GatewayConfig.Cluster(enabled, name, host, port, members, eventBusPort, ping, timeout);
    }

    private static int port(TomlSettings section, String key, int defaultPort) {
        return (int) section.integer(key, defaultPort, 0, HIGHEST_PORT);
    }

    private static String host(TomlSettings section, String defaultHost) {
        String host = section.string("host", defaultHost);
        if (!isHost(host)) {
            section.problem("host", "'" + host + "' is not a host; a name or an address without a port was meant");
        }
        return host;
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
    }

    private static boolean isMember(String member) {
        int separator = member.lastIndexOf(':');
        boolean bareIpv6 = separator >= 0 && member.indexOf(':') < separator && !member.startsWith("[");
        if (separator < 0 || bareIpv6 || member.endsWith("]")) {
            return isHost(member);
        }
        String port = member.substring(separator + 1);
        return isHost(member.substring(0, separator))
                && port.matches("[0-9]{1,5}")
                && Integer.parseInt(port) > 0
                && Integer.parseInt(port) <= HIGHEST_PORT;
    }

    /** A name, an IPv4 address or an IPv6 address; whether it resolves shows at the start. */
    private static boolean isHost(String host) {
        boolean ipv6 = host.matches("\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
        return ipv6 || host.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");
    }
}
