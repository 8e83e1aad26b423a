package com.xiaojinpro.gateway.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types openai and azure-openai, from their settings to what they send and understand. */
class OpenAiTypeTest {
    private static final String AZURE = "https://res.openai.azure.com";

    private static HttpCodec openai(MapSettings settings) {
        return (HttpCodec) new OpenAiType(name -> null).create(new ProviderConfig("p", "openai", settings));
    }

    private static HttpCodec azure(MapSettings settings) {
        return (HttpCodec) new AzureOpenAiType().create(new ProviderConfig("p", "azure-openai", settings));
    }

    private static UnifiedRequest request(Dialect dialect, Operation operation) {
        return new UnifiedRequestBuilder(dialect)
                .operation(operation)
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .build();
    }

    private static UpstreamRequest encode(HttpCodec codec, String model, Dialect dialect) {
        Operation operation = dialect == Dialect.OPENAI_EMBEDDINGS ? Operation.EMBED : Operation.GENERATE;
        return codec.encode(
                request(dialect, operation),
                new Target("p", model, null, null, Timeouts.DEFAULT),
                new CallContext("req-1", "", Map.of("authorization", "client")));
    }

    @Test
    void bothAreFoundByTheirNames() {
        assertThat(ServiceLoader.load(ProviderType.class).stream()
                        .map(type -> type.get().name()))
                .contains("openai", "azure-openai", "ollama");
    }

    @Test
    void openAiNeedsNothingButAKey() {
        HttpCodec codec = (HttpCodec) new OpenAiType(name -> name.equals("OPENAI_API_KEY") ? " sk-env " : null)
                .create(new ProviderConfig("p", "openai", new MapSettings(Map.of())));
        UpstreamRequest chat = encode(codec, "gpt-5", Dialect.OPENAI_CHAT);
        assertThat(chat.url()).isEqualTo("https://api.openai.com/v1/chat/completions");
        assertThat(chat.headers())
                .containsEntry("authorization", "Bearer sk-env")
                .containsEntry("x-client-request-id", "req-1");
        assertThat(encode(codec, "gpt-5", Dialect.OPENAI_RESPONSES).url())
                .isEqualTo("https://api.openai.com/v1/responses");
        assertThat(encode(codec, "text-embedding-3-small", Dialect.OPENAI_EMBEDDINGS)
                        .url())
                .isEqualTo("https://api.openai.com/v1/embeddings");
        assertThat(codec.performs(Operation.EMBED)).isTrue();
    }

    private static UnifiedRequest count(Dialect dialect, String body) {
        return new UnifiedRequestBuilder(request(dialect, Operation.COUNT_TOKENS))
                .maxOutputTokens(100L)
                .body(Buffer.buffer(body))
                .build();
    }

    @Test
    void tokensAreCountedWhereTheAnswerWouldComeFrom() {
        HttpCodec codec = openai(new MapSettings(Map.of("api_key", "sk-1")));
        Target both = new Target("p", "gpt-5", null, null, Timeouts.DEFAULT);
        Target responses = new Target("p", "gpt-5-pro", null, null, Timeouts.DEFAULT);
        UnifiedRequest own = count(Dialect.OPENAI_RESPONSES, "");
        UnifiedRequest foreign = count(Dialect.ANTHROPIC_MESSAGES, "");
        assertThat(codec.performs(own, both)).isTrue();
        assertThat(codec.performs(foreign, both))
                .as("chat completions count nothing")
                .isFalse();
        assertThat(codec.performs(foreign, responses)).isTrue();
        assertThat(codec.performs(request(Dialect.OPENAI_CHAT, Operation.GENERATE), both))
                .isTrue();
        HttpCodec never = openai(new MapSettings(Map.of("api_key", "sk-1", "count_tokens", false)));
        assertThat(never.performs(own, both)).isFalse();
        HttpCodec chat = openai(new MapSettings(Map.of("api_key", "sk-1", "api", "chat")));
        assertThat(chat.performs(own, both)).isFalse();
        HttpCodec azure = azure(new MapSettings(Map.of("base_url", AZURE, "api_key", "k")));
        assertThat(azure.performs(own, both)).as("Azure is not known to count").isFalse();
        HttpCodec told = azure(new MapSettings(
                Map.of("base_url", AZURE, "api_key", "k", "count_tokens", true, "api_version", "2026-01-01")));
        assertThat(told.encode(own, both, CallContext.NONE).url())
                .isEqualTo(AZURE + "/openai/responses/input_tokens?api-version=2026-01-01");
    }

    @Test
    void aCountAsksForWhatStandsInThePromptOnly() {
        HttpCodec codec = openai(new MapSettings(Map.of("api_key", "sk-1", "api", "responses")));
        Target target = new Target("p", "gpt-5", null, null, Timeouts.DEFAULT);
        UpstreamRequest written = codec.encode(count(Dialect.ANTHROPIC_MESSAGES, ""), target, CallContext.NONE);
        assertThat(written.url()).isEqualTo("https://api.openai.com/v1/responses/input_tokens");
        assertThat(written.body())
                .hasToString(
                        "{\"model\":\"gpt-5\",\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi\"}]}");
        UpstreamRequest patched = codec.encode(
                count(Dialect.OPENAI_RESPONSES, "{\"model\": \"m\", \"input\":\"Hi\",\"stream\":true, \"x_new\":1.0}"),
                target,
                CallContext.NONE);
        assertThat(patched.body()).hasToString("{\"model\": \"gpt-5\", \"input\":\"Hi\", \"x_new\":1.0}");
    }

    @Test
    void aCountIsReadAndWhatIsNoneIsAFault() {
        HttpCodec codec = openai(new MapSettings(Map.of("api_key", "sk-1", "api", "responses")));
        UnifiedRequest request = count(Dialect.OPENAI_RESPONSES, "");
        List<UnifiedChunk> events =
                counted(codec, request, "{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
        assertThat(events).hasSize(3);
        assertThat(events.get(1)).isEqualTo(new UnifiedChunk.UsageReported(Usage.of(11, 0, Usage.Source.REPORTED)));
        assertThat(Answers.fault(counted(codec, request, "{}")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(counted(codec, request, "{\"error\":{\"type\":\"server_error\",\"message\":\"no\"}}"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
    }

    private static List<UnifiedChunk> counted(HttpCodec codec, UnifiedRequest request, String body) {
        return Answers.decode(
                codec.decoder(Answers.head(200, "content-type", "application/json"), request, Answers.TARGET),
                Answers.pieces(Answers.utf8(body), 5));
    }

    @Test
    void everySettingIsReadAndEveryProblemReported() {
        MapSettings settings = new MapSettings(Map.of(
                "api_key", "sk-1",
                "base_url", "https://eu.api.openai.com/v1",
                "organization", "org-1",
                "project", "proj-1",
                "api", "responses",
                "reasoning_summary", "never",
                "headers", Map.of("X-Team", "red")));
        assertThat(encode(openai(settings), "gpt-4o", Dialect.OPENAI_CHAT).headers())
                .containsEntry("openai-organization", "org-1")
                .containsEntry("openai-project", "proj-1")
                .containsEntry("x-team", "red");
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        MapSettings wrong = new MapSettings(Map.of("api", "soap", "reasoning_summary", "long"));
        openai(wrong);
        assertThat(wrong.problems()).hasSize(3).anyMatch(problem -> problem.startsWith("api_key: "));
    }

    @ParameterizedTest
    @DisplayName("H97, H103: Azure's paths, with a version and without")
    @CsvSource({
        "'', OPENAI_CHAT, /openai/v1/chat/completions",
        "'', OPENAI_RESPONSES, /openai/v1/responses",
        "'', OPENAI_EMBEDDINGS, /openai/v1/embeddings",
        "2025-04-01-preview, OPENAI_CHAT, /openai/deployments/my%2Fdep%3Fx/chat/completions?api-version=2025-04-01-preview",
        "2025-04-01-preview, OPENAI_RESPONSES, /openai/responses?api-version=2025-04-01-preview",
        "2025-04-01-preview, OPENAI_EMBEDDINGS, /openai/deployments/my%2Fdep%3Fx/embeddings?api-version=2025-04-01-preview"
    })
    void azurePaths(String version, Dialect dialect, String path) {
        for (String base : List.of(AZURE, AZURE + "/openai", AZURE + "/openai/v1")) {
            HttpCodec codec = azure(new MapSettings(Map.of("base_url", base, "api_key", "k", "api_version", version)));
            assertThat(encode(codec, "my/dep?x", dialect).url()).isEqualTo(AZURE + path);
        }
    }

    @Test
    void azureCredentials() {
        assertThat(encode(azure(new MapSettings(Map.of("base_url", AZURE, "api_key", "k"))), "d", Dialect.OPENAI_CHAT)
                        .headers())
                .containsEntry("api-key", "k")
                .doesNotContainKey("authorization");
        assertThat(encode(
                                azure(new MapSettings(Map.of("base_url", AZURE, "entra_token", "t"))),
                                "d",
                                Dialect.OPENAI_CHAT)
                        .headers())
                .containsEntry("authorization", "Bearer t")
                .doesNotContainKey("api-key");
        MapSettings wrong = new MapSettings(Map.of("api_key", "k", "entra_token", "t", "api_version", "1?x=#"));
        azure(wrong);
        assertThat(wrong.problems()).hasSize(3);
        MapSettings none = new MapSettings(Map.of("base_url", AZURE));
        azure(none);
        assertThat(none.problems()).hasSize(1);
    }

    @Test
    void aDocumentByItsAddressIsFetchedForChatCompletionsOnly() {
        ContentPart document = new ContentPart.Document(
                new MediaSource.Url("https://e.org/a.pdf"), null, null, null, null, Extras.NONE);
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.org/a.png"), null, null, Extras.NONE);
        HttpCodec codec = openai(new MapSettings(Map.of("api_key", "k")));
        Target chat = new Target("p", "gpt-5", null, null, Timeouts.DEFAULT);
        assertThat(codec.fetches(document, "https://e.org/a.pdf", chat)).isFalse();
        assertThat(codec.fetches(image, "https://e.org/a.png", chat)).isTrue();
        assertThat(codec.fetches(
                        document, "https://e.org/a.pdf", new Target("p", "o3-pro", null, null, Timeouts.DEFAULT)))
                .isTrue();
    }

    @Test
    void aDeploymentIsToldWhichModelItIs() {
        HttpCodec codec = azure(new MapSettings(
                Map.of("base_url", AZURE, "api_key", "k", "model_rules", Map.of("prod", Map.of("like", "gpt-5-pro")))));
        assertThat(encode(codec, "prod", Dialect.OPENAI_CHAT).url()).endsWith("/responses");
    }

    @Test
    @DisplayName("H103: Azure's preface, its filter results and its annotation-only chunks")
    void azureStream() {
        String head = "\"id\":\"c\",\"model\":\"gpt-4o\",\"created\":1";
        String filter = "{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}}";
        String body =
                "data: {\"id\":\"\",\"model\":\"\",\"created\":0,\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}\n\n"
                        + "data: {" + head
                        + ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                        + "data: {" + head
                        + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n"
                        + "data: {\"id\":\"\",\"model\":\"\",\"choices\":[{\"index\":0,\"finish_reason\":null,\"content_filter_results\":"
                        + filter
                        + ",\"content_filter_offsets\":{\"check_offset\":1,\"start_offset\":1,\"end_offset\":2}}]}\n\n"
                        + "data: {" + head
                        + ",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n"
                        + "data: [DONE]\n\n";
        List<UnifiedChunk> events = Answers.decode(
                azure(new MapSettings(Map.of("base_url", AZURE, "api_key", "k"))), "text/event-stream", body);
        UnifiedChunk.Started start = (UnifiedChunk.Started) events.get(0);
        assertThat(start.id()).isEqualTo("c");
        assertThat(start.extras().get("prompt_filter_results")).contains("prompt_index");
        UnifiedChunk.Ending end =
                ((UnifiedChunk.Finished) events.getLast()).endings().get(0);
        assertThat(end.reason()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(end.extras().get("content_filter_results")).isEqualTo(filter);
    }

    @ParameterizedTest
    @DisplayName("H103, H110, H111: Azure's errors")
    @CsvSource(delimiter = '|', textBlock = """
        401 | {"error":{"code":"401","message":"Access denied due to invalid subscription key."}} | UPSTREAM_AUTH
        404 | {"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}} | NOT_FOUND
        400 | {"error":{"code":"content_filter","message":"filtered","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}} | CONTENT_FILTERED
        429 | {"error":{"code":"429","message":"Requests have exceeded the call rate limit. Please retry after 7 seconds."}} | RATE_LIMITED
        """)
    void azureErrors(int status, String body, FaultKind kind) {
        Fault fault = azure(new MapSettings(Map.of("base_url", AZURE, "api_key", "k")))
                .fault(Answers.head(status, "retry-after-ms", "7000"), Buffer.buffer(body));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryAfter()).isEqualTo(kind.retryable() ? Duration.ofSeconds(7) : null);
    }
}
