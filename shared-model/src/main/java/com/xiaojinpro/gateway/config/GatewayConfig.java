package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of one node. Immutable; a reload makes a new one and swaps it whole, running calls finish on the
 * old one.
 *
 * @param providers by name, in the order of the file
 * @param routes in the order of the file
 */
public record GatewayConfig(
        Server server,
        Management management,
        Cluster cluster,
        Auth auth,
        Media media,
        Map<String, ProviderConfig> providers,
        List<ModelRoute> routes) {
    public GatewayConfig {
        providers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(providers));
        routes = List.copyOf(routes);
    }

    /**
     * Where clients connect.
     *
     * @param port 0 takes any free port
     * @param maxBodyBytes the largest request body accepted, after decompression
     * @param keepaliveAfter how long a streaming caller waits before its 200 and comment lines are sent without content
     * @param keepaliveInterval how often a silent stream gets a comment line
     * @param clientStallTimeout how long a client may take no byte before it is cut
     * @param shutdownGrace how long running streams may go on after the signal to stop
     */
    public record Server(
            String host,
            int port,
            int maxBodyBytes,
            Duration keepaliveAfter,
            Duration keepaliveInterval,
            Duration clientStallTimeout,
            Duration shutdownGrace) {}

    /** Where operators connect: health, readiness, metrics. */
    public record Management(boolean enabled, String host, int port) {}

    /**
     * The Hazelcast cluster and the event bus over it.
     *
     * @param host the address this node binds and tells the others
     * @param port the Hazelcast port; 0 takes the first free one from 5701
     * @param members addresses of some of the nodes, {@code host} or {@code host:port}
     * @param eventBusPort the event-bus port; 0 takes any free one
     * @param pingInterval how often a peer that shares streams is pinged
     * @param peerTimeout how long a peer may be silent before its streams fail
     */
    public record Cluster(
            boolean enabled,
            String name,
            String host,
            int port,
            List<String> members,
            int eventBusPort,
            Duration pingInterval,
            Duration peerTimeout) {}

    /**
     * How the gateway fetches media that a provider cannot fetch itself.
     *
     * @param fetch whether it does at all
     * @param maxBytes what the media of one request may have together
     * @param timeout for one file, redirects included
     * @param allow networks in CIDR form that may be reached although they are private
     */
    public record Media(boolean fetch, int maxBytes, Duration timeout, List<String> allow) {
        public static final Media DEFAULT = new Media(true, 20 << 20, Duration.ofSeconds(20), List.of());

        public Media {
            allow = List.copyOf(allow);
        }
    }

    /** The keys clients authenticate with. */
    public record Auth(List<Key> keys) {
        public Auth {
            keys = List.copyOf(keys);
        }
    }

    /**
     * One client key.
     *
     * @param name names the key in logs and metrics
     * @param tenant whose key it is
     * @param models model names or prefixes with {@code *} the key may use; empty allows all
     */
    public record Key(String name, Secret value, @Nullable String tenant, List<String> models) {
        public Key {
            models = List.copyOf(models);
        }
    }
}
