package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits that three processes share under more load than they allow. */
@Tag("soak")
@Timeout(240)
class ThreeNodeLimitsTest {
    private static final int LIMIT = 3_000;
    private static final int SMALL_LIMIT = 600;
    private static final int CLIENTS = 6;
    private static final int OK = 200;

    @TempDir
    Path folder;

    private final List<GatewayProcess> nodes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        int seedPort = FreePort.next();
        for (int i = 0; i < 3; i++) {
            int port = i == 0 ? seedPort : FreePort.next();
            nodes.add(GatewayProcess.start(
                    folder, "node-" + i, "all", port, seedPort, """
                    [[auth.keys]]
                    name = "shared"
                    key = "shared-key"
                    tenant = "team"
                    [[auth.keys]]
                    name = "lonely"
                    key = "lonely-key"
                    limits = { requests_per_day = %d }
                    [[auth.keys]]
                    name = "doomed"
                    key = "doomed-key"
                    limits = { requests_per_day = %d }
                    [tenants.team]
                    limits = { requests_per_day = %d }
                    [providers.echo]
                    type = "echo"
                    [models.echo]
                    primary = { provider = "echo", model = "echo" }
                    """.formatted(SMALL_LIMIT, SMALL_LIMIT, LIMIT)));
            nodes.get(0).awaitReady(Math.min(nodes.size(), 1));
        }
        for (GatewayProcess node : nodes) {
            node.awaitReady(3);
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(GatewayProcess::close);
    }

    @Test
    void theLimitHoldsOnThreeNodes() throws Exception {
        AtomicInteger admitted = new AtomicInteger();
        load(nodes, "shared-key", LIMIT, admitted);
        System.out.println("Three nodes: " + admitted + " of " + LIMIT);
        assertThat(admitted.get()).isBetween(LIMIT * 99 / 100, LIMIT * 101 / 100);

        // Everybody was busy with this key, and then one node gets all of the traffic.
        AtomicInteger lonely = new AtomicInteger();
        for (GatewayProcess node : nodes) {
            for (int i = 0; i < 20; i++) {
                lonely.addAndGet(call(node, "lonely-key") == OK ? 1 : 0);
            }
        }
        load(nodes.subList(1, 2), "lonely-key", SMALL_LIMIT, lonely);
        System.out.println("One of three nodes: " + lonely + " of " + SMALL_LIMIT);
        // What the idle nodes hold comes back within two seconds, which is earlier than this gives up.
        assertThat(lonely.get()).isBetween(SMALL_LIMIT * 99 / 100, SMALL_LIMIT * 101 / 100);

        // A node dies with what it holds.
        AtomicInteger doomed = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            doomed.addAndGet(call(nodes.get(2), "doomed-key") == OK ? 1 : 0);
        }
        nodes.get(2).kill();
        load(nodes.subList(0, 2), "doomed-key", SMALL_LIMIT, doomed);
        System.out.println("Two nodes and a dead one: " + doomed + " of " + SMALL_LIMIT);
        // What it had used in its last second, at most, is not known of.
        assertThat(doomed.get()).isBetween(SMALL_LIMIT * 99 / 100, SMALL_LIMIT + 100);
    }

    /** Calls until every node has refused for three seconds; a lease of the dead lasts longer than that, so twelve then. */
    private void load(List<GatewayProcess> targets, String key, int limit, AtomicInteger admitted) throws Exception {
        long patience = targets.size() == 2 ? 13_000_000_000L : 3_000_000_000L;
        AtomicBoolean over = new AtomicBoolean();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (GatewayProcess target : targets) {
                for (int client = 0; client < CLIENTS; client++) {
                    clients.submit(() -> {
                        long refusedSince = 0;
                        while (!over.get() && admitted.get() < 2 * limit) {
                            boolean ok = call(target, key) == OK;
                            long now = System.nanoTime();
                            if (ok) {
                                admitted.incrementAndGet();
                                refusedSince = 0;
                            } else if (refusedSince == 0) {
                                refusedSince = now;
                            } else if (now - refusedSince > patience) {
                                over.set(true);
                            }
                        }
                        return null;
                    });
                }
            }
        }
    }

    private int call(GatewayProcess node, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.port() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(SseClient.chat("echo", false)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
