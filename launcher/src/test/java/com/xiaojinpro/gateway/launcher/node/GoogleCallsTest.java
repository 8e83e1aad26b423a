package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls to Vertex AI through a whole gateway: the token before them, and answers that come in several responses. */
class GoogleCallsTest {
    private static final String ANSWER =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hi\"}]},"
                    + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":1}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger tokens = new AtomicInteger();
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        gateway = TestGateway.start(Topology.ONE_NODE, """
            [providers.google]
            type = "vertex"
            project = "p-1"
            base_url = "%s"
            metadata_host = "127.0.0.1:%d"
            [models.m]
            primary = { provider = "google", model = "gemini-3-flash" }
            """.formatted(upstream.url(), upstream.port()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private void givesTokens() {
        upstream.answer(
                request -> request.path().contains("computeMetadata"),
                request -> Script.json("{\"access_token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":3599}")
                        .header("Metadata-Flavor", "Google"));
    }

    private List<RecordedRequest> generated() {
        return upstream.requests().stream()
                .filter(request -> request.path().contains("enerateContent"))
                .toList();
    }

    @Test
    @DisplayName("H99: one token serves every call")
    void oneTokenServesEveryCall() throws Exception {
        givesTokens();
        upstream.on(request -> request.path().endsWith(":generateContent"), Script.json(ANSWER));
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = post(false);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"Hi\"");
        }
        assertThat(tokens).hasValue(1);
        assertThat(generated()).hasSize(3).allSatisfy(request -> {
            assertThat(request.header("authorization")).isEqualTo("Bearer t1");
            assertThat(request.path())
                    .isEqualTo("/v1beta1/projects/p-1/locations/global/publishers/google/models/gemini-3-flash"
                            + ":generateContent");
        });
    }

    @Test
    @DisplayName("H111: a token that is refused is replaced, and the client never hears of it as its own")
    void aRefusedTokenIsReplaced() throws Exception {
        givesTokens();
        upstream.answer(
                request -> request.path().endsWith(":generateContent"),
                request -> "Bearer t1".equals(request.header("authorization"))
                        ? Script.json(401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}")
                        : Script.json(ANSWER));
        int first = post(false).statusCode();
        assertThat(first).isIn(200, 502);
        assertThat(post(false).statusCode()).isEqualTo(200);
        assertThat(tokens).hasValue(2);
    }

    @Test
    void withoutATokenNothingIsAskedAndTheClientIsTold() throws Exception {
        upstream.on(request -> request.path().contains("computeMetadata"), Script.json(403, "{}"));
        HttpResponse<String> answer = post(false);
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("no access token");
        assertThat(generated()).isEmpty();
    }

    @Test
    @DisplayName("H101: an answer that is cut is continued, and the client sees one")
    void anAnswerThatIsCutIsContinued() throws Exception {
        givesTokens();
        upstream.answer(request -> request.path().endsWith(":streamGenerateContent"), request -> {
            String token = new JsonObject(request.bodyText()).getString("continuationToken");
            return token == null
                    ? Script.stream()
                            .event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},"
                                    + "\"finishReason\":\"CONTINUATION\",\"continuationToken\":\"c-1\"}],"
                                    + "\"usageMetadata\":{\"promptTokenCount\":4,\"candidatesTokenCount\":2}}")
                    : Script.stream().event(ANSWER.replace("Hi", "B" + token));
        });
        HttpResponse<String> answer = post(true);
        assertThat(answer.body())
                .containsSubsequence(
                        "\"content\":\"A\"", "\"content\":\"Bc-1\"", "\"finish_reason\":\"stop\"", "[DONE]");
        assertThat(answer.body().split("\"finish_reason\":\"", -1)).hasSize(2);
        assertThat(generated()).hasSize(2);
        assertThat(gateway.awaitRecord().usage()).satisfies(usage -> {
            assertThat(usage.input()).isEqualTo(5);
            assertThat(usage.output()).isEqualTo(3);
        });
    }

    @Test
    @DisplayName("H31: an answer whose continuation fails is an error, not an end")
    void anAnswerWhoseContinuationFailsIsAnError() throws Exception {
        givesTokens();
        upstream.answer(
                request -> request.path().endsWith(":streamGenerateContent"),
                request -> request.bodyText().contains("continuationToken")
                        ? Script.json(503, "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"busy\"}}")
                        : Script.stream()
                                .event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},"
                                        + "\"finishReason\":\"CONTINUATION\",\"continuationToken\":\"c-1\"}]}"));
        HttpResponse<String> answer = post(true);
        assertThat(answer.body()).contains("\"content\":\"A\"", "\"error\":").doesNotContain("[DONE]");
    }

    private HttpResponse<String> post(boolean stream) throws IOException, InterruptedException {
        String body =
                "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("authorization", "Bearer " + TestGateway.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
