package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator sees of calls that come with an idempotency key. */
@Timeout(60)
class IdempotencyMetricsTest {
    private static final String STREAM = SseClient.chat("m", true);

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
    void everyFateOfACallWithAKeyIsCounted() throws Exception {
        Gate gate = new Gate();
        upstream.on(
                "m",
                OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream(),
                OpenAiScript.words("m", "x".repeat(2_000)).stream(),
                OpenAiScript.failure(429, "rate_limit_error", null, "slower"));
        try (TestNode node = node("[idempotency]\nmax_answer_bytes = 1024")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(node.port(), "k", STREAM);
            gate.awaitReached();
            CompletableFuture<HttpResponse<String>> second = KeyedClient.sendChat(node.port(), "k", STREAM);
            node.awaitMetric("xjp_idempotency_waits_total", 1);
            gate.open();
            assertThat(second.join().body()).isEqualTo(first.join().body());
            assertThat(KeyedClient.chat(node.port(), "k", SseClient.chat("m", false))
                            .statusCode())
                    .isEqualTo(409);
            assertThat(KeyedClient.chat(node.port(), " ", STREAM).statusCode()).isEqualTo(400);
            assertThat(KeyedClient.chat(node.port(), "long", STREAM).statusCode())
                    .isEqualTo(200);
            assertThat(KeyedClient.chat(node.port(), "failing", STREAM).statusCode())
                    .isEqualTo(429);
            node.awaitMetric("xjp_idempotency_answers_total{outcome=\"kept\"}", 1);
            node.awaitMetric("xjp_idempotency_answers_total{outcome=\"freed\"}", 1);
            node.awaitMetric("xjp_idempotency_answers_total{outcome=\"too_large\"}", 1);
            assertThat(calls(node, "first")).isEqualTo(3);
            assertThat(calls(node, "replayed")).isEqualTo(1);
            assertThat(calls(node, "reused")).isEqualTo(1);
            assertThat(calls(node, "invalid")).isEqualTo(1);
            assertThat(calls(node, "unavailable")).isZero();
            assertThat(node.metric("xjp_idempotency_waits_total")).isEqualTo(1);
        }
    }

    @Test
    void aStoreThatIsAwayIsCounted() throws Exception {
        upstream.on("m", OpenAiScript.words("m", "a").stream());
        // Nobody listens there.
        try (TestNode node = node("[redis]\nurl = \"redis://127.0.0.1:" + FreePort.next() + "\"")) {
            assertThat(KeyedClient.chat(node.port(), "k", STREAM).statusCode()).isEqualTo(200);
            node.awaitMetric("xjp_idempotency_calls_total{outcome=\"unavailable\"}", 1);
        }
    }

    private static double calls(TestNode node, String result) throws Exception {
        return node.metric("xjp_idempotency_calls_total{outcome=\"" + result + "\"}");
    }

    private TestNode node(String sections) throws Exception {
        return TestNode.start("", """
                %s
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.m]
                primary = { provider = "up", model = "m" }
                """.formatted(sections, upstream.url()));
    }
}
