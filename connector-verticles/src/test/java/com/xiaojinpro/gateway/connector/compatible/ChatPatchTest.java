package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.JsonOutput;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.NullContent;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningReplay;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SeedField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.ReasoningControl;
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

/** A client's own chat completion request on its way to a server of the same dialect. */
class ChatPatchTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private static UnifiedRequestBuilder request(String body) {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("client-model")
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .body(Buffer.buffer(body));
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

    @Test
    @DisplayName("H81, H82, H96: the body goes on byte for byte, but for the model")
    void onlyTheModelChanges() {
        String body = "{\"x_new\":{\"b\":1, \"a\":1.0},\"temperature\":0.70,\"model\":\"client-model\", " + MESSAGES
                + ",\"seed\":9007199254740993,\"user\":null}";
        UpstreamRequest sent = encode(Codecs.generic(), request(body));
        assertThat(sent.body().toString()).isEqualTo(body.replace("client-model", "asked-model"));
        assertThat(sent.dropped()).isEmpty();
    }

    @Test
    @DisplayName("H75: a stream asks for usage, and keeps what else the client said of its stream")
    void aStreamAsksForUsage() {
        assertThat(body(request("{\"model\":\"m\",\"stream\":true," + MESSAGES + "}").stream(true)))
                .isEqualTo("{\"model\":\"asked-model\",\"stream\":true," + MESSAGES
                        + ",\"stream_options\":{\"include_usage\":true}}");
        assertThat(body(request(
                        "{\"stream_options\":{\"include_usage\":false,\"include_obfuscation\":false},\"model\":\"m\",\"stream\":true}")
                        .stream(true)))
                .isEqualTo(
                        "{\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false},\"model\":\"asked-model\",\"stream\":true}");
        assertThat(body(
                        on -> on.streamUsage = false,
                        request("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}").stream(
                                true)))
                .isEqualTo("{\"model\":\"asked-model\",\"stream\":true}");
    }

    @Test
    void whoDoesNotStreamIsNotStreamed() {
        assertThat(body(request("{\"model\":\"m\",\"stream\":false," + MESSAGES + "}")))
                .isEqualTo("{\"model\":\"asked-model\",\"stream\":false," + MESSAGES + "}");
        assertThat(body(request("{\"model\":\"m\"," + MESSAGES + "}"))).doesNotContain("stream");
    }

    @Test
    @DisplayName("H52: no tools, no word about tools")
    void choicesWithoutToolsAreRemoved() {
        assertThat(body(request("{\"tools\":[],\"model\":\"m\",\"tool_choice\":\"none\",\"parallel_tool_calls\":false}")
                        .parallelToolCalls(false)
                        .toolChoice(new ToolChoice.None())))
                .isEqualTo("{\"model\":\"asked-model\"}");
    }

    @Test
    @DisplayName("H83: the limit is spelled as the server knows it; of two the client's newer one counts")
    void theLimitIsSpelledAsTheServerKnowsIt() {
        String both = "{\"model\":\"m\",\"max_tokens\":5,\"max_completion_tokens\":7}";
        String old = "{\"model\":\"m\",\"max_tokens\":7}";
        for (String body : new String[] {both, old}) {
            assertThat(body(
                            on -> on.maxTokensField = MaxTokensField.MAX_COMPLETION_TOKENS,
                            request(body).maxOutputTokens(7L)))
                    .isEqualTo("{\"model\":\"asked-model\",\"max_completion_tokens\":7}");
            assertThat(body(
                            on -> on.maxTokensField = MaxTokensField.MAX_TOKENS,
                            request(body).maxOutputTokens(7L)))
                    .isEqualTo("{\"model\":\"asked-model\",\"max_tokens\":7}");
            assertThat(body(request(body).maxOutputTokens(7L))).isEqualTo(body.replace("\"m\"", "\"asked-model\""));
        }
    }

    @Test
    @DisplayName("H86: empty stop sequences are not sent, too many are cut and named")
    void stopSequences() {
        String four = "{\"model\":\"m\",\"stop\":[\"a\",\"b\",\"c\"]}";
        assertThat(body(request(four).stop(List.of("a", "b", "c")))).contains("[\"a\",\"b\",\"c\"]");
        UpstreamRequest cut =
                encode(Codecs.with(on -> on.maxStop = 2), request(four).stop(List.of("a", "b", "c")));
        assertThat(cut.body().toString()).isEqualTo("{\"model\":\"asked-model\",\"stop\":[\"a\",\"b\"]}");
        assertThat(cut.dropped()).containsExactly("stop");
        assertThat(body(request("{\"stop\":\"\",\"model\":\"m\"}").stop(List.of(""))))
                .isEqualTo("{\"model\":\"asked-model\"}");
    }

    @Test
    void temperatureAndSeed() {
        Sampling sampling = new Sampling(1.8, null, null, null, null, null, null, 7L, null, null, null);
        assertThat(body(
                        on -> {
                            on.maxTemperature = 1.5;
                            on.seedField = SeedField.RANDOM_SEED;
                        },
                        request("{\"model\":\"m\",\"temperature\":1.8,\"seed\":7}")
                                .sampling(sampling)))
                .isEqualTo("{\"model\":\"asked-model\",\"temperature\":1.5,\"random_seed\":7}");
    }

    @Test
    @DisplayName("2.8, H69: effort in the server's words and style")
    void effort() {
        String body = "{\"model\":\"m\",\"reasoning_effort\":\"xhigh\"}";
        assertThat(body(request(body).reasoning(ReasoningControl.effort("xhigh"))))
                .contains("\"reasoning_effort\":\"xhigh\"");
        assertThat(body(
                        on -> on.efforts = List.of("low", "high"),
                        request(body).reasoning(ReasoningControl.effort("xhigh"))))
                .isEqualTo("{\"model\":\"asked-model\",\"reasoning_effort\":\"high\"}");
        assertThat(body(
                        on -> on.reasoningStyle = ReasoningStyle.THINKING,
                        request(body).reasoning(ReasoningControl.effort("xhigh"))))
                .isEqualTo(
                        "{\"model\":\"asked-model\",\"reasoning_effort\":\"xhigh\",\"thinking\":{\"type\":\"enabled\"}}");
        assertThat(body(
                        on -> on.reasoningStyle = ReasoningStyle.CHAT_TEMPLATE_KWARGS,
                        request(body.replace("xhigh", "none")).reasoning(ReasoningControl.effort("none"))))
                .isEqualTo("{\"model\":\"asked-model\",\"chat_template_kwargs\":{\"enable_thinking\":false}}");
        UpstreamRequest none = encode(
                Codecs.with(on -> on.reasoningStyle = ReasoningStyle.NONE),
                request(body).reasoning(ReasoningControl.effort("xhigh")));
        assertThat(none.body().toString()).isEqualTo("{\"model\":\"asked-model\"}");
        assertThat(none.dropped()).containsExactly("reasoning");
    }

    @Test
    @DisplayName("the server's own word of the client is better than ours")
    void theClientsOwnWordStays() {
        assertThat(body(
                        on -> on.reasoningStyle = ReasoningStyle.THINKING,
                        request(
                                        "{\"model\":\"m\",\"reasoning_effort\":\"low\",\"thinking\":{\"type\":\"enabled\",\"x\":1}}")
                                .reasoning(ReasoningControl.effort("low"))
                                .extras(Extras.of(Map.of("thinking", "{\"type\":\"enabled\",\"x\":1}")))))
                .isEqualTo(
                        "{\"model\":\"asked-model\",\"reasoning_effort\":\"low\",\"thinking\":{\"type\":\"enabled\",\"x\":1}}");
    }

    @Test
    void whatTheServerDoesNotKnowOfToolsAndFormats() {
        ToolSpec tool = new ToolSpec.Function("f", null, "{\"type\":\"object\"}", true, null, Extras.NONE);
        UnifiedRequestBuilder request = request(
                        "{\"model\":\"m\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"},\"strict\":true}}],"
                                + "\"tool_choice\":\"required\",\"parallel_tool_calls\":false,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}}")
                .tools(List.of(tool))
                .toolChoice(new ToolChoice.Required())
                .parallelToolCalls(false)
                .responseFormat(new ResponseFormat.JsonSchema("n", null, null, null, Extras.NONE));
        UpstreamRequest sent = encode(
                Codecs.with(on -> {
                    on.strictTools = false;
                    on.toolChoiceRequired = false;
                    on.parallelToolCalls = false;
                    on.jsonOutput = JsonOutput.JSON_OBJECT;
                }),
                request);
        assertThat(sent.body().toString())
                .isEqualTo(
                        "{\"model\":\"asked-model\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}],"
                                + "\"tool_choice\":\"auto\",\"response_format\":{\"type\":\"json_object\"}}");
        assertThat(sent.dropped()).containsExactly("strict", "tool_choice", "parallel_tool_calls", "response_format");
        assertThat(body(on -> on.jsonOutput = JsonOutput.NONE, request)).doesNotContain("response_format");
        assertThat(encode(Codecs.generic(), request).dropped()).isEmpty();
    }

    @Test
    @DisplayName("H58: legacy functions go on as they are; where tools must be written anew they are tools throughout")
    void legacyFunctions() {
        ToolSpec tool = new ToolSpec.Function("f", null, null, null, null, Extras.NONE);
        String body = "{\"model\":\"m\"," + MESSAGES + ",\"functions\":[{\"name\":\"f\"}],\"function_call\":\"auto\"}";
        assertThat(body(request(body).tools(List.of(tool)).legacyFunctions(true)))
                .isEqualTo(body.replace("\"m\"", "\"asked-model\""));
        String rewritten = body(
                on -> on.unknownFields = false,
                request(body).tools(List.of(tool)).legacyFunctions(true));
        assertThat(rewritten)
                .doesNotContain("functions")
                .doesNotContain("function_call")
                .contains("\"tools\":[{");
    }

    @Test
    @DisplayName("H82: fields a strict server would refuse are removed and named, where it is said to be strict")
    void unknownFields() {
        UnifiedRequestBuilder request =
                request("{\"model\":\"m\",\"x_new\":1," + MESSAGES + ",\"stream\":true,\"stream_options\":{}}").stream(
                                true)
                        .extras(Extras.of(Map.of("x_new", "1")));
        UpstreamRequest sent = encode(Codecs.with(on -> on.unknownFields = false), request);
        assertThat(sent.body().toString()).doesNotContain("x_new").contains("\"include_usage\":true");
        assertThat(sent.dropped()).containsExactly("x_new");
    }

    /** The messages a codec sends for a request whose body holds other ones, or BODY where it leaves them alone. */
    private static String messages(Consumer<ChatSwitchesBuilder> switches, UnifiedMessage... messages) {
        String body = "{\"model\":\"m\",\"messages\":\"BODY\"}";
        String sent = body(switches, request(body).messages(List.of(messages)));
        return sent.substring(sent.indexOf("\"messages\":") + 11, sent.length() - 1)
                .replace("\"BODY\"", "BODY");
    }

    private static UnifiedMessage user(ContentPart... parts) {
        return UnifiedMessage.of(Role.USER, List.of(parts));
    }

    private static UnifiedMessage assistant(ContentPart... parts) {
        return UnifiedMessage.of(Role.ASSISTANT, List.of(parts));
    }

    private static ContentPart text(String text) {
        return ContentPart.Text.of(text);
    }

    private static ContentPart.ToolCall call(String id) {
        return new ContentPart.ToolCall(id, "f", "{}", false, null, null, Extras.NONE);
    }

    private static UnifiedMessage result(String id, ContentPart... parts) {
        return UnifiedMessage.of(
                Role.TOOL, List.of(new ContentPart.ToolResult(id, null, List.of(parts), false, null, Extras.NONE)));
    }

    @Test
    void messagesStayWhereNoSwitchTouchesThem() {
        ContentPart hinted = new ContentPart.Text("a", new CacheHint(null), Extras.NONE);
        assertThat(messages(
                        on -> on.toolMedia = true,
                        user(
                                hinted,
                                new ContentPart.Image(new MediaSource.Url("https://e.com"), null, null, Extras.NONE)),
                        assistant(call("c")),
                        result(
                                "c",
                                new ContentPart.Image(new MediaSource.Url("https://e.com"), null, null, Extras.NONE)),
                        user(text("b")),
                        UnifiedMessage.of(Role.SYSTEM, List.of(text("late")))))
                .isEqualTo("BODY");
    }

    @Test
    @DisplayName("H87: developer becomes system where the role is not known")
    void developerBecomesSystem() {
        UnifiedMessage developer = UnifiedMessage.of(Role.DEVELOPER, List.of(text("be brief")));
        assertThat(messages(on -> {}, developer, user(text("Hi"))))
                .isEqualTo("[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"Hi\"}]");
        assertThat(messages(on -> on.developerRole = true, developer, user(text("Hi"))))
                .isEqualTo("BODY");
    }

    @Test
    @DisplayName("H93: cache breakpoints are stripped where the server is said to refuse them")
    void cacheBreakpointsAreStripped() {
        ContentPart hinted = new ContentPart.Text("a", new CacheHint("1h"), Extras.of(Map.of("x", "1")));
        assertThat(messages(on -> on.cacheHints = CacheHints.STRIP, user(hinted)))
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"x\":1}]}]");
        assertThat(messages(on -> on.cacheHints = CacheHints.BREAKPOINT, user(hinted)))
                .isEqualTo(
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"},\"x\":1}]}]");
        assertThat(messages(on -> on.cacheHints = CacheHints.CACHE_CONTROL, user(hinted)))
                .isEqualTo("BODY");
    }

    @Test
    @DisplayName("H89: content becomes a string where it must be one")
    void contentBecomesAString() {
        assertThat(messages(on -> on.stringContent = true, user(text("a"), text("b"))))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"a\\n\\nb\"}]");
    }

    @Test
    @DisplayName("H90: the content of a turn that only calls tools")
    void theContentOfATurnThatOnlyCalls() {
        String calls =
                "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]";
        assertThat(messages(on -> on.nullContent = NullContent.EMPTY, assistant(call("c"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"\"," + calls);
        assertThat(messages(on -> on.nullContent = NullContent.OMIT, assistant(call("c"))))
                .isEqualTo("[{\"role\":\"assistant\"," + calls);
        assertThat(messages(on -> {}, assistant(call("c")))).isEqualTo("BODY");
    }

    @Test
    @DisplayName("H63: reasoning is sent back with tool turns, empty where there is none, and only where it is wanted")
    void reasoningIsSentBack() {
        ContentPart.Reasoning thought = new ContentPart.Reasoning("hm", null, null, null, null, null, Extras.NONE);
        String calls =
                "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}";
        assertThat(messages(
                        on -> on.reasoningReplay = ReasoningReplay.TOOL_TURNS,
                        assistant(thought, call("c")),
                        assistant(thought, text("a"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\"," + calls
                        + ",{\"role\":\"assistant\",\"content\":\"a\"}]");
        assertThat(messages(on -> on.reasoningReplay = ReasoningReplay.TOOL_TURNS, assistant(call("c"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"," + calls + "]");
        assertThat(messages(on -> on.reasoningReplay = ReasoningReplay.ALWAYS, assistant(text("a"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"\"}]");
        assertThat(messages(on -> on.reasoningReplay = ReasoningReplay.NEVER, assistant(thought, text("a"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"a\"}]");
        assertThat(messages(on -> on.reasoningReplay = ReasoningReplay.NEVER, assistant(text("a"))))
                .isEqualTo("BODY");
        assertThat(messages(on -> {}, assistant(thought, call("c"))))
                .as("in the server's own spelling alone")
                .isEqualTo("[{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"hm\"," + calls + "]");
        assertThat(messages(on -> on.reasoningField = ReasoningField.REASONING, assistant(thought, text("a"))))
                .isEqualTo("[{\"role\":\"assistant\",\"content\":\"a\",\"reasoning\":\"hm\"}]");
    }

    @Test
    @DisplayName("H62: what one provider signed goes to no other, though the client of both speaks one dialect")
    void whatAnotherProviderSignedIsTakenOut() {
        ContentPart.Reasoning claude =
                new ContentPart.Reasoning("hm", null, "s1gn", null, "anthropic-claude-v1", null, Extras.NONE);
        UnifiedRequestBuilder request =
                request("{\"model\":\"m\",\"messages\":\"BODY\"}").messages(List.of(assistant(claude, text("a"))));
        UpstreamRequest generic = encode(Codecs.generic(), request);
        assertThat(generic.body().toString()).doesNotContain("s1gn", "hm").contains("\"content\":\"a\"");
        assertThat(generic.dropped()).containsExactly("reasoning");

        Consumer<ChatSwitchesBuilder> details = on -> on.reasoningField = ReasoningField.REASONING_DETAILS;
        assertThat(sentTo("anthropic/claude-sonnet-4.5", details, request)).contains("BODY");
        assertThat(sentTo("google/gemini-3-pro", details, request)).doesNotContain("s1gn", "BODY");
    }

    @Test
    @DisplayName("H41, H62: the signature of a call goes to Google's models alone")
    void theSignatureOfACallGoesToGoogleAlone() {
        ContentPart.ToolCall signed = new ContentPart.ToolCall(
                "c",
                "f",
                "{}",
                false,
                "s1gn",
                null,
                Extras.of(Map.of("extra_content", "{\"google\":{\"thought_signature\":\"s1gn\"},\"o\":1}")));
        UnifiedRequestBuilder request =
                request("{\"model\":\"m\",\"messages\":\"BODY\"}").messages(List.of(assistant(signed, call("d"))));
        UpstreamRequest generic = encode(Codecs.generic(), request);
        assertThat(generic.body().toString()).contains("\"id\":\"c\"").doesNotContain("s1gn");
        assertThat(generic.dropped()).containsExactly("extra_content");
        assertThat(sentTo("gemini-3-pro", on -> on.toolSignatures = true, request))
                .contains("\"thought_signature\":\"s1gn\"");
        Consumer<ChatSwitchesBuilder> details = on -> on.reasoningField = ReasoningField.REASONING_DETAILS;
        assertThat(sentTo("google/gemini-3-pro", details, request)).contains("BODY");
        assertThat(sentTo("openai/gpt-5", details, request)).doesNotContain("s1gn");
    }

    @Test
    @DisplayName("H41: where a signature is lost, the first call is marked as foreign, for models that want one")
    void aCallWithoutItsSignatureIsMarked() {
        UnifiedRequestBuilder request =
                request("{\"model\":\"m\",\"messages\":\"BODY\"}").messages(List.of(assistant(call("c"), call("d"))));
        String sent = sentTo("gemini-3-pro", on -> on.toolSignatures = true, request);
        assertThat(sent).containsOnlyOnce("skip_thought_signature_validator");
        assertThat(sent.indexOf("skip_thought")).isLessThan(sent.indexOf("\"id\":\"d\""));
        assertThat(sentTo("gemini-2.5-pro", on -> on.toolSignatures = true, request))
                .contains("BODY");
    }

    private static String sentTo(String model, Consumer<ChatSwitchesBuilder> switches, UnifiedRequestBuilder request) {
        Target asked = new Target(
                Answers.TARGET.provider(),
                model,
                Answers.TARGET.region(),
                Answers.TARGET.project(),
                Answers.TARGET.timeouts(),
                Answers.TARGET.strict());
        return Codecs.with(switches)
                .encode(request.build(), asked, CallContext.NONE)
                .body()
                .toString();
    }

    @Test
    @DisplayName("1.11: tool-call ids of nine letters and digits, the same way for call and result, every time")
    void shortToolIds() {
        Consumer<ChatSwitchesBuilder> mistral = on -> on.toolIds = ToolIdForm.ALNUM9;
        assertThat(messages(mistral, assistant(call("abcDEF123")), result("abcDEF123", text("r"))))
                .isEqualTo("BODY");
        String sent = messages(mistral, assistant(call("call_abc")), result("call_abc", text("r")));
        assertThat(sent)
                .containsPattern("\"id\":\"[A-Za-z0-9]{9}\"")
                .isEqualTo(messages(mistral, assistant(call("call_abc")), result("call_abc", text("r"))));
        String id = sent.replaceAll(".*\"id\":\"([A-Za-z0-9]{9})\".*", "$1");
        assertThat(sent).contains("\"tool_call_id\":\"" + id + "\"");
    }

    @Test
    @DisplayName("H88: turns of one role are merged, late system messages become user text, where the server needs it")
    void rolesInOrder() {
        UnifiedMessage late = UnifiedMessage.of(Role.SYSTEM, List.of(text("be kind")));
        assertThat(messages(on -> on.sameRoleTurns = false, user(text("a")), user(text("b")), assistant(text("c"))))
                .isEqualTo(
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                                + "{\"role\":\"assistant\",\"content\":\"c\"}]");
        assertThat(messages(on -> on.lateSystem = false, user(text("a")), late, assistant(text("c"))))
                .isEqualTo(
                        "[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"[System] be kind\"},"
                                + "{\"role\":\"assistant\",\"content\":\"c\"}]");
    }

    @Test
    @DisplayName("H55: images of tool results follow in a user message where tool messages cannot hold them")
    void imagesOfToolResults() {
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.com/a.png"), "low", null, Extras.NONE);
        assertThat(messages(on -> {}, assistant(call("c")), result("c", text("see"), image)))
                .endsWith(
                        "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"text\",\"text\":\"[image: see the next user message]\"}]},"
                                + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://e.com/a.png\",\"detail\":\"low\"}}]}]");
    }

    @Test
    void theClientsOwnOddPartsStayWhenMessagesAreWrittenAnew() {
        UnifiedMessage developer = UnifiedMessage.of(Role.DEVELOPER, List.of(text("x")));
        UnifiedMessage odd = new UnifiedMessage(
                Role.USER,
                List.of(
                        new ContentPart.Opaque(
                                Dialect.OPENAI_CHAT, "{\"type\":\"document_url\",\"document_url\":\"u\"}"),
                        new ContentPart.Document(
                                new MediaSource.FileId("file-1"), null, null, null, null, Extras.NONE)),
                "bob",
                Extras.of(Map.of("x_m", "[1]")));
        assertThat(messages(on -> {}, developer, odd))
                .endsWith(
                        "{\"role\":\"user\",\"name\":\"bob\",\"content\":[{\"type\":\"document_url\",\"document_url\":\"u\"},"
                                + "{\"type\":\"file\",\"file\":{\"file_id\":\"file-1\"}}],\"x_m\":[1]}]");
    }
}
