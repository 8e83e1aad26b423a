package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that says nothing for long: the client's connection is kept alive, and what becomes of it is told in the stream. */
@Timeout(60)
class SilentProviderTest {
    private final Gate gate = new Gate();
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        upstream.on(
                "m",
                Script.chunked(429)
                        .contentType("application/json")
                        .header("retry-after", "7")
                        .pause(gate)
                        .send("{\"error\":{\"message\":\"Slow down.\",\"type\":\"rate_limit_error\"}}"));
        gateway = TestGateway.start(
                        Topology.ONE_NODE, "keepalive_after_ms = 200\nkeepalive_interval_ms = 200", """
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models.m]
            primary = { provider = "up", model = "m" }
            """.formatted(
                                        upstream.url()))
                .uses(upstream);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    @DisplayName("H9: a silent stream has comments, and an error that comes late is told in it")
    void aSilentStreamIsKeptAlive() throws Exception {
        try (SseClient client = SseClient.chat(gateway, "m")) {
            keptAlive(client);
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 200")
                    .contains("data: {\"error\"", "rate_limit")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    @DisplayName("H9: an Anthropic client's, too; nothing but comments comes before its first event")
    void aSilentMessageIsKeptAlive() throws Exception {
        try (SseClient client = SseClient.messages(gateway, "m")) {
            keptAlive(client);
            String seen = client.readAll();
            assertThat(seen).startsWith("HTTP/1.1 200").contains("event: error", "rate_limit_error");
            assertThat(seen).doesNotContain("message_stop").doesNotContain("event: ping");
        }
    }

    @Test
    @DisplayName("H9: who does not stream waits for a real status")
    void aWholeAnswerKeepsItsStatus() throws Exception {
        try (SseClient client = SseClient.post(gateway.port(), "/v1/chat/completions", SseClient.chat("m", false))) {
            upstream.awaitExchange();
            gate.open();
            assertThat(client.readAll()).startsWith("HTTP/1.1 429").contains("retry-after: 7");
        }
    }

    private void keptAlive(SseClient client) throws Exception {
        // Two of them, each a chunk of its own.
        client.awaitText("\r\n: keep-alive\n\n\r\ne\r\n: keep-alive\n\n");
        gate.open();
    }
}
