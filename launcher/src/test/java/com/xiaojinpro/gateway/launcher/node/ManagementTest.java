package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators see of a node on the port of their own. */
@Timeout(60)
class ManagementTest {
    private static final String ECHO = """
            [providers.echo]
            type = "echo"
            [models.echo]
            primary = { provider = "echo", model = "echo" }
            """;

    @Test
    void aNodeThatTakesCallsIsAliveAndReady() throws Exception {
        try (TestNode node = TestNode.start("", ECHO)) {
            assertAnswer(node.manage("/livez"), 200, "text/plain", "ok\n");
            assertAnswer(node.manage("/readyz"), 200, "text/plain", "ready\n");
            assertThat(node.manage("/metrics").headers().firstValue("content-type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(node.manage("/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void onlyLivenessAndReadinessAreToldToEverybody() throws Exception {
        try (TestNode node = TestNode.start("", ECHO);
                HttpClient stranger = HttpClient.newHttpClient()) {
            for (String path : new String[] {"/livez", "/readyz", "/metrics", "/status"}) {
                int expected = path.endsWith("z") ? 200 : 401;
                URI uri = URI.create("http://127.0.0.1:" + node.node().managementPort() + path);
                HttpRequest.Builder request = HttpRequest.newBuilder(uri);
                assertThat(stranger.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(expected);
                request.header("authorization", "Bearer guessed");
                assertThat(stranger.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(expected);
            }
            assertThat(node.manage("/admin/v1/keys").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theStatusTellsWhatTheNodeIs() throws Exception {
        try (TestNode node = TestNode.start("", ECHO)) {
            JsonObject status = node.status();
            assertThat(status.remove("node")).asString().matches("[0-9a-f]{12}");
            assertThat(status)
                    .isEqualTo(new JsonObject()
                            .put("ready", true)
                            .put("members", 1)
                            .put("roles", "all")
                            .put("config_active_since", "2026-01-02T03:04:05Z")
                            .put(
                                    "open",
                                    new JsonObject()
                                            .put("calls", 0)
                                            .put("streams", 0)
                                            .put("exchanges", 0)));
        }
    }

    @Test
    void theStatusTellsWhyAChangedFileIsNotInUse() throws Exception {
        try (TestNode node = TestNode.start("", ECHO)) {
            node.reloads(new ReloadStatus(TestNode.ACTIVE_SINCE, null)
                    .refused(Instant.parse("2026-01-02T04:00:00Z"), "xjp.toml:1:1: line one\nline two"));
            assertThat(node.status().getJsonObject("config_refused"))
                    .isEqualTo(new JsonObject()
                            .put("at", "2026-01-02T04:00:00Z")
                            .put("reason", "xjp.toml:1:1: line one\nline two"));
            assertThat(node.manage("/readyz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void noneOfItIsWhereClientsAre() throws Exception {
        try (TestNode node = TestNode.start("", ECHO)) {
            for (String path : new String[] {"/livez", "/readyz", "/metrics", "/status"}) {
                try (SseClient client = SseClient.post(node.port(), path, "{}")) {
                    assertThat(client.readAll()).startsWith("HTTP/1.1 404");
                }
            }
        }
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String type, String body) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains(type);
        assertThat(answer.body()).isEqualTo(body);
    }
}
