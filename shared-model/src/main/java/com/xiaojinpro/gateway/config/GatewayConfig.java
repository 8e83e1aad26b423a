package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of one node. Immutable; a reload makes a new one and swaps it whole, running calls finish on the
 * old one.
 *
 * @param quotas what keys and tenants may use up
 * @param database where keys, tenants and usage are kept; null where there is none: the keys of the configuration only
 * @param providers by name, in the order of the file
 * @param routes in the order of the file
 * @param usage what calls cost and how long it is remembered
 */
public record GatewayConfig(
        Server server,
        Management management,
        Cluster cluster,
        Auth auth,
        Media media,
        Quotas quotas,
        Intake intake,
        @Nullable Database database,
        Map<String, ProviderConfig> providers,
        List<ModelRoute> routes,
        UsageConfig usage) {
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

    /**
     * Where operators connect: health, readiness, metrics, administration.
     *
     * @param metricsToken what a scraper sends as {@code Authorization: Bearer} to read metrics and status; null where only
     *     an admin token will do
     */
    public record Management(
            boolean enabled,
            String host,
            int port,
            @Nullable Secret metricsToken) {}

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

    /**
     * What tenants may use up, and how it is estimated.
     *
     * @param outputEstimate the tokens that are reserved for an answer whose request names no maximum
     * @param tenants the limits of tenants by their names
     */
    public record Quotas(long outputEstimate, Map<String, LimitTable> tenants) {
        public static final Quotas DEFAULT = new Quotas(1024, Map.of());

        public Quotas {
            tenants = Map.copyOf(tenants);
        }
    }

    /**
     * The keys clients authenticate with.
     *
     * @param pepper what the secrets of the database are hashed under; null where the node keeps one in its data directory
     */
    public record Auth(List<Key> keys, @Nullable Secret pepper) {
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
    public record Key(String name, Secret value, @Nullable String tenant, List<String> models, LimitTable limits) {
        public Key {
            models = List.copyOf(models);
        }

        /** A key without limits. */
        public Key(String name, Secret value, @Nullable String tenant, List<String> models) {
            this(name, value, tenant, models, LimitTable.NONE);
        }
    }

    /**
     * Where keys, tenants and usage are kept.
     *
     * @param poolSize connections of this node, besides the one it hears of changes on
     * @param applyMigrations whether a start brings the schema up to date; else {@code xjp migrate} does
     * @param outageGrace how long keys that are known go on to be accepted while the database is away
     */
    public record Database(Place place, int poolSize, boolean applyMigrations, Duration outageGrace) {

        /** Which PostgreSQL it is. */
        public sealed interface Place {

            /** A private one in the data directory, that the node starts and stops. */
            record Embedded() implements Place {}

            /**
             * One that somebody else runs.
             *
             * @param port 5432 where the URL names none
             * @param tls whether and how the connection is secured
             * @param ca the authority the server's certificate must be of, in PEM; null for those of the platform
             */
            record Server(
                    String host,
                    int port,
                    String database,
                    String user,
                    @Nullable Secret password,
                    Tls tls,
                    @Nullable Secret ca)
                    implements Place {}
        }

        /** How a connection to a server is secured. */
        public enum Tls {
            OFF,
            /** Where the server offers it; what it presents is not checked. */
            PREFER,
            /** Always; what the server presents is not checked. */
            REQUIRE,
            /** Always, and the certificate must be valid for the host. */
            VERIFY
        }
    }
}
