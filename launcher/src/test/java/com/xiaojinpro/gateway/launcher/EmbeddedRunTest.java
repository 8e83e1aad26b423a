package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.launcher.node.SseClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The first minute of a new owner: a start without a configuration, a call of each protocol, the signal to stop. */
@Timeout(60)
class EmbeddedRunTest {
    private static final String KEY = "key-of-the-test-0123456789";

    @Test
    void aStartWithoutAFileStreamsThroughEchoAndEndsInOrder() throws Exception {
        try (CommandRun run = CommandRun.of(EmbeddedRunTest::run)) {
            String question = "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";
            String openAi = "{\"model\":\"echo\"," + question;
            try (SseClient client = SseClient.post(run.port(), "/v1/chat/completions", KEY, openAi)) {
                assertThat(client.readAll())
                        .startsWith("HTTP/1.1 200")
                        .contains("content-type: text/event-stream", "echo:", " Hello", " there", "data: [DONE]");
            }
            String anthropic = "{\"model\":\"echo\",\"max_tokens\":100," + question;
            try (SseClient client = SseClient.post(run.port(), "/v1/messages", KEY, anthropic)) {
                assertThat(client.readAll()).contains("event: message_start", "there", "event: message_stop");
            }
            try (SseClient stranger = SseClient.post(run.port(), "/v1/chat/completions", "another-key", openAi)) {
                assertThat(stranger.readAll()).startsWith("HTTP/1.1 401");
            }
            assertThat(run.models(KEY)).contains("\"echo\"");
            assertThat(run.stop()).isZero();
            assertThat(run.output()).endsWith("Stopping; running streams have 30 seconds to end.\n");
            assertThat(run.errors()).isEmpty();
        }
    }

    /** The built-in configuration as a start takes it, but for its ports, which may be taken here. */
    private static int run(Surroundings surroundings) {
        ConfigSource.Loading loading = EmbeddedConfig.withKey(Map.of(), KEY).load();
        try {
            return new NodeRun(surroundings, new NodeOptions(Roles.ALL, null))
                    .run(
                            ((ConfigSource.Loading.Ready) loading).loaded().withPorts(0, 0),
                            null,
                            steps -> steps.tryIt(KEY, "nowhere"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
