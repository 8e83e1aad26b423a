package com.xiaojinpro.gateway.connector.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenRouterTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static HttpCodec create(MapSettings settings, Map<String, String> environment) {
        return (HttpCodec)
                new OpenRouterType(environment::get).create(new ProviderConfig("or", "openrouter", settings));
    }

    private static HttpCodec codec() {
        return create(new MapSettings(Map.of("api_key", "sk-or-x")), Map.of());
    }

    private static UpstreamRequest encode(UnifiedRequestBuilder request) {
        return codec().encode(request.build(), Answers.TARGET, CallContext.NONE);
    }

    private static UnifiedRequestBuilder anthropic(UnifiedMessage... messages) {
        return new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES).model("m").messages(List.of(messages));
    }

    private static UnifiedMessage user(ContentPart... parts) {
        return UnifiedMessage.of(Role.USER, List.of(parts));
    }

    private static ContentPart text(String text) {
        return ContentPart.Text.of(text);
    }

    private static ContentPart.Reasoning thought(String text, String signature, String encrypted, String origin) {
        return new ContentPart.Reasoning(text, null, signature, encrypted, origin, null, Extras.NONE);
    }

    @Test
    void withoutAnySettingTheEnvironmentHasTheKey() {
        MapSettings settings = new MapSettings(Map.of());
        UpstreamRequest request = create(settings, Map.of("OPENROUTER_API_KEY", " sk-or-env "))
                .encode(Answers.streaming(), Answers.TARGET, CallContext.NONE);
        assertThat(request.url()).isEqualTo("https://openrouter.ai/api/v1/chat/completions");
        assertThat(request.headers()).containsEntry("authorization", "Bearer sk-or-env");
        assertThat(settings.problems()).isEmpty();
        assertThat(create(settings, Map.of("OPENROUTER_BASE_URL", "http://127.0.0.1:1/api/v1/"))
                        .encode(Answers.streaming(), Answers.TARGET, CallContext.NONE)
                        .url())
                .isEqualTo("http://127.0.0.1:1/api/v1/chat/completions");
        assertThat(settings.problems()).hasSize(1).first().asString().contains("OPENROUTER_API_KEY");
    }

    @Test
    @DisplayName("1.6.1: its headers, and of the client's only its own")
    void headers() {
        HttpCodec codec = create(
                new MapSettings(Map.of(
                        "api_key",
                        "k",
                        "base_url",
                        "http://or/v1",
                        "referer",
                        "https://app.example",
                        "title",
                        "My app")),
                Map.of("OPENROUTER_API_KEY", "other"));
        CallContext context = new CallContext(
                "r",
                "",
                Map.of(
                        "x-session-id", "s-1",
                        "x-openrouter-metadata", "enabled",
                        "anthropic-beta", "b",
                        "x-openrouter-title", "the client's"));
        assertThat(codec.encode(Answers.streaming(), Answers.TARGET, context).headers())
                .containsEntry("http-referer", "https://app.example")
                .containsEntry("x-openrouter-title", "My app")
                .containsEntry("x-title", "My app")
                .containsEntry("x-session-id", "s-1")
                .containsEntry("x-openrouter-metadata", "enabled")
                .containsEntry("authorization", "Bearer k")
                .doesNotContainKey("anthropic-beta");
    }

    @Test
    @DisplayName("H82, 1.6.2: a client's own chat request goes on with all of OpenRouter's extensions")
    void theClientsOwnExtensions() {
        String body =
                "{\"model\":\"m\",\"models\":[\"a\",\"b\"],\"provider\":{\"order\":[\"X\"]},\"reasoning\":{\"max_tokens\":2000},"
                        + "\"plugins\":[{\"id\":\"web\"}],\"stream\":true," + HI + "}";
        UpstreamRequest sent = encode(new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m").stream(true)
                        .messages(List.of(user(new ContentPart.Text("Hi", new CacheHint(null), Extras.NONE))))
                        .reasoning(new ReasoningControl(
                                ReasoningControl.Mode.UNSET,
                                null,
                                2_000L,
                                ReasoningControl.Visibility.UNSET,
                                Extras.NONE))
                        .body(Buffer.buffer(body)));
        assertThat(sent.body().toString())
                .isEqualTo(body.replace("\"model\":\"m\"", "\"model\":\"asked-model\"")
                        .replace(HI + "}", HI + ",\"stream_options\":{\"include_usage\":true}}"));
        assertThat(sent.dropped()).isEmpty();
    }

    @Test
    @DisplayName("1.6.2: an Anthropic client reaches OpenRouter's extensions too; what it does not know is named")
    void extensionsOfAnthropicClients() {
        Map<String, String> extras = new LinkedHashMap<>();
        extras.put("provider", "{\"sort\":\"price\"}");
        extras.put("models", "[\"a\"]");
        extras.put("session_id", "\"s\"");
        extras.put("container", "\"c\"");
        UpstreamRequest sent = encode(anthropic(user(text("Hi")))
                .extras(Extras.of(extras))
                .sampling(new Sampling(null, null, 40, null, null, null, null, null, null, null, null)));
        assertThat(sent.body().toString())
                .isEqualTo("{\"model\":\"asked-model\"," + HI
                        + ",\"top_k\":40,\"provider\":{\"sort\":\"price\"},\"models\":[\"a\"],\"session_id\":\"s\"}");
        assertThat(sent.dropped()).containsExactly("container");
    }

    @Test
    @DisplayName("H93: cache breakpoints survive on system, parts, tools, results and at the top")
    void cacheBreakpoints() {
        CacheHint hint = new CacheHint("1h");
        CacheHint plain = new CacheHint(null);
        ContentPart.ToolResult result =
                new ContentPart.ToolResult("c", null, List.of(text("r")), false, plain, Extras.NONE);
        UpstreamRequest sent = encode(anthropic(
                        UnifiedMessage.of(
                                Role.SYSTEM, List.of(text("a"), new ContentPart.Text("s", hint, Extras.NONE))),
                        user(new ContentPart.Text("u", plain, Extras.NONE)),
                        UnifiedMessage.of(
                                Role.ASSISTANT,
                                List.of(new ContentPart.ToolCall(
                                        "c", "f", "{\"cache_control\":1}", false, null, null, Extras.NONE))),
                        UnifiedMessage.of(Role.TOOL, List.of(result)))
                .tools(List.of(new ToolSpec.Function(
                        "f", null, "{\"type\":\"object\",\"cache_control\":2}", null, plain, Extras.NONE)))
                .cache(hint));
        String one = "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}";
        String other = "\"cache_control\":{\"type\":\"ephemeral\"}";
        assertThat(sent.body().toString())
                .contains(
                        "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"s\","
                                + one + "}]}")
                .contains("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"u\"," + other + "}]}")
                .contains("{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\"r\","
                        + other + "}]}")
                .contains("\"arguments\":\"{\\\"cache_control\\\":1}\"")
                .contains("\"parameters\":{\"type\":\"object\",\"cache_control\":2}}," + other + "}")
                .endsWith(one + "}");
        assertThat(sent.dropped()).isEmpty();
    }

    @Test
    @DisplayName("2.9, H60, H61: thoughts go back whole and in order; unsigned ones of signing providers do not")
    void thoughtsGoBack() {
        ContentPart.Reasoning summary = new ContentPart.Reasoning(
                "", "sum", null, "ENC", "openai-responses-v1", "rs_1", Extras.of(Map.of("x", "1")));
        UpstreamRequest sent = encode(anthropic(
                user(text("Hi")),
                UnifiedMessage.of(
                        Role.ASSISTANT,
                        List.of(
                                thought("a", "sig", null, "anthropic-claude-v1"),
                                thought("", "only", null, "anthropic-claude-v1"),
                                thought("", null, "red", "anthropic-claude-v1"),
                                thought("unsigned", null, null, "google-gemini-v1"),
                                thought("plain", null, null, null),
                                summary,
                                text("b"),
                                new ContentPart.ToolCall("c", "f", "{}", false, "gsig", null, Extras.NONE)))));
        assertThat(sent.body().toString())
                .contains(
                        "\"reasoning_details\":["
                                + "{\"type\":\"reasoning.text\",\"text\":\"a\",\"signature\":\"sig\",\"format\":\"anthropic-claude-v1\",\"index\":0},"
                                + "{\"type\":\"reasoning.text\",\"text\":\"\",\"signature\":\"only\",\"format\":\"anthropic-claude-v1\",\"index\":1},"
                                + "{\"type\":\"reasoning.encrypted\",\"data\":\"red\",\"format\":\"anthropic-claude-v1\",\"index\":2},"
                                + "{\"type\":\"reasoning.text\",\"text\":\"plain\",\"format\":\"unknown\",\"index\":3},"
                                + "{\"type\":\"reasoning.summary\",\"summary\":\"sum\",\"id\":\"rs_1\",\"format\":\"openai-responses-v1\",\"index\":4,\"x\":1},"
                                + "{\"type\":\"reasoning.encrypted\",\"data\":\"ENC\",\"id\":\"rs_1\",\"format\":\"openai-responses-v1\",\"index\":5,\"x\":1},"
                                + "{\"type\":\"reasoning.encrypted\",\"data\":\"gsig\",\"format\":\"google-gemini-v1\",\"id\":\"c\",\"index\":6}]");
        assertThat(sent.dropped()).containsExactly("reasoning");
    }

    @Test
    @DisplayName("1.6.3: a client's own reasoning_details stay byte for byte, unless one of them would be refused")
    void theClientsOwnDetails() {
        String body = "{\"model\":\"m\",\"messages\":\"BODY\"}";
        UnifiedMessage signed =
                UnifiedMessage.of(Role.ASSISTANT, List.of(thought("a", "sig", null, "anthropic-claude-v1"), text("b")));
        UnifiedMessage unsigned =
                UnifiedMessage.of(Role.ASSISTANT, List.of(thought("a", null, null, "anthropic-claude-v1"), text("b")));
        UnifiedRequestBuilder request =
                new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("m").body(Buffer.buffer(body));
        assertThat(encode(request.messages(List.of(signed))).body().toString()).contains("\"BODY\"");
        assertThat(encode(request.messages(List.of(unsigned))).body().toString())
                .contains("\"messages\":[{\"role\":\"assistant\",\"content\":\"b\"}]");
    }

    @Test
    @DisplayName("1.6.2: media by URL, and within tool results")
    void media() {
        ContentPart pdf = new ContentPart.Document(
                new MediaSource.Url("https://e.com/a.pdf"), "A", null, null, null, Extras.NONE);
        ContentPart video = new ContentPart.Video(new MediaSource.Url("https://e.com/v"), null, Extras.NONE);
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.com/i"), null, null, Extras.NONE);
        ContentPart.ToolResult result = new ContentPart.ToolResult("c", null, List.of(image), false, null, Extras.NONE);
        assertThat(encode(anthropic(user(pdf, video), UnifiedMessage.of(Role.TOOL, List.of(result))))
                        .body()
                        .toString())
                .contains("{\"type\":\"file\",\"file\":{\"filename\":\"A\",\"file_data\":\"https://e.com/a.pdf\"}}")
                .contains("{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://e.com/v\"}}")
                .contains(
                        "\"tool_call_id\":\"c\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/i\"}}]");
    }

    @ParameterizedTest
    @DisplayName("1.6.4: its statuses, its canonical error types, the provider behind it")
    @CsvSource(delimiter = '|', textBlock = """
        401 | {"error":{"message":"No cookie auth credentials found","code":401}}                                     | UPSTREAM_AUTH        | true
        402 | {"error":{"message":"Insufficient credits","code":402}}                                                 | BILLING              | true
        403 | {"error":{"message":"x","code":403,"metadata":{"reasons":["s"],"flagged_input":"i","provider_name":"P"}}} | CONTENT_FILTERED   | false
        404 | {"error":{"message":"No endpoints found matching your data policy","code":404}}                         | NOT_FOUND            | true
        408 | {"error":{"message":"x","code":408}}                                                                    | TIMEOUT              | true
        429 | {"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"busy","provider_name":"P"}}} | RATE_LIMITED        | true
        502 | {"error":{"message":"x","code":502,"metadata":{"error_type":"provider_unavailable"}}}                   | UPSTREAM_UNAVAILABLE | true
        503 | {"error":{"message":"no provider","code":503}}                                                          | OVERLOADED           | true
        529 | {"error":{"message":"x","code":529,"metadata":{"error_type":"provider_overloaded"}}}                    | OVERLOADED           | true
        400 | {"error":{"message":"x","code":400,"metadata":{"error_type":"context_length_exceeded"}}}                | CONTEXT_LENGTH       | false
        400 | {"error":{"message":"x","code":400,"metadata":{"error_type":"invalid_prompt"}}}                         | INVALID_REQUEST      | false
        400 | {"error":{"message":"x","code":400,"metadata":{"error_type":"content_policy_violation"}}}               | CONTENT_FILTERED     | false
        """)
    void errors(int status, String body, FaultKind kind, boolean retryable) {
        Fault fault = codec().fault(Answers.head(status), Buffer.buffer(body));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryable()).isEqualTo(retryable);
    }

    @Test
    void aLimitTellsWhenItEnds() {
        long until = System.currentTimeMillis() + 60_000;
        Fault fault = codec().fault(
                        Answers.head(429),
                        Buffer.buffer(
                                "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded: free-models-per-min\","
                                        + "\"metadata\":{\"headers\":{\"X-RateLimit-Reset\":\"" + until + "\"}}}}"));
        assertThat(fault.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(61));
    }
}
