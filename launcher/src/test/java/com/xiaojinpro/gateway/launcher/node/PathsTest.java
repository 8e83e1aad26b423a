package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths that clients with a base URL of one form or another ask for. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        gateway = TestGateway.start(Topology.ONE_LOOP, """
            [providers.demo]
            type = "echo"
            [models.demo]
            primary = { provider = "demo", model = "demo" }
            """);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @DisplayName("H119: with /v1 and without, with a query, with a slash at the end")
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/chat/completions",
                "/v1/chat/completions?api-version=1",
                "/v1/chat/completions/",
                "/v1/messages",
                "/messages",
                "/v1/messages?beta=true",
                "/v1/messages/",
                "/v1/messages/count_tokens?beta=true",
            })
    void everyFormOfAPathIsServed(String path) throws Exception {
        assertThat(call("POST", path, TestGateway.KEY).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("H119: a path that is not served says what is, in JSON")
    @ValueSource(strings = {"/v1/v1/chat/completions", "/v1/v1/messages", "/v1/completions", "/v2/messages", "/"})
    void anUnknownPathSaysWhatThereIs(String path) throws Exception {
        HttpResponse<String> answer = call("POST", path, TestGateway.KEY);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("message"))
                .contains("/v1/chat/completions", "/v1/messages", "base URL");
    }

    @ParameterizedTest
    @DisplayName("H119, H112: another method is refused in the shape of the path's protocol")
    @CsvSource({
        "GET, /v1/chat/completions",
        "PUT, /v1/chat/completions",
        "OPTIONS, /v1/chat/completions",
        "GET, /v1/messages",
        "DELETE, /v1/messages",
    })
    void anotherMethodIsRefused(String method, String path) throws Exception {
        HttpResponse<String> answer = call(method, path, TestGateway.KEY);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
        assertShape(path, answer.body());
    }

    @ParameterizedTest
    @DisplayName("H119, H112: a wrong key is refused at once, with its status and nothing before it")
    @ValueSource(strings = {"/v1/chat/completions", "/v1/messages", "/v1/messages/count_tokens"})
    void aWrongKeyIsRefusedAtOnce(String path) throws Exception {
        HttpResponse<String> answer = call("POST", path, "wrong");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertShape(path, answer.body());
    }

    @Test
    @DisplayName("H119: HEAD has a status and no body")
    void aHeadHasNoBody() throws Exception {
        HttpResponse<String> answer = call("HEAD", "/v1/messages", TestGateway.KEY);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).isEmpty();
    }

    private static void assertShape(String path, String body) {
        JsonObject error = new JsonObject(body);
        boolean anthropic = path.contains("messages");
        assertThat(error.getString("type")).isEqualTo(anthropic ? "error" : null);
        assertThat(error.getJsonObject("error").getString("message")).isNotBlank();
        assertThat(error.getJsonObject("error").containsKey("param")).isEqualTo(!anthropic);
    }

    private HttpResponse<String> call(String method, String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("authorization", "Bearer " + key)
                .method(
                        method,
                        HttpRequest.BodyPublishers.ofString("{\"model\":\"demo\",\"max_tokens\":9,\"messages\":"
                                + "[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
