package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to others every day is told to the caller, counted and recorded, and is no error in the log. */
@Timeout(60)
class QuietLogTest {
    private static final String BODY =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @Test
    void aConnectionThatAProviderResetsIsNoErrorInTheLog() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                TestGateway gateway = TestGateway.start(Topology.ONE_LOOP, """
                        [providers.up]
                        type = "openai-compatible"
                        base_url = "%s/v1"
                        [models.m]
                        primary = { provider = "up", model = "m" }
                        """.formatted(upstream.url()))
                        .uses(upstream);
                LogLines log = new LogLines("io.vertx")) {
            upstream.on("m", OpenAiScript.chat("m").text("one").reset());
            try (SseClient client = SseClient.post(gateway.port(), "/v1/chat/completions", BODY)) {
                assertThat(client.readAll()).contains("one", "stream_incomplete");
            }
            assertThat(log.all()).isEmpty();
        }
    }
}
