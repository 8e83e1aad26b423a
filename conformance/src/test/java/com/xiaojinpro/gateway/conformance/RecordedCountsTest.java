package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Recorded counts of tokens, end to end: what was asked reaches the provider as it was recorded, and what it said reaches the
 * client. Needs the recordings, which are not part of the repository; skipped where they are absent.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedCountsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private List<JsonNode> recorded = List.of();
    private ScriptedUpstream upstream;
    private Gateway gateway;

    @BeforeAll
    void start() throws IOException {
        Recordings recordings = Recordings.find();
        Path folder = recordings == null ? Path.of("") : recordings.folder().resolve("cassettes/count-tokens");
        assumeTrue(
                recordings != null && Files.isDirectory(folder),
                "no recorded traffic: XJP_SHARED does not name it, and there is no shared folder beside the repository");
        try (Stream<Path> files = Files.list(folder)) {
            recorded = files.sorted().map(RecordedCountsTest::read).toList();
        }
        upstream = ScriptedUpstream.start();
        gateway = Gateway.start("""
                [server]
                port = 0
                shutdown_grace_ms = 0
                [management]
                enabled = false
                [[auth.keys]]
                name = "conformance"
                key = "%1$s"
                [providers.anthropic]
                type = "anthropic"
                base_url = "%2$s"
                api_key = "replayed-credential"
                [providers.gemini]
                type = "gemini"
                base_url = "%2$s"
                api_key = "replayed-credential"
                [models."claude*"]
                primary = { provider = "anthropic", model = "claude*" }
                [models."gemini*"]
                primary = { provider = "gemini", model = "gemini*" }
                """.formatted(Stage.KEY, upstream.url()));
    }

    @AfterAll
    void stop() {
        if (gateway != null) {
            gateway.close();
            upstream.close();
        }
    }

    @Test
    void everyRecordedCountReachesItsClient() throws Exception {
        assertThat(recorded).isNotEmpty();
        for (JsonNode one : recorded) {
            String id = one.get("id").asText();
            JsonNode asked = one.at("/request/body");
            JsonNode answer = one.get("response");
            String path = one.at("/request/path").asText().replaceAll("\\?.*", "");
            boolean google = one.get("provider").asText().equals("gemini");
            upstream.on(
                    request -> request.path().equals(path)
                            && said(request).equals(google ? contents(asked) : asked.get("messages")),
                    Script.json(answer.get("status").asInt(), answer.get("body").asText()));

            HttpResponse<String> counted = count(google ? question(path, asked) : asked);

            RecordedRequest sent = upstream.requests().getLast();
            assertThat(sent.path()).as(id).isEqualTo(path);
            JsonNode body = Stage.json(sent.bodyText());
            assertThat(google ? contents(body) : body).as(id).isEqualTo(google ? contents(asked) : asked);
            JsonNode told = Stage.json(answer.get("body").asText());
            if (answer.get("status").asInt() == 200) {
                assertThat(counted.statusCode()).as(id).isEqualTo(200);
                assertThat(Stage.json(counted.body()).get("input_tokens"))
                        .as(id)
                        .isEqualTo(told.has("totalTokens") ? told.get("totalTokens") : told.get("input_tokens"));
                assertThat(counted.headers().firstValue("x-xjp-usage-source"))
                        .as(id)
                        .isEmpty();
            } else {
                assertThat(counted.statusCode())
                        .as(id)
                        .isEqualTo(answer.get("status").asInt());
                assertThat(Stage.json(counted.body()).at("/error/type")).as(id).isEqualTo(told.at("/error/type"));
            }
        }
    }

    private static JsonNode said(RecordedRequest request) {
        JsonNode body = Stage.json(request.bodyText());
        return body.has("messages") ? body.get("messages") : contents(body);
    }

    /** Both forms of Google's question hold the same contents. */
    private static JsonNode contents(JsonNode body) {
        return body.has("generateContentRequest") ? body.at("/generateContentRequest/contents") : body.get("contents");
    }

    /** Google's question as a client of Anthropic's protocol asks it. */
    private static JsonNode question(String path, JsonNode body) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("model", path.replaceAll(".*/models/|:countTokens", ""));
        ArrayNode messages = question.putArray("messages");
        for (JsonNode content : contents(body)) {
            ArrayNode blocks = messages.addObject().put("role", "user").putArray("content");
            content.get("parts")
                    .forEach(part -> blocks.addObject()
                            .put("type", "text")
                            .put("text", part.get("text").asText()));
        }
        return question;
    }

    private HttpResponse<String> count(JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/v1/messages/count_tokens"))
                .header("x-api-key", Stage.KEY)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode read(Path file) {
        try {
            return Stage.json(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
