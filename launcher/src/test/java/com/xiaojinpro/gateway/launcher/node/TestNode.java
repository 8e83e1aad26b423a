package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.connector.ConnectorServices;
import com.xiaojinpro.gateway.testing.FreePort;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A whole node in this JVM, as {@code xjp run} starts it, seen from its two ports. Its end checks that nothing is left. */
final class TestNode implements AutoCloseable {
    static final Instant ACTIVE_SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final GatewayNode node;
    private final HttpClient client = HttpClient.newHttpClient();
    private ReloadStatus reload = new ReloadStatus(ACTIVE_SINCE, null);
    private boolean stopped;

    private TestNode(LoadedConfig loaded, Roles roles) {
        node = (GatewayNode) TestGateway.await(GatewayNode.start(loaded, roles, () -> reload));
    }

    /**
     * Starts a node on free ports.
     *
     * @param server more lines of its section
     */
    static TestNode start(String server, String providersAndModels) throws IOException {
        return new TestNode(loaded(TestGateway.toml(server, FreePort.next(), false, providersAndModels)), Roles.ALL);
    }

    /** Starts a node with a data directory of its own. */
    static TestNode start(LoadedConfig loaded) {
        return new TestNode(loaded, Roles.ALL);
    }

    /** Starts a member of a cluster. */
    static TestNode join(String roles, int port, int seedPort, String providersAndModels) {
        String toml = TestGateway.toml("", port, true, providersAndModels)
                .replace("members = []", "members = [\"127.0.0.1:" + seedPort + "\"]");
        return new TestNode(loaded(toml), Roles.parse(roles));
    }

    static LoadedConfig loaded(String toml) {
        // Nodes of a test share a process, but not what a process keeps.
        ConnectorServices services = ConnectorServices.ofNode();
        ConfiguredProviders providers = new ConfiguredProviders(services);
        ConfigReader reader = new ConfigReader(Map.of(), path -> {
            throw new IOException("no secret files in tests");
        });
        return switch (reader.read(toml, "test.toml", providers)) {
            case ConfigOutcome.Accepted accepted ->
                new LoadedConfig(accepted.config(), providers.providers(), Path.of("data"), services);
            case ConfigOutcome.Refused refused ->
                throw new AssertionError(refused.problems().text());
        };
    }

    /** What the launcher would say of the configuration file. */
    void reloads(ReloadStatus status) {
        reload = status;
    }

    GatewayNode node() {
        return node;
    }

    int port() {
        return node.ingressPort();
    }

    /** What the management port answers. */
    HttpResponse<String> manage(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + path))
                .header("authorization", "Bearer " + TestGateway.METRICS_TOKEN)
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonObject status() throws Exception {
        return new JsonObject(manage("/status").body());
    }

    /** The lines of the gateway's own metrics, without comments. */
    List<String> metrics() throws Exception {
        return manage("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("xjp_"))
                .toList();
    }

    /** The value of one series; 0 where it does not exist. */
    double metric(String series) throws Exception {
        return metrics().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Waits until a series has a value: what a call leaves is written after its client has gone. */
    void awaitMetric(String series, double value) {
        Awaitable.until(() -> {
            try {
                return metric(series) == value;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    Open open() {
        return TestGateway.await(node.open());
    }

    Future<Void> stop() {
        stopped = true;
        return node.stop();
    }

    @Override
    public void close() {
        try {
            if (!stopped) {
                Awaitable.until(() -> open().equals(Open.NOTHING));
            }
        } finally {
            TestGateway.await(stop());
        }
    }
}
