package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What the log never holds, however a call ends and however much is logged. */
@Timeout(60)
class LogSecrecyTest {
    private static final String ROOT = "com.xiaojinpro.gateway";
    private static final String PROVIDER_KEY = "sk-provider-0123456789abcdef";
    private static final String PROMPT = "a-very-private-question";
    private static final String ANSWER = "a-very-private-answer";
    private static final String IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ";

    @Test
    @DisplayName("H122: neither keys nor what was said stand in the log, even where everything is logged")
    void neitherKeysNorContentsAreLogged() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start();
                LogLines log = new LogLines(ROOT)) {
            ((Logger) LoggerFactory.getLogger(ROOT)).setLevel(Level.TRACE);
            upstream.on("well", OpenAiScript.words("well", ANSWER).stream());
            upstream.on("cut", OpenAiScript.chat("cut").text(ANSWER).cut());
            upstream.on(
                    "unauthorized",
                    Script.json(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + PROVIDER_KEY + "\"}}"));
            upstream.on("garbage", Script.stream().event("{\"choices\":[{\"delta\":{\"content\":\"" + ANSWER));
            upstream.on("refused", Script.refusal());
            try (TestGateway gateway = TestGateway.start(Topology.ONE_LOOP, """
                    [providers.up]
                    type = "openai-compatible"
                    base_url = "%s/v1"
                    api_key = "%s"
                    [models."*"]
                    primary = { provider = "up", model = "*" }
                    """.formatted(upstream.url(), PROVIDER_KEY))
                    .uses(upstream)) {
                for (String model : new String[] {"well", "cut", "unauthorized", "garbage", "refused"}) {
                    try (SseClient client = SseClient.post(gateway.port(), "/v1/chat/completions", body(model))) {
                        assertThat(client.readAll()).startsWith("HTTP/1.1 ").doesNotContain(PROVIDER_KEY);
                    }
                }
                try (SseClient client = SseClient.post(gateway.port(), "/v1/chat/completions", body("well") + "}")) {
                    assertThat(client.readAll()).startsWith("HTTP/1.1 400");
                }
                try (SseClient client =
                        SseClient.post(gateway.port(), "/v1/chat/completions", "sk-wrong-0123456789", body("well"))) {
                    assertThat(client.readAll()).startsWith("HTTP/1.1 401");
                }
            }
            for (String line : log.withCauses()) {
                assertThat(line)
                        .doesNotContain(PROVIDER_KEY, TestGateway.KEY, "sk-wrong-0123456789")
                        .doesNotContain(PROMPT, ANSWER, IMAGE);
            }
            assertThat(log.withCauses()).as("something is logged at all").isNotEmpty();
        }
    }

    private static String body(String model) {
        return "{\"model\":\"" + model
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"" + PROMPT + "\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + IMAGE + "\"}}]}]}";
    }
}
