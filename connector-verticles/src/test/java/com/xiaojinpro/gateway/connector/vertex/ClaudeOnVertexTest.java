package com.xiaojinpro.gateway.connector.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.connector.contract.ProviderContract;
import com.xiaojinpro.gateway.connector.contract.Recording;
import com.xiaojinpro.gateway.connector.contract.Transcript;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Claude on Vertex AI: the contract of every provider, where its requests go, and what is different in them. */
class ClaudeOnVertexTest extends ProviderContract {
    private static final String SONNET = "claude-sonnet-4-5@20250929";
    private static final UnifiedRequest REQUEST = new UnifiedRequestBuilder(Answers.streaming())
            .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
            .build();
    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_vrtx_1","type":"message","role":"assistant","model":"m",\
            "content":[],"usage":{"input_tokens":3,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm \u00fc"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig=="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_vrtx_1","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static HttpCodec codec(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("project", "p-1", "token", "secret-token-1"));
        all.putAll(more);
        MapSettings settings = new MapSettings(all);
        HttpCodec codec = (HttpCodec) new VertexType().create(new ProviderConfig("v", "vertex", settings));
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        return codec;
    }

    private static Target target(String model) {
        return new Target("v", model, null, null, Timeouts.DEFAULT);
    }

    private static UpstreamRequest sent(UnifiedRequest request, String model) {
        return codec(Map.of()).encode(request, target(model), CallContext.NONE);
    }

    @Override
    protected HttpCodec codec() {
        HttpCodec both = codec(Map.of());
        // The contract asks for a model of any name.
        return new NamedModel(both, target(SONNET));
    }

    @Override
    protected List<Transcript> transcripts() {
        return List.of(new Transcript("thought and call", STREAM, "\"type\":\"message_stop\""));
    }

    @ParameterizedTest
    @DisplayName("the path names the model, the body does not")
    @CsvSource({
        "claude-opus-4-1@20250805, publishers/anthropic/models/claude-opus-4-1@20250805",
        "anthropic/claude-opus-5, publishers/anthropic/models/claude-opus-5",
        "models/claude-opus-5, publishers/anthropic/models/claude-opus-5",
        "publishers/anthropic/models/claude-opus-5, publishers/anthropic/models/claude-opus-5",
    })
    void thePathNamesTheModel(String model, String resource) {
        UpstreamRequest sent = sent(REQUEST, model);
        assertThat(sent.url())
                .isEqualTo("https://aiplatform.googleapis.com/v1/projects/p-1/locations/global/" + resource
                        + ":streamRawPredict");
        JsonObject body = sent.body().toJsonObject();
        assertThat(body.containsKey("model")).isFalse();
        assertThat(body.getString("anthropic_version")).isEqualTo("vertex-2023-10-16");
        assertThat(body.getBoolean("stream")).isTrue();
        assertThat(sent.headers())
                .containsEntry("authorization", "Bearer secret-token-1")
                .doesNotContainKeys("anthropic-version", "x-api-key");
    }

    @ParameterizedTest
    @CsvSource({"gemini-3-flash", "google/gemini-3-flash", "publishers/google/models/claude-like", "endpoints/1"})
    void everyOtherModelIsAskedAsBefore(String model) {
        assertThat(sent(REQUEST, model).url()).contains("/v1beta1/").endsWith(":streamGenerateContent?alt=sse");
    }

    @Test
    @DisplayName("H97: a model's name cannot lead elsewhere")
    void aModelNameCannotLeadElsewhere() {
        assertThatThrownBy(() -> sent(REQUEST, "anthropic/../../claude-x"))
                .satisfies(e -> assertThat(Fault.from(e).param()).isEqualTo("model"));
    }

    @Test
    @DisplayName("H82: a client's own Messages request goes on as written")
    void aClientsOwnRequestGoesOnAsWritten() {
        String body = "{\"model\":\"asked\", \"max_tokens\":10,\"future\":{\"a\":[1]},\"messages\":[]}";
        UnifiedRequest own = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("asked")
                .maxOutputTokens(10L)
                .body(Buffer.buffer(body))
                .build();
        UpstreamRequest sent = codec(Map.of()).encode(own, target(SONNET), CallContext.NONE);
        assertThat(sent.url()).endsWith(":rawPredict");
        assertThat(sent.body().toJsonObject())
                .isEqualTo(new JsonObject("{\"max_tokens\":10,\"future\":{\"a\":[1]},\"messages\":[],"
                        + "\"anthropic_version\":\"vertex-2023-10-16\"}"));
    }

    @Test
    @DisplayName("H116: a beta the platform does not know would be refused, so it is dropped and reported")
    void unknownBetasAreDroppedAndReported() {
        UnifiedRequest own = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("asked")
                .maxOutputTokens(10L)
                .body(Buffer.buffer("{\"model\":\"asked\",\"max_tokens\":10,\"messages\":[]}"))
                .build();
        CallContext context = new CallContext(
                "r", "t", Map.of("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14"));
        UpstreamRequest sent = codec(Map.of()).encode(own, target(SONNET), context);
        assertThat(sent.headers()).containsEntry("anthropic-beta", "interleaved-thinking-2025-05-14");
        assertThat(sent.dropped()).containsExactly("anthropic-beta.claude-code-20250219");
        UpstreamRequest all = codec(Map.of("client_betas", List.of("*"))).encode(own, target(SONNET), context);
        assertThat(all.dropped()).isEmpty();
    }

    @Test
    void aCountNamesItsModelInTheBody() {
        UnifiedRequest count = new UnifiedRequestBuilder(REQUEST)
                .operation(Operation.COUNT_TOKENS)
                .build();
        UpstreamRequest sent = sent(count, "anthropic/" + SONNET);
        assertThat(sent.url()).endsWith("/publishers/anthropic/models/count-tokens:rawPredict");
        assertThat(sent.body().toJsonObject().getString("model")).isEqualTo(SONNET);
        assertThat(sent.body().toJsonObject().containsKey("max_tokens")).isFalse();
    }

    @Test
    void claudeMakesNoEmbeddings() {
        UnifiedRequest embed = new UnifiedRequestBuilder(Dialect.OPENAI_EMBEDDINGS)
                .operation(Operation.EMBED)
                .messages(REQUEST.messages())
                .build();
        assertThatThrownBy(() -> sent(embed, SONNET))
                .satisfies(e -> assertThat(Fault.from(e).kind()).isEqualTo(FaultKind.NOT_FOUND));
    }

    @Test
    void aSchemaIsAskedForAsATool() {
        UnifiedRequest request = new UnifiedRequestBuilder(REQUEST)
                .responseFormat(new ResponseFormat.JsonSchema(
                        "book", null, "{\"type\":\"object\",\"properties\":{}}", null, Extras.NONE))
                .build();
        JsonObject body = sent(request, SONNET).body().toJsonObject();
        assertThat(body.getJsonArray("tools")).hasSize(1);
        assertThat(body.containsKey("output_config")).isFalse();
        JsonObject told = codec(Map.of("models", Map.of("*", Map.of("structured_output", true))))
                .encode(request, target(SONNET), CallContext.NONE)
                .body()
                .toJsonObject();
        assertThat(told.getJsonObject("output_config").getJsonObject("format")).isNotNull();
    }

    @Test
    void mediaAreFetchedByTheGateway() {
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.com/i"), null, null, Extras.NONE);
        assertThat(codec(Map.of("fetch_urls", true)).fetches(image, "https://e.com/i", target(SONNET)))
                .isFalse();
        assertThat(codec(Map.of("fetch_urls", true)).fetches(image, "https://e.com/i", target("gemini-3-flash")))
                .isTrue();
    }

    @Test
    @DisplayName("H111: the errors of the platform and those of Claude are told apart")
    void bothKindsOfErrorsAreRead() {
        Fault quota = codec(Map.of("project", "my-project-1"))
                .fault(
                        Answers.head(429, "content-type", "application/json"),
                        Buffer.buffer("{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\","
                                + "\"message\":\"Quota exceeded for my-project-1\"}}"));
        assertThat(quota.kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(quota.message()).doesNotContain("my-project-1");
        Fault overloaded = codec(Map.of())
                .fault(
                        Answers.head(529, "content-type", "application/json"),
                        Buffer.buffer("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                                + "\"message\":\"Overloaded\"}}"));
        assertThat(overloaded.retryable()).isTrue();
        assertThat(overloaded.kind()).isNotEqualTo(FaultKind.INTERNAL);
    }

    static Stream<Recording> recordings() {
        return Recording.of("vertex-anthropic").stream();
    }

    /** Shows in the report that the others did not run, and why. */
    @Test
    void theRecordingsAreThere() {
        Recording.assumePresent("vertex-anthropic");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recordings")
    void aRecordedAnswerIsReadTheSameHoweverItIsCut(Recording recording) {
        List<UnifiedChunk> whole = decode(recording, Integer.MAX_VALUE);
        assertThat(decode(recording, 61)).isEqualTo(whole);
        assertThat(Answers.finished(whole)).isTrue();
        assertThat(Answers.fold(whole).usage()).isNotNull();
    }

    private List<UnifiedChunk> decode(Recording recording, int size) {
        return Answers.decode(
                codec().decoder(
                                Answers.head(recording.status(), recording.headerPairs()),
                                Answers.streaming(),
                                Answers.TARGET),
                Answers.pieces(Answers.utf8(recording.body()), size));
    }
}
