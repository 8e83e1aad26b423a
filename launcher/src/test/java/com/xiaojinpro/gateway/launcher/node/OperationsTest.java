package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway does besides answering: it counts tokens and makes embeddings. */
class OperationsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        gateway = TestGateway.start(Topology.ONE_NODE, """
            [providers.demo]
            type = "echo"
            [models.demo]
            primary = { provider = "demo", model = "demo" }
            [providers.openai]
            type = "openai"
            base_url = "%s/v1"
            api_key = "sk-upstream-0123456789"
            api = "responses"
            [models.counted]
            primary = { provider = "openai", model = "gpt-5" }
            """.formatted(upstream.url()));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void tokensAreCountedByOpenAiWhereItGivesTheAnswers() throws Exception {
        upstream.onPath(
                "/v1/responses/input_tokens",
                Script.json("{\"object\":\"response.input_tokens\",\"input_tokens\":11}"),
                Script.json("{\"object\":\"response.input_tokens\",\"input_tokens\":12}"),
                Script.json(404, "{\"error\":{\"message\":\"No such model.\",\"code\":\"model_not_found\"}}"));

        HttpResponse<String> own = post("/v1/responses/input_tokens", "{\"model\":\"counted\",\"input\":\"Hi\"}");
        assertThat(own.body()).isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
        assertThat(own.headers().firstValue("x-xjp-usage-source")).isEmpty();
        assertThat(upstream.requests().getLast().bodyText()).isEqualTo("{\"model\":\"gpt-5\",\"input\":\"Hi\"}");

        String question = "{\"model\":\"counted\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(post("/v1/messages/count_tokens", question).body()).isEqualTo("{\"input_tokens\":12}");
        assertThat(upstream.requests().getLast().bodyText())
                .contains("\"input\":[{\"type\":\"message\"")
                .doesNotContain("stream", "store", "include");

        assertThat(post("/v1/messages/count_tokens", question).statusCode()).isEqualTo(404);
    }

    @Test
    void tokensAreEstimatedWhereNoProviderCountsThemAndMarkedSo() throws Exception {
        HttpResponse<String> answer = post(
                "/v1/messages/count_tokens",
                "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"twelve chars\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getInteger("input_tokens")).isEqualTo(7);
        assertThat(answer.headers().firstValue("x-xjp-usage-source")).contains("estimated");
        assertThat(gateway.awaitRecord().usage()).as("a count uses no tokens").isNull();
    }

    @Test
    void aCountThatCannotBeReadIsRefusedInTheProtocol() throws Exception {
        HttpResponse<String> answer = post("/v1/messages/count_tokens", "{\"model\":\"demo\",\"messages\":[]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("type"))
                .isEqualTo("invalid_request_error");
    }

    @Test
    void eachInputGetsItsVector() throws Exception {
        HttpResponse<String> answer =
                post("/v1/embeddings", "{\"model\":\"demo\",\"input\":[\"a\",\"b\",\"a\"],\"dimensions\":3}");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray data = new JsonObject(answer.body()).getJsonArray("data");
        assertThat(data).hasSize(3);
        assertThat(vector(data, 0)).hasSize(3).isEqualTo(vector(data, 2)).isNotEqualTo(vector(data, 1));
        assertThat(gateway.awaitRecord().usage()).isNotNull();
    }

    @Test
    void aRequestThatCannotBeReadIsRefusedInTheProtocol() throws Exception {
        HttpResponse<String> answer = post("/v1/embeddings", "{\"model\":\"demo\",\"input\":\"a\",\"dimensions\":0}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("param"))
                .isEqualTo("dimensions");
    }

    @Test
    void aRefusalOverHttp2HasNoHeaderOfAnotherProtocol() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .version(HttpClient.Version.HTTP_2)
                .header("authorization", "Bearer wrong")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"demo\"" + " ".repeat(200_000) + "}"))
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private static JsonArray vector(JsonArray data, int index) {
        return data.getJsonObject(index).getJsonArray("embedding");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + TestGateway.KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
