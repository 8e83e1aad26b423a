package com.xiaojinpro.gateway.connector.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests to Vertex AI go, and what is different in them. */
class VertexTypeTest {
    private static final UnifiedRequest REQUEST = new UnifiedRequestBuilder(Answers.streaming())
            .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
            .build();

    private static HttpCodec create(MapSettings settings) {
        return (HttpCodec) new VertexType().create(new ProviderConfig("v", "vertex", settings));
    }

    private static HttpCodec codec(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("project", "p-1", "token", "secret-token-1"));
        all.putAll(more);
        MapSettings settings = new MapSettings(all);
        HttpCodec codec = create(settings);
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        return codec;
    }

    private static Target target(String model, String region, String project) {
        return new Target("v", model, region, project, Timeouts.DEFAULT);
    }

    private static UpstreamRequest sent(HttpCodec codec, UnifiedRequest request, Target target) {
        return codec.encode(request, target, CallContext.NONE);
    }

    @ParameterizedTest
    @DisplayName("H98: every location has its host")
    @CsvSource({
        "global, https://aiplatform.googleapis.com",
        "us, https://aiplatform.us.rep.googleapis.com",
        "eu, https://aiplatform.eu.rep.googleapis.com",
        "europe-west4, https://europe-west4-aiplatform.googleapis.com",
        "evil.example/x, https://evil.example%2Fx-aiplatform.googleapis.com",
    })
    void everyLocationHasItsHost(String location, String host) {
        String url = sent(codec(Map.of("location", location)), REQUEST, target("gemini-3-flash", null, null))
                .url();
        assertThat(url).startsWith(host + "/v1beta1/projects/p-1/locations/");
        assertThat(url).endsWith("/publishers/google/models/gemini-3-flash:streamGenerateContent?alt=sse");
    }

    @Test
    void aTargetHasItsOwnRegionAndProject() {
        assertThat(sent(codec(Map.of()), REQUEST, target("m", "us-central1", "p 2"))
                        .url())
                .startsWith(
                        "https://us-central1-aiplatform.googleapis.com/v1beta1/projects/p%202/locations/us-central1/");
    }

    @ParameterizedTest
    @CsvSource({
        "models/m, projects/p-1/locations/global/publishers/google/models/m",
        "meta/llama-4, projects/p-1/locations/global/publishers/meta/models/llama-4",
        "publishers/google/models/m, projects/p-1/locations/global/publishers/google/models/m",
        "endpoints/123, projects/p-1/locations/global/endpoints/123",
        "projects/x/locations/y/endpoints/1, projects/x/locations/y/endpoints/1",
    })
    void aModelMayBeNamedInFull(String model, String path) {
        assertThat(sent(codec(Map.of()), REQUEST, target(model, null, null)).url())
                .isEqualTo("https://aiplatform.googleapis.com/v1beta1/" + path + ":streamGenerateContent?alt=sse");
    }

    @Test
    @DisplayName("H97: a model's name cannot lead elsewhere")
    void aModelNameCannotLeadElsewhere() {
        Assertions.assertThatThrownBy(() -> sent(codec(Map.of()), REQUEST, target("a/../../b", null, null)))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("model"));
    }

    @Test
    void aTokenIsSentAsItIsAndAKeyNeedsNoProject() {
        assertThat(sent(codec(Map.of("quota_project", "q")), REQUEST, target("m", null, null))
                        .headers())
                .containsEntry("authorization", "Bearer secret-token-1")
                .containsEntry("x-goog-user-project", "q");
        MapSettings express = new MapSettings(Map.of("api_key", "k-1"));
        UpstreamRequest sent = sent(create(express), REQUEST, target("m", null, null));
        assertThat(express.problems()).isEmpty();
        assertThat(sent.url()).startsWith("https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m:");
        assertThat(sent.headers()).containsEntry("x-goog-api-key", "k-1");
    }

    @Test
    void withoutACredentialTheMachineIsAsked() {
        MapSettings settings = new MapSettings(Map.of("project", "p-1", "metadata_host", "127.0.0.1:9"));
        assertThat(create(settings).credentials()).isNotNull();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void everyProblemIsReported() {
        MapSettings settings = new MapSettings(
                Map.of("token", "t", "credentials", "no json", "metadata_host", "http://x/", "api_version", "?"));
        create(settings);
        assertThat(settings.problems())
                .anyMatch(problem -> problem.startsWith("project: the project is missing"))
                .anyMatch(problem -> problem.startsWith("credentials: is one credential of several"))
                .anyMatch(problem -> problem.startsWith("credentials: is no JSON"))
                .anyMatch(problem -> problem.startsWith("metadata_host:"))
                .anyMatch(problem -> problem.startsWith("api_version:"))
                .hasSize(5);
    }

    @Test
    @DisplayName("H43: ids are not sent unless the operator says so")
    void idsAreNotSent() {
        UnifiedRequest request = new UnifiedRequestBuilder(REQUEST)
                .messages(List.of(
                        REQUEST.messages().getFirst(),
                        UnifiedMessage.of(
                                Role.ASSISTANT,
                                List.of(new ContentPart.ToolCall("c1", "f", "{}", false, "s", null, Extras.NONE))),
                        UnifiedMessage.of(
                                Role.TOOL,
                                List.of(new ContentPart.ToolResult("c1", null, List.of(), false, null, Extras.NONE)))))
                .build();
        Target target = target("m", null, null);
        assertThat(sent(codec(Map.of()), request, target).body().toString())
                .doesNotContain("\"id\"")
                .contains("{\"functionResponse\":{\"name\":\"f\",\"response\":{\"output\":\"\"}}}");
        assertThat(sent(codec(Map.of("call_ids", true)), request, target).body().toString())
                .contains("\"functionResponse\":{\"id\":\"c1\"");
    }

    @Test
    void whatVertexHasAndTheGeminiApiHasNot() {
        UnifiedRequest request = new UnifiedRequestBuilder(REQUEST)
                .serviceTier("priority")
                .metadata("{\"team\":\"a-1\"}")
                .tools(List.of(new ToolSpec.Function("f", null, null, null, null, Extras.NONE)))
                .build();
        UpstreamRequest sent = sent(codec(Map.of("stream_arguments", true)), request, target("m", null, null));
        assertThat(sent.headers()).containsEntry("x-vertex-ai-llm-shared-request-type", "priority");
        assertThat(sent.dropped()).isEmpty();
        JsonObject body = sent.body().toJsonObject();
        assertThat(body.getJsonObject("labels")).isEqualTo(new JsonObject("{\"team\":\"a-1\"}"));
        assertThat(body.containsKey("serviceTier")).isFalse();
        assertThat(body.getJsonObject("toolConfig").encode())
                .isEqualTo("{\"functionCallingConfig\":{\"streamFunctionCallArguments\":true}}");
        UnifiedRequest other =
                new UnifiedRequestBuilder(REQUEST).metadata("{\"Team\":1}").build();
        assertThat(sent(codec(Map.of()), other, target("m", null, null)).dropped())
                .containsExactly("metadata");
    }

    @Test
    void countsAndVectorsHaveFormsOfTheirOwn() {
        UnifiedRequest count = new UnifiedRequestBuilder(REQUEST)
                .operation(Operation.COUNT_TOKENS)
                .build();
        UpstreamRequest counted = sent(codec(Map.of()), count, target("m", null, null));
        assertThat(counted.url()).endsWith("/publishers/google/models/m:countTokens");
        assertThat(counted.body().toJsonObject().fieldNames()).containsExactly("contents");
        UnifiedRequest embed = new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                .operation(Operation.EMBED)
                .messages(REQUEST.messages())
                .extras(Extras.of(Map.of("dimensions", "8")))
                .build();
        UpstreamRequest embedded = sent(codec(Map.of()), embed, target("text-embedding-005", null, null));
        assertThat(embedded.url()).endsWith("/models/text-embedding-005:predict");
        assertThat(embedded.body().toJsonObject())
                .isEqualTo(new JsonObject("{\"instances\":[{\"content\":\"Hi\"}],"
                        + "\"parameters\":{\"autoTruncate\":false,\"outputDimensionality\":8}}"));
        UpstreamRequest newer = sent(codec(Map.of()), embed, target("gemini-embedding-2-preview", null, null));
        assertThat(newer.url()).endsWith(":embedContent");
        assertThat(newer.body().toJsonObject())
                .isEqualTo(new JsonObject("{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"outputDimensionality\":8}"));
    }
}
