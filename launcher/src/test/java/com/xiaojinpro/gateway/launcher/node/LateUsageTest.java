package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.model.Usage;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Usage that a provider tells after it has said how its answer ended, and a provider that never tells it. */
@Timeout(60)
class LateUsageTest {
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        gateway = TestGateway.start(Topology.ONE_NODE, """
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models."*"]
            primary = { provider = "up", model = "*" }
            """.formatted(upstream.url()))
                .uses(upstream);
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    @DisplayName("H18: the end waits for the usage behind it, in both protocols")
    void theEndWaitsForTheUsageBehindIt() throws Exception {
        for (boolean anthropic : new boolean[] {true, false}) {
            String model = anthropic ? "a" : "b";
            Gate gate = new Gate();
            upstream.on(model, OpenAiScript.chat(model).text("one").finish("stop").pause(gate).usage(123, 45).stream());
            try (SseClient client = anthropic ? SseClient.messages(gateway, model) : SseClient.chat(gateway, model)) {
                client.awaitText("one");
                gate.awaitReached();
                gate.open();
                String seen = client.readAll();
                if (anthropic) {
                    assertThat(seen).contains("\"input_tokens\":123", "\"output_tokens\":45", "event: message_stop");
                } else {
                    assertThat(seen).contains("[DONE]");
                }
            }
            CallRecord record = gateway.awaitRecord();
            assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
            Usage usage = record.usage();
            assertThat(usage.input()).isEqualTo(123);
            assertThat(usage.output()).isEqualTo(45);
            assertThat(usage.source()).isEqualTo(Usage.Source.REPORTED);
        }
    }

    @Test
    @DisplayName("H6, H18: a server that keeps its connection after the end does not keep the client")
    void aServerThatNeverTellsItDoesNotKeepTheClient() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").finish("stop").stall());
        try (SseClient client = SseClient.messages(gateway, "m")) {
            assertThat(client.readAll()).contains("one", "event: message_stop");
        }
        CallRecord record = gateway.awaitRecord();
        assertThat(record.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(record.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        upstream.awaitExchange().awaitDisconnected();
    }
}
