package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that stops: not ready first, nothing new, what runs goes on to its end or is told that there is none. */
@Timeout(90)
class DrainTest {
    private static final String COMMITTED = "xjp_upstream_attempts_total{outcome=\"committed\",provider=\"up\"}";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void aRunningStreamEndsWholeWhileNewCallsAreRefused() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").stream());
        try (TestNode node = TestNode.start("shutdown_grace_ms = 30000", config());
                SseClient running = chat(node, "m")) {
            running.awaitText("one");
            Future<Void> stopped = node.stop();
            assertThat(node.manage("/readyz").statusCode()).isEqualTo(503);
            assertThat(node.manage("/readyz").body()).isEqualTo("draining\n");
            assertThat(node.manage("/livez").statusCode()).isEqualTo(200);
            assertThat(node.status().getBoolean("ready")).isFalse();
            try (SseClient late = chat(node, "m")) {
                // Told in the client's protocol, and that it may ask again: another node may serve it.
                assertThat(late.readAll())
                        .startsWith("HTTP/1.1 503")
                        .contains("retry-after: 1\r\n", "shutting down")
                        .doesNotContain("x-should-retry");
            }
            assertThat(stopped.isComplete()).isFalse();
            gate.open();
            assertThat(running.readAll()).contains("one", "two", "[DONE]").doesNotContain("\"error\"");
            TestGateway.await(stopped);
            assertThat(upstream.requestsFor("m")).isEqualTo(1);
        }
    }

    @Test
    void atTheEndOfTheGraceWhatStillRunsIsToldSoInItsProtocol() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").stall());
        upstream.on("quiet", OpenAiScript.chat("quiet").stall());
        try (TestNode node = TestNode.start("shutdown_grace_ms = 300", config());
                SseClient openAi = chat(node, "m");
                SseClient anthropic = SseClient.post(
                        node.port(),
                        "/v1/messages",
                        SseClient.chat("m", true).replace("{\"model\"", "{\"max_tokens\":100,\"model\""));
                SseClient silent = chat(node, "silent")) {
            openAi.awaitText("one");
            anthropic.awaitText("one");
            Awaitable.until(() -> upstream.exchanges().size() == 3);
            TestGateway.await(node.stop());
            assertThat(openAi.readAll())
                    .contains("data: {\"error\"", "shutting down")
                    .doesNotContain("[DONE]");
            assertThat(anthropic.readAll())
                    .contains("event: error", "shutting down")
                    .doesNotContain("message_stop");
            assertThat(silent.readAll()).startsWith("HTTP/1.1 503").contains("shutting down");
            upstream.exchanges().forEach(UpstreamExchange::awaitDisconnected);
        }
    }

    @Test
    void theSecondStopIsTheFirst() throws Exception {
        try (TestNode node = TestNode.start("", config())) {
            Future<Void> first = node.stop();
            assertThat(node.stop()).isSameAs(first);
            TestGateway.await(first);
        }
    }

    /** Two nodes ask providers: while one drains, the stream it works for goes on and new calls go to the other. */
    @Test
    void newCallsAreServedElsewhereWhileAConnectorDrains() throws Exception {
        int seed = FreePort.next();
        Gate gate = new Gate();
        upstream.on(
                "m",
                OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").stream(),
                OpenAiScript.words("m", "elsewhere").stream());
        try (TestNode ingress = TestNode.join("ingress", seed, seed, config());
                TestNode first = TestNode.join("router,connector", FreePort.next(), seed, config());
                TestNode second = TestNode.join("router,connector", FreePort.next(), seed, config());
                SseClient running = chat(ingress, "m")) {
            running.awaitText("one");
            boolean onFirst = first.open().exchanges() == 1;
            TestNode working = onFirst ? first : second;
            TestNode other = onFirst ? second : first;
            assertThat(working.open().exchanges()).isEqualTo(1);
            Future<Void> stopped = working.stop();
            // The members hear of a withdrawn address one after the other; from then on nothing new comes.
            int elsewhere = 0;
            for (int call = 0; call < 40 && elsewhere < 5; call++) {
                double before = other.metric(COMMITTED);
                try (SseClient late = chat(ingress, "m")) {
                    assertThat(late.readAll()).contains("elsewhere", "[DONE]");
                }
                elsewhere = other.metric(COMMITTED) > before ? elsewhere + 1 : 0;
            }
            assertThat(elsewhere).isEqualTo(5);
            assertThat(working.open().exchanges()).isEqualTo(1);
            assertThat(stopped.isComplete()).isFalse();
            gate.open();
            assertThat(running.readAll()).contains("one", "two", "[DONE]");
            TestGateway.await(stopped);
        }
    }

    private String config() {
        return """
            [providers.up]
            type = "openai-compatible"
            base_url = "%1$s/v1"
            [models.m]
            primary = { provider = "up", model = "m" }
            [models.silent]
            primary = { provider = "up", model = "quiet" }
            fallbacks = [{ provider = "up", model = "other" }]
            """.formatted(upstream.url());
    }

    private static SseClient chat(TestNode node, String model) throws Exception {
        return SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat(model, true));
    }
}
