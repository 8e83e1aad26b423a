package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningReplay;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.ReasoningControl.Visibility;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of clients that speak Anthropic Messages, written as chat completions. */
class ChatRequestWriterTest {
    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static UnifiedRequestBuilder request() {
        return new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("client-model")
                .messages(List.of(user(text("Hi"))))
                .body(Buffer.buffer("{\"anthropic\":\"body\"}"));
    }

    private static ContentPart text(String text) {
        return ContentPart.Text.of(text);
    }

    private static UnifiedMessage user(ContentPart... parts) {
        return UnifiedMessage.of(Role.USER, List.of(parts));
    }

    private static UnifiedMessage assistant(ContentPart... parts) {
        return UnifiedMessage.of(Role.ASSISTANT, List.of(parts));
    }

    private static UnifiedMessage system(ContentPart... parts) {
        return UnifiedMessage.of(Role.SYSTEM, List.of(parts));
    }

    private static ContentPart.ToolCall call(String id, String arguments) {
        return new ContentPart.ToolCall(id, "f", arguments, false, null, null, Extras.NONE);
    }

    private static ContentPart.ToolResult result(String id, boolean error, ContentPart... parts) {
        return new ContentPart.ToolResult(id, null, List.of(parts), error, null, Extras.NONE);
    }

    private static UnifiedMessage results(ContentPart... results) {
        return UnifiedMessage.of(Role.TOOL, List.of(results));
    }

    private static UpstreamRequest encode(CompatibleCodec codec, UnifiedRequestBuilder request) {
        return codec.encode(request.build(), Answers.TARGET, CallContext.NONE);
    }

    private static String body(UnifiedRequestBuilder request) {
        return encode(Codecs.generic(), request).body().toString();
    }

    private static String body(Consumer<ChatSwitchesBuilder> switches, UnifiedRequestBuilder request) {
        return encode(Codecs.with(switches), request).body().toString();
    }

    private static String messages(UnifiedMessage... messages) {
        return messages(on -> {}, messages);
    }

    private static String messages(Consumer<ChatSwitchesBuilder> switches, UnifiedMessage... messages) {
        String sent = body(switches, request().messages(List.of(messages)));
        return sent.substring(sent.indexOf("\"messages\":") + 11, sent.length() - 1);
    }

    @Test
    @DisplayName("H81: what was not said is not sent")
    void aMinimalRequest() {
        assertThat(body(request())).isEqualTo("{\"model\":\"asked-model\"," + HI + "}");
        assertThat(body(request().stream(true)))
                .isEqualTo("{\"model\":\"asked-model\"," + HI
                        + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(body(on -> on.streamUsage = false, request().stream(true)))
                .isEqualTo("{\"model\":\"asked-model\"," + HI + ",\"stream\":true}");
    }

    @Test
    @DisplayName("2.1: the system prompt is one message; the billing header of one client is not sent to others")
    void theSystemPrompt() {
        assertThat(messages(
                        system(text("x-anthropic-billing-header: cc_version=1"), text("a"), text("b")),
                        user(text("Hi"))))
                .isEqualTo("[{\"role\":\"system\",\"content\":\"a\\n\\nb\"},{\"role\":\"user\",\"content\":\"Hi\"}]");
        assertThat(messages(system(text("x-anthropic-billing-header: 1")), user(text("Hi"))))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"}]");
    }

    @Test
    @DisplayName("2.4, H37, H57: a message a result, the error said in words, once")
    void toolResults() {
        assertThat(messages(
                        user(text("Hi")),
                        assistant(text("Let me."), call("c1", "{\"a\":1.0}"), call("c2", "")),
                        results(
                                result("c1", false, text("one"), text("two")),
                                result("c2", true, text("no such file"))),
                        user(text("go on"))))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Let me.\",\"tool_calls\":["
                        + "{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1.0}\"}},"
                        + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"Error: no such file\"},"
                        + "{\"role\":\"user\",\"content\":\"go on\"}]");
        assertThat(messages(results(result("c", true, text("Error: twice?")))))
                .contains("\"content\":\"Error: twice?\"");
        assertThat(messages(results(result("c", true)))).contains("\"content\":\"Error\"");
        assertThat(messages(results(result("c", false)))).contains("\"content\":\"\"");
    }

    @Test
    @DisplayName("H55: images of results stand behind the whole run of tool messages")
    void imagesOfResults() {
        ContentPart png =
                new ContentPart.Image(new MediaSource.Inline("image/jpg", "iVBORw0KGgoAAA"), null, null, Extras.NONE);
        String sent = messages(
                assistant(call("a", "{}"), call("b", "{}")),
                results(result("a", false, png)),
                results(result("b", false, text("t"), png)),
                user(text("next")));
        assertThat(sent)
                .containsSubsequence(
                        "\"tool_call_id\":\"a\",\"content\":\"[image: see the next user message]\"",
                        "\"tool_call_id\":\"b\"",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgoAAA\"}},"
                                + "{\"type\":\"image_url\"",
                        "{\"role\":\"user\",\"content\":\"next\"}]");
        assertThat(messages(on -> on.toolMedia = true, assistant(call("a", "{}")), results(result("a", false, png))))
                .endsWith(
                        "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgoAAA\"}}]}]");
    }

    @Test
    @DisplayName("2.2, H91: every part a server can be sent, in its form")
    void everyPart() {
        assertThat(messages(
                        on -> {
                            on.videoUrls = true;
                            on.fileUrls = true;
                        },
                        user(
                                text("a"),
                                new ContentPart.Image(
                                        new MediaSource.Url("https://e.com/a"), "high", null, Extras.NONE),
                                new ContentPart.Image(
                                        new MediaSource.Inline("image/jpg", "xxxx"), null, null, Extras.NONE),
                                new ContentPart.Image(new MediaSource.Inline(null, "/9j/AA"), null, null, Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.Inline("application/pdf", "JVBE"),
                                        "My paper",
                                        null,
                                        null,
                                        null,
                                        Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.Inline(null, "JVBE"), null, "f.pdf", null, null, Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.Url("https://e.com/b.pdf"),
                                        null,
                                        null,
                                        null,
                                        null,
                                        Extras.NONE),
                                new ContentPart.Document(
                                        new MediaSource.PlainText("words"), "Title", null, null, null, Extras.NONE),
                                new ContentPart.Audio(
                                        new MediaSource.Inline("audio/mpeg", "AA"), null, null, Extras.NONE),
                                new ContentPart.Audio(new MediaSource.Inline(null, "AA"), "flac", null, Extras.NONE),
                                new ContentPart.Video(new MediaSource.Url("https://e.com/v"), null, Extras.NONE),
                                new ContentPart.Video(new MediaSource.Inline("video/webm", "AA"), null, Extras.NONE))))
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/a\",\"detail\":\"high\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,xxxx\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/jpeg;base64,/9j/AA\"}},"
                        + "{\"type\":\"file\",\"file\":{\"filename\":\"My paper\",\"file_data\":\"data:application/pdf;base64,JVBE\"}},"
                        + "{\"type\":\"file\",\"file\":{\"filename\":\"f.pdf\",\"file_data\":\"data:application/pdf;base64,JVBE\"}},"
                        + "{\"type\":\"file\",\"file\":{\"filename\":\"document.pdf\",\"file_data\":\"https://e.com/b.pdf\"}},"
                        + "{\"type\":\"text\",\"text\":\"Title\\n\\nwords\"},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\",\"format\":\"mp3\"}},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\",\"format\":\"flac\"}},"
                        + "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://e.com/v\"}},"
                        + "{\"type\":\"video_url\",\"video_url\":{\"url\":\"data:video/webm;base64,AA\"}}]}]");
    }

    @Test
    @DisplayName("H56: a part that cannot be sent is a fault that names it, wherever it stands")
    void partsThatCannotBeSent() {
        ContentPart search =
                new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_search_tool_result\",\"x\":1}");
        assertRefused("messages[1].content[0]", "'web_search_tool_result'", user(text("Hi")), assistant(search));
        assertRefused(
                "messages[0].content[0]",
                "a document by its URL",
                user(new ContentPart.Document(
                        new MediaSource.Url("https://e.com"), null, null, null, null, Extras.NONE)));
        assertRefused(
                "",
                "another provider's file id",
                user(new ContentPart.Document(new MediaSource.FileId("f"), null, null, null, null, Extras.NONE)));
        assertRefused(
                "messages[0].content[1]",
                "an image by a file id",
                user(text("a"), new ContentPart.Image(new MediaSource.FileId("f"), null, null, Extras.NONE)));
        assertRefused(
                "messages[0].content[0]",
                "a video",
                user(new ContentPart.Video(new MediaSource.Url("https://e.com"), null, Extras.NONE)));
        assertRefused(
                "messages[0].content[0]",
                "audio",
                user(new ContentPart.Audio(new MediaSource.Url("https://e.com"), "mp3", null, Extras.NONE)));
        assertRefused(
                "messages[0].content[0].content[0]",
                "'search_result'",
                results(result(
                        "c",
                        false,
                        new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"search_result\"}"))));
        assertThatThrownBy(() -> body(
                        on -> on.imageUrls = false,
                        request()
                                .messages(List.of(user(new ContentPart.Image(
                                        new MediaSource.Url("https://e.com"), null, null, Extras.NONE))))))
                .hasMessageContaining("an image by its URL");
        assertThatThrownBy(() -> body(
                        on -> on.stringContent = true,
                        request()
                                .messages(List.of(user(new ContentPart.Image(
                                        new MediaSource.Inline(null, "AA"), null, null, Extras.NONE))))))
                .hasMessageContaining("an image");
    }

    private static void assertRefused(String path, String what, UnifiedMessage... messages) {
        assertRefused(request().messages(List.of(messages)), "messages", what);
        if (!path.isEmpty()) {
            UnifiedRequestBuilder own = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).messages(List.of(messages));
            assertRefused(own, path, what);
        }
    }

    private static void assertRefused(UnifiedRequestBuilder request, String param, String what) {
        assertThatThrownBy(() -> body(request)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
            assertThat(e.fault().param()).isEqualTo(param);
            assertThat(e.fault().message()).contains(what);
            assertThat(e.fault().retryable()).isFalse();
        });
    }

    @Test
    @DisplayName("H21: empty texts of an assistant turn are no text; the turn itself stays")
    void emptyTurns() {
        assertThat(messages(assistant(text("")), assistant(text(""), call("c", "{}"))))
                .isEqualTo(
                        "[{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":"
                                + "[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]");
        assertThat(messages(assistant(text("a"), text("b"), new ContentPart.Refusal("no"))))
                .isEqualTo(
                        "[{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"},{\"type\":\"refusal\",\"refusal\":\"no\"}]}]");
        assertThat(messages(assistant(new ContentPart.Refusal("no"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"refusal\":\"no\"}]");
    }

    @Test
    void imagesTheAssistantMadeFollowInAUserMessage() {
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.com/i"), null, null, Extras.NONE);
        assertThat(messages(assistant(text("Here:"), image), user(text("thanks"))))
                .isEqualTo(
                        "[{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Here:\"},{\"type\":\"text\",\"text\":\"[image: see the next user message]\"}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/i\"}}]},"
                                + "{\"role\":\"user\",\"content\":\"thanks\"}]");
        assertThat(messages(on -> on.assistantImages = true, assistant(text("Here:"), image)))
                .isEqualTo(
                        "[{\"role\":\"assistant\",\"content\":\"Here:\",\"images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/i\"}}]}]");
    }

    @Test
    @DisplayName("H26: an id used again by a later turn is told apart, and so are its results")
    void idsUsedAgain() {
        assertThat(messages(
                        assistant(call("call_0", "{}")),
                        results(result("call_0", false, text("one"))),
                        assistant(call("call_0", "{}")),
                        results(result("call_0", false, text("two")))))
                .containsSubsequence(
                        "\"id\":\"call_0\"", "\"tool_call_id\":\"call_0\",\"content\":\"one\"",
                        "\"id\":\"call_0_2\"", "\"tool_call_id\":\"call_0_2\",\"content\":\"two\"");
    }

    @Test
    @DisplayName(
            "H62, H63: thoughts another provider signed are not sent as text; plain ones are, where they are wanted")
    void thoughtsOfOthers() {
        ContentPart signed =
                new ContentPart.Reasoning("secret", null, "sig", null, "anthropic-claude-v1", null, Extras.NONE);
        ContentPart plain = new ContentPart.Reasoning("hm", null, null, null, null, null, Extras.NONE);
        UpstreamRequest sent = encode(Codecs.generic(), request().messages(List.of(assistant(signed, text("a")))));
        assertThat(sent.body().toString()).doesNotContain("secret").doesNotContain("sig");
        assertThat(sent.dropped()).containsExactly("reasoning");
        String calls =
                "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]";
        assertThat(messages(
                        on -> on.reasoningReplay = ReasoningReplay.TOOL_TURNS,
                        assistant(signed, plain, call("c", "{}"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\"," + calls);
        assertThat(messages(on -> on.reasoningReplay = ReasoningReplay.TOOL_TURNS, assistant(signed, call("c", "{}"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"," + calls);
    }

    @Test
    @DisplayName("H93: cache breakpoints are left out for plain servers, and that is said")
    void cacheBreakpoints() {
        CacheHint hint = new CacheHint("1h");
        UnifiedRequestBuilder request = request()
                .messages(List.of(
                        system(new ContentPart.Text("s", hint, Extras.NONE)),
                        user(new ContentPart.Text("u", hint, Extras.NONE))))
                .tools(List.of(new ToolSpec.Function("f", null, "{\"type\":\"object\"}", null, hint, Extras.NONE)));
        UpstreamRequest sent = encode(Codecs.generic(), request);
        assertThat(sent.body().toString()).doesNotContain("cache_control").doesNotContain("1h");
        assertThat(sent.dropped()).containsExactly("cache_control");
    }

    @Test
    @DisplayName("H82: fields of another dialect are not sent, and that is said")
    void fieldsOfAnotherDialect() {
        UnifiedMessage cited = user(new ContentPart.Text("a", null, Extras.of(Map.of("citations", "[]"))));
        UpstreamRequest sent = encode(
                Codecs.generic(),
                request()
                        .messages(List.of(cited))
                        .extras(Extras.of(Map.of("container", "\"c\"")))
                        .metadata("{\"user_id\":\"u\",\"x\":1}"));
        assertThat(sent.body().toString())
                .doesNotContain("citations")
                .doesNotContain("container")
                .doesNotContain("metadata");
        assertThat(sent.dropped()).containsExactly("citations", "metadata", "container");
    }

    @Test
    @DisplayName("2.7: limits, sampling and identity in their chat spelling")
    void limitsAndSampling() {
        Sampling sampling = new Sampling(1.0, 0.5, 40, null, null, null, null, null, null, null, null);
        UnifiedRequestBuilder request = request()
                .maxOutputTokens(1_000L)
                .stop(List.of("a", "", "b"))
                .sampling(sampling)
                .userId("u".repeat(65))
                .serviceTier("standard_only");
        UpstreamRequest sent = encode(Codecs.generic(), request);
        assertThat(sent.body().toString())
                .isEqualTo("{\"model\":\"asked-model\"," + HI
                        + ",\"max_tokens\":1000,\"stop\":[\"a\",\"b\"],\"temperature\":1,\"top_p\":0.5," + "\"user\":\""
                        + UserIds.short64("u".repeat(65)) + "\"}");
        assertThat(UserIds.short64("u".repeat(65))).hasSize(64).matches("[0-9a-f]+");
        assertThat(sent.dropped()).containsExactly("top_k", "service_tier");
        assertThat(body(
                        on -> {
                            on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS;
                            on.extraSampling = true;
                            on.userField = ChatSwitches.UserField.SAFETY_IDENTIFIER;
                        },
                        request))
                .contains("\"max_completion_tokens\":1000")
                .contains("\"top_k\":40")
                .contains("\"safety_identifier\":");
    }

    @Test
    @DisplayName("H81: everything a client of this dialect can say, without its body")
    void everythingWithoutABody() {
        Sampling sampling = new Sampling(0.25, 0.5, 40, 0.1, 1.0, -1.5, 1.1, 7L, "{\"50256\":-100}", 2, 3);
        assertThat(body(new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                        .model("m")
                        .messages(List.of(user(text("Hi"))))
                        .sampling(sampling)
                        .verbosity("low")
                        .serviceTier("flex")
                        .promptCacheKey("k")
                        .metadata("{\"a\":\"b\"}")
                        .extras(Extras.of(Map.of("store", "true")))))
                .isEqualTo(
                        "{\"model\":\"asked-model\"," + HI
                                + ",\"temperature\":0.25,\"top_p\":0.5,\"presence_penalty\":1,"
                                + "\"frequency_penalty\":-1.5,\"top_k\":40,\"min_p\":0.1,\"repetition_penalty\":1.1,\"seed\":7,"
                                + "\"logit_bias\":{\"50256\":-100},\"n\":2,\"logprobs\":true,\"top_logprobs\":3,\"verbosity\":\"low\","
                                + "\"service_tier\":\"flex\",\"prompt_cache_key\":\"k\",\"metadata\":{\"a\":\"b\"},\"store\":true}");
    }

    @Test
    @DisplayName("H49, H50: tools without parameters, strict only where the schema keeps to its rules")
    void tools() {
        String strict =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}";
        String loose = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        UnifiedRequestBuilder request = request()
                .tools(List.of(
                        new ToolSpec.Function("f", "does", strict, true, null, Extras.NONE),
                        new ToolSpec.Function("g", null, loose, true, null, Extras.NONE),
                        new ToolSpec.Function("h", null, null, null, null, Extras.NONE),
                        new ToolSpec.Function("i", null, "{ }", false, null, Extras.NONE),
                        new ToolSpec.Custom("sql", "text", "{\"type\":\"text\"}", Extras.NONE)))
                .toolChoice(new ToolChoice.Required())
                .parallelToolCalls(false);
        String sent = body(request);
        assertThat(sent)
                .isEqualTo("{\"model\":\"asked-model\"," + HI + ",\"tools\":["
                        + "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"does\",\"parameters\":"
                        + strict + ",\"strict\":true}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"g\",\"parameters\":" + loose + "}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"h\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"i\",\"parameters\":{\"type\":\"object\",\"properties\":{}},\"strict\":false}},"
                        + "{\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"description\":\"text\",\"format\":{\"type\":\"text\"}}}],"
                        + "\"tool_choice\":\"required\",\"parallel_tool_calls\":false}");
    }

    @ParameterizedTest
    @DisplayName("2.5: every tool choice")
    @CsvSource(delimiter = '|', textBlock = """
        auto    | "tool_choice":"auto"
        none    | "tool_choice":"none"
        named   | "tool_choice":{"type":"function","function":{"name":"f"}}
        custom  | "tool_choice":{"type":"custom","custom":{"name":"f"}}
        allowed | "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}
        """)
    void everyToolChoice(String kind, String expected) {
        ToolChoice choice = switch (kind) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "named" -> new ToolChoice.Named("f", false);
            case "custom" -> new ToolChoice.Named("f", true);
            default -> new ToolChoice.Allowed(List.of("f"), false);
        };
        assertThat(body(request()
                        .tools(List.of(new ToolSpec.Function("f", null, null, null, null, Extras.NONE)))
                        .toolChoice(choice)))
                .contains(expected);
    }

    @Test
    @DisplayName("H52, H53: without tools no choice is sent; with tools none is none")
    void choicesWithoutTools() {
        assertThat(body(request().toolChoice(new ToolChoice.None()).parallelToolCalls(false)))
                .isEqualTo("{\"model\":\"asked-model\"," + HI + "}");
        assertThat(body(request()
                        .tools(List.of(new ToolSpec.Function("f", null, null, null, null, Extras.NONE)))
                        .toolChoice(new ToolChoice.None())))
                .contains("\"name\":\"f\"", "\"tool_choice\":\"none\"");
    }

    @Test
    void serverToolsOfOthersAreLeftOut() {
        assertThat(body(request()
                        .tools(List.of(new ToolSpec.Opaque(
                                Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_search_20250305\"}")))))
                .isEqualTo("{\"model\":\"asked-model\"," + HI + "}");
        assertThat(body(request().tools(List.of(new ToolSpec.Opaque(Dialect.OPENAI_CHAT, "{\"type\":\"x\"}")))))
                .contains("\"tools\":[{\"type\":\"x\"}]");
    }

    @Test
    @DisplayName("2.6: a schema without a name gets one, and is strict where it can be")
    void structuredOutput() {
        String strict = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
        assertThat(body(request().responseFormat(new ResponseFormat.JsonSchema(null, null, strict, null, Extras.NONE))))
                .endsWith(
                        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"response\",\"schema\":"
                                + strict + ",\"strict\":true}}}");
        assertThat(body(request()
                        .responseFormat(new ResponseFormat.JsonSchema(
                                "a b.c", "d", "{\"type\":\"object\"}", null, Extras.NONE))))
                .endsWith(
                        "{\"name\":\"a_b_c\",\"description\":\"d\",\"schema\":{\"type\":\"object\"},\"strict\":false}}}");
        assertThat(body(request().responseFormat(new ResponseFormat.JsonObject())))
                .endsWith("\"response_format\":{\"type\":\"json_object\"}}");
        assertThat(body(request().responseFormat(new ResponseFormat.PlainText())))
                .doesNotContain("response_format");
    }

    @ParameterizedTest
    @DisplayName("2.8, H66, H69: every way to ask for thinking, in every style")
    @CsvSource(delimiter = '|', textBlock = """
        REASONING_EFFORT     | ON       | null | 1024  | "reasoning_effort":"minimal"
        REASONING_EFFORT     | ON       | null | 2048  | "reasoning_effort":"low"
        REASONING_EFFORT     | ON       | null | 8000  | "reasoning_effort":"medium"
        REASONING_EFFORT     | ON       | null | 31999 | "reasoning_effort":"high"
        REASONING_EFFORT     | ADAPTIVE | null | 0     | "reasoning_effort":"medium"
        REASONING_EFFORT     | ADAPTIVE | max  | 0     | "reasoning_effort":"max"
        REASONING_EFFORT     | OFF      | null | 0     | "reasoning_effort":"none"
        REASONING            | ON       | null | 2048  | "reasoning":{"max_tokens":2048}
        REASONING            | ADAPTIVE | null | 0     | "reasoning":{"enabled":true}
        REASONING            | UNSET    | low  | 0     | "reasoning":{"effort":"low"}
        REASONING            | OFF      | null | 0     | "reasoning":{"effort":"none"}
        THINKING             | ON       | null | 2048  | "thinking":{"type":"enabled"},"reasoning_effort":"low"
        THINKING             | ADAPTIVE | null | 0     | "thinking":{"type":"enabled"}
        THINKING             | OFF      | null | 0     | "thinking":{"type":"disabled"}
        CHAT_TEMPLATE_KWARGS | ON       | null | 2048  | "chat_template_kwargs":{"enable_thinking":true}
        CHAT_TEMPLATE_KWARGS | OFF      | null | 0     | "chat_template_kwargs":{"enable_thinking":false}
        """)
    void thinking(ReasoningStyle style, Mode mode, String effort, long budget, String expected) {
        ReasoningControl control = new ReasoningControl(
                mode,
                effort.equals("null") ? null : effort,
                budget == 0 ? null : budget,
                Visibility.UNSET,
                Extras.NONE);
        assertThat(body(on -> on.reasoningStyle = style, request().reasoning(control)))
                .isEqualTo("{\"model\":\"asked-model\"," + HI + "," + expected + "}");
    }

    @Test
    @DisplayName("H69: the nearest lower word, else the lowest; words of tomorrow as they are")
    void theNearestEffort() {
        List<String> known = List.of("none", "low", "high");
        assertThat(ReasoningMembers.known("max", known)).isEqualTo("high");
        assertThat(ReasoningMembers.known("medium", known)).isEqualTo("low");
        assertThat(ReasoningMembers.known("minimal", known)).isEqualTo("low");
        assertThat(ReasoningMembers.known("ultra", known)).isEqualTo("ultra");
        assertThat(ReasoningMembers.known("low", List.of())).isNull();
        ReasoningControl off = new ReasoningControl(Mode.OFF, null, null, Visibility.UNSET, Extras.NONE);
        UpstreamRequest sent =
                encode(Codecs.with(on -> on.efforts = List.of("low")), request().reasoning(off));
        assertThat(sent.body().toString()).doesNotContain("reasoning");
        assertThat(sent.dropped()).containsExactly("reasoning");
    }

    @Test
    @DisplayName("H95: one more turn leaves the bytes before it alone")
    void thePrefixIsStable() {
        UnifiedMessage[] turns = {
            system(text("s")),
            user(text("a")),
            assistant(text("b"), call("x y", "{}")),
            results(result("x y", false, text("r")))
        };
        String before = messages(turns);
        UnifiedMessage[] more = java.util.Arrays.copyOf(turns, 5);
        more[4] = user(text("next"));
        String after = messages(more);
        assertThat(after).startsWith(before.substring(0, before.length() - 1));
    }
}
