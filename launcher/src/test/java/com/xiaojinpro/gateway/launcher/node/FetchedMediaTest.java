package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Media by address for a provider that follows none: the gateway fetches them, where it may. */
class FetchedMediaTest {
    private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 1, 2, 3};

    private final HttpClient client = HttpClient.newHttpClient();
    private ScriptedUpstream upstream;
    private ScriptedUpstream pictures;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
        upstream.on(
                request -> request.path().endsWith(":rawPredict"),
                Script.json("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"A dot.\"}],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));
        pictures = ScriptedUpstream.start();
        pictures.onPath("/a.png", Script.body(200, IMAGE).header("content-type", "image/png"));
    }

    @AfterEach
    void stop() {
        upstream.close();
        pictures.close();
    }

    private String config(String media) {
        return """
            [providers.google]
            type = "vertex"
            project = "p-1"
            token = "an-access-token"
            base_url = "%s"
            [models.m]
            primary = { provider = "google", model = "claude-haiku-4-5" }
            %s
            """.formatted(upstream.url(), media);
    }

    private HttpResponse<String> post(TestGateway gateway, String path, String content) throws Exception {
        String body =
                "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":[" + content + "]}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + TestGateway.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String chatImage() {
        return "{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + pictures.url() + "/a.png\"}}";
    }

    private String messagesImage() {
        return "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"" + pictures.url() + "/a.png\"}}";
    }

    @Test
    void theProviderGetsWhatTheAddressHolds() throws Exception {
        try (TestGateway gateway =
                TestGateway.start(Topology.ONE_NODE, config("[media]\nallow = [\"127.0.0.0/8\"]\n"))) {
            assertThat(post(gateway, "/v1/chat/completions", chatImage()).body())
                    .contains("A dot.");
            assertThat(post(gateway, "/v1/messages", messagesImage()).body()).contains("A dot.");
        }
        List<RecordedRequest> asked = upstream.requests();
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(request -> assertThat(new JsonObject(request.bodyText())
                                .getJsonArray("messages")
                                .getJsonObject(0)
                                .getJsonArray("content")
                                .getJsonObject(0)
                                .getJsonObject("source"))
                        .isEqualTo(new JsonObject()
                                .put("type", "base64")
                                .put("media_type", "image/png")
                                .put("data", Base64.getEncoder().encodeToString(IMAGE))));
        assertThat(pictures.requests()).hasSize(2);
    }

    @Test
    void anAddressInsideTheNetworkIsNotReached() throws Exception {
        try (TestGateway gateway = TestGateway.start(Topology.ONE_NODE, config(""))) {
            HttpResponse<String> answer = post(gateway, "/v1/chat/completions", chatImage());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        assertThat(pictures.requests()).isEmpty();
        assertThat(upstream.requests()).isEmpty();
    }
}
