package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

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
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    // H81: unset is not default.
    @Test
    void aMinimalRequestHasNothingTheClientDidNotSay() {
        Buffer body = Buffer.buffer(Golden.request("minimal"));
        UnifiedRequest request = RequestReader.read(body);

        assertThat(request.dialect()).isEqualTo(Dialect.OPENAI_CHAT);
        assertThat(request.model()).isEqualTo("small");
        assertThat(request.messages())
                .containsExactly(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi"))));
        assertThat(request.sampling()).isEqualTo(Sampling.UNSET);
        assertThat(request.stream()).isFalse();
        assertThat(request.streamUsage()).isFalse();
        assertThat(request.legacyFunctions()).isFalse();
        assertThat(request.tools()).isEmpty();
        assertThat(request.stop()).isEmpty();
        assertThat(request.toolChoice()).isNull();
        assertThat(request.parallelToolCalls()).isNull();
        assertThat(request.maxOutputTokens()).isNull();
        assertThat(request.responseFormat()).isNull();
        assertThat(request.reasoning()).isNull();
        assertThat(request.cache()).isNull();
        assertThat(request.extras()).isEqualTo(Extras.NONE);
        assertThat(request.body()).isSameAs(body);
    }

    @Test
    void everyDocumentedFieldFindsItsPlace() {
        UnifiedRequest request = golden("every-field");

        assertThat(request.model()).isEqualTo("vendor/model-1:free");
        assertThat(request.stream()).isTrue();
        assertThat(request.streamUsage()).isTrue();
        assertThat(request.parallelToolCalls()).isFalse();
        // H83: max_completion_tokens wins.
        assertThat(request.maxOutputTokens()).isEqualTo(256);
        // H86: the empty sequence is gone.
        assertThat(request.stop()).containsExactly("END", "\n\n");
        assertThat(request.sampling())
                .isEqualTo(
                        new Sampling(0.7, 0.9, 40, 0.05, 1.5, -0.5, 1.1, 9007199254740993L, "{\"50256\": -100}", 2, 3));
        assertThat(request.reasoning()).isEqualTo(ReasoningControl.effort("xhigh"));
        assertThat(request.verbosity()).isEqualTo("low");
        assertThat(request.userId()).isEqualTo("user-1");
        assertThat(request.serviceTier()).isEqualTo("flex");
        assertThat(request.promptCacheKey()).isEqualTo("conversation-7");
        assertThat(request.metadata()).isEqualTo("{\"order\": \"7\", \"Shop\": \"north\"}");
        assertThat(request.extras().fields())
                .containsExactly(
                        Map.entry("modalities", "[\"text\", \"audio\"]"),
                        Map.entry("audio", "{\"format\": \"wav\", \"voice\": \"alloy\"}"),
                        Map.entry("prediction", "{\"type\": \"content\", \"content\": \"one two three\"}"),
                        Map.entry("web_search_options", "{\"search_context_size\": \"low\"}"),
                        Map.entry("store", "false"),
                        Map.entry("prompt_cache_options", "{\"mode\": \"explicit\", \"ttl\": \"30m\"}"),
                        Map.entry("prompt_cache_retention", "\"24h\""),
                        Map.entry("moderation", "{\"model\": \"omni-moderation-latest\"}"),
                        // H96: numbers and key order of what is not ours stay as written.
                        Map.entry("x_new", "{\"b\": 1.0, \"a\": [1e400]}"));
    }

    // H96
    @Test
    void aSchemaStaysAsWritten() {
        ResponseFormat format = golden("every-field").responseFormat();

        assertThat(format).isInstanceOfSatisfying(ResponseFormat.JsonSchema.class, schema -> {
            assertThat(schema.name()).isEqualTo("numbers");
            assertThat(schema.description()).isEqualTo("three numbers");
            assertThat(schema.strict()).isTrue();
            assertThat(schema.schema())
                    .isEqualTo(
                            "{\"type\": \"object\", \"properties\": {\"b\": {\"type\": \"number\", \"maximum\": 1.0},"
                                    + " \"a\": {\"const\": 9007199254740993}}}");
        });
    }

    @Test
    void everyMessageFormFindsItsPlace() {
        List<UnifiedMessage> messages = golden("conversation").messages();

        assertThat(messages)
                .extracting(UnifiedMessage::role)
                .containsExactly(
                        Role.SYSTEM,
                        Role.DEVELOPER,
                        Role.USER,
                        Role.ASSISTANT,
                        Role.TOOL,
                        Role.TOOL,
                        Role.TOOL,
                        Role.SYSTEM,
                        Role.ASSISTANT,
                        Role.ASSISTANT,
                        Role.ASSISTANT,
                        Role.USER);
        assertThat(messages.get(0).name()).isEqualTo("rules");
        assertThat(messages.get(1).parts())
                .containsExactly(new ContentPart.Text("Use metric units.", new CacheHint("1h"), Extras.NONE));
        assertThat(messages.get(2).parts())
                .containsExactly(new ContentPart.Text("Weather in Paris and Oslo?", new CacheHint(null), Extras.NONE));
        assertThat(messages.get(2).name()).isEqualTo("ann");
        assertThat(messages.get(8).parts())
                .containsExactly(ContentPart.Text.of("Paris 18 C."), new ContentPart.Refusal("No more."));
        assertThat(messages.get(8).extras().get("x_server")).isEqualTo("{\"k\": 1}");
        // H21: the empty text beside a refusal is no text.
        assertThat(messages.get(9).parts()).containsExactly(new ContentPart.Refusal("I will not."));
        assertThat(messages.get(10).parts()).isEmpty();
        assertThat(messages.get(10).extras().get("audio")).isEqualTo("{\"id\": \"audio_1\"}");
        assertThat(messages.get(11).parts())
                .containsExactly(new ContentPart.Text("Thanks", new CacheHint(null), Extras.NONE));
    }

    @Test
    void callsKeepTheirArgumentsAsTextAndResultsTheirParts() {
        List<UnifiedMessage> messages = golden("conversation").messages();

        // H90: content null beside calls; the nulls of a replayed answer leave nothing behind.
        assertThat(messages.get(3).extras()).isEqualTo(Extras.NONE);
        assertThat(messages.get(3).parts())
                .containsExactly(
                        call(
                                "call_a",
                                "weather",
                                "{\"city\": \"Paris\", \"day\": 1.0, \"id\": 9007199254740993}",
                                false),
                        // H23: blank arguments are the call without arguments.
                        call("call_b", "weather", "{}", false),
                        call("call_c", "shell", "ls -l", true));
        assertThat(messages.get(4).parts())
                .containsExactly(result("call_a", null, List.of(ContentPart.Text.of("18 C"))));
        assertThat(messages.get(5).parts())
                .containsExactly(result(
                        "call_b",
                        "weather",
                        List.of(
                                ContentPart.Text.of("9 C"),
                                new ContentPart.Image(
                                        new MediaSource.Url("https://images.example/map.png"),
                                        null,
                                        null,
                                        Extras.NONE))));
        assertThat(messages.get(6).parts()).containsExactly(result("call_c", null, List.of()));
    }

    // H56, H91
    @Test
    void everyPartFindsItsPlaceAndAnUnknownOneStaysWhole() {
        List<ContentPart> parts = golden("multimodal").messages().getFirst().parts();

        assertThat(parts.get(0))
                .isEqualTo(new ContentPart.Image(
                        new MediaSource.Url("https://images.example/cat.jpg"), "high", null, Extras.NONE));
        assertThat(parts.get(1))
                .isInstanceOfSatisfying(
                        ContentPart.Image.class,
                        image -> assertThat(image.source()).isInstanceOfSatisfying(MediaSource.Inline.class, inline -> {
                            assertThat(inline.mediaType()).isEqualTo("image/png");
                            assertThat(inline.base64())
                                    .startsWith("iVBORw0KGgo")
                                    .endsWith("ggg==");
                        }));
        assertThat(parts.get(2))
                .isEqualTo(new ContentPart.Image(
                        new MediaSource.Inline("image/jpeg", "/9j/4AAQSkZJRg"),
                        "low",
                        null,
                        Extras.of(Map.of("x_part", "[1, 2]"))));
        assertThat(parts.get(3))
                .isEqualTo(new ContentPart.Audio(
                        new MediaSource.Inline("audio/wav", "UklGRgAAAABXQVZF"), "wav", null, Extras.NONE));
        assertThat(parts.get(4))
                .isEqualTo(document(new MediaSource.Inline("application/pdf", "JVBERi0xLjQK"), "a.pdf"));
        assertThat(parts.get(5)).isEqualTo(document(new MediaSource.Url("https://files.example/b.pdf"), "b.pdf"));
        assertThat(parts.get(6)).isEqualTo(document(new MediaSource.FileId("file-1"), null));
        assertThat(parts.get(7))
                .isEqualTo(document(new MediaSource.Inline("text/plain", "Q2Fmw6kgYXUgbGFpdA=="), "c.txt"));
        assertThat(parts.get(8))
                .isEqualTo(document(new MediaSource.Inline("application/pdf", "JVBERi0xLjQK"), "d.pdf"));
        assertThat(parts.get(9))
                .isEqualTo(new ContentPart.Video(
                        new MediaSource.Url("https://videos.example/v.mp4"), new CacheHint(null), Extras.NONE));
        assertThat(parts.get(10))
                .isEqualTo(new ContentPart.Opaque(
                        Dialect.OPENAI_CHAT,
                        "{\"document_url\": \"https://files.example/e.pdf\", \"type\": \"document_url\","
                                + " \"document_name\": \"e\"}"));
        assertThat(parts.get(11)).isEqualTo(ContentPart.Text.of("What is all this? 🌍"));
    }

    @Test
    void toolsOfEveryKindAreRead() {
        UnifiedRequest request = golden("tools");

        assertThat(request.tools())
                .containsExactly(
                        new ToolSpec.Function(
                                "weather",
                                "The weather",
                                "{\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\"}, \"n\":"
                                        + " {\"const\": 1.0}}, \"required\": [\"type\"]}",
                                true,
                                new CacheHint(null),
                                Extras.NONE),
                        new ToolSpec.Function("now", null, null, null, null, Extras.of(Map.of("x_tool", "true"))),
                        new ToolSpec.Custom(
                                "shell",
                                "A shell",
                                "{\"type\": \"grammar\", \"grammar\": {\"definition\": \"start: /.+/\", \"syntax\":"
                                        + " \"lark\"}}",
                                Extras.NONE),
                        new ToolSpec.Opaque(
                                Dialect.OPENAI_CHAT,
                                "{\"type\": \"openrouter:web_search\", \"parameters\": {\"max_results\": 3}}"));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Allowed(List.of("weather", "shell"), true));
    }

    // H58
    @Test
    void deprecatedFunctionsBecomeToolsAndTheirMessagesGetIds() {
        UnifiedRequest request = golden("legacy-functions");

        assertThat(request.legacyFunctions()).isTrue();
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.tools())
                .containsExactly(new ToolSpec.Function(
                        "weather",
                        "The weather",
                        "{\"type\": \"object\", \"properties\": {}}",
                        null,
                        null,
                        Extras.NONE));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("weather", false));
        assertThat(request.messages().get(1).parts()).containsExactly(call("call_fn_1", "weather", "{}", false));
        assertThat(request.messages().get(2).role()).isEqualTo(Role.TOOL);
        assertThat(request.messages().get(2).parts())
                .containsExactly(result("call_fn_1", "weather", List.of(ContentPart.Text.of("18 C"))));
    }

    // H60, H61, H64: pieces of one thought come together, a ciphertext stays apart, the plain copy is not a second
    // thought.
    @Test
    void thoughtsComeBackWholeAndOnce() {
        List<UnifiedMessage> messages = golden("reasoning").messages();

        assertThat(messages.get(1).parts())
                .containsExactly(
                        new ContentPart.Reasoning(
                                "Merged.", null, "c2ln", null, "anthropic-claude-v1", null, Extras.NONE),
                        new ContentPart.Reasoning(
                                "", null, null, "cmVkYWN0ZWQ=", "anthropic-claude-v1", null, Extras.NONE),
                        new ContentPart.Reasoning("", "Sum", null, "ZW5j", "openai-responses-v1", "rs_1", Extras.NONE),
                        // H41: a ciphertext with the id of a call is that call's signature, in either spelling.
                        new ContentPart.ToolCall("call_g", "f", "{}", false, "Z2Vt", null, Extras.NONE),
                        new ContentPart.ToolCall("call_h", "f", "{}", false, "dHM=", null, Extras.NONE));
        assertThat(messages.get(4).parts())
                .containsExactly(
                        new ContentPart.Reasoning("Plain thought.", null, null, null, null, null, Extras.NONE),
                        ContentPart.Text.of("Done."),
                        new ContentPart.Image(
                                new MediaSource.Inline("image/png", "iVBORw0KGgo="), null, null, Extras.NONE));
    }

    @Test
    void whatOpenRouterAddsIsReadOrKept() {
        UnifiedRequest request = golden("reasoning");

        assertThat(request.reasoning())
                .isEqualTo(new ReasoningControl(
                        ReasoningControl.Mode.ON,
                        "high",
                        2048L,
                        ReasoningControl.Visibility.SUMMARY,
                        Extras.of(Map.of("summary", "\"auto\"", "x_r", "1"))));
        assertThat(request.cache()).isEqualTo(new CacheHint("5m"));
        assertThat(request.stop()).containsExactly("END");
        assertThat(request.responseFormat()).isNull();
        assertThat(request.extras().fields())
                .containsExactly(
                        Map.entry("models", "[\"a\", \"b\"]"),
                        Map.entry("provider", "{\"order\": [\"x\"], \"allow_fallbacks\": false}"),
                        Map.entry("response_format", "{\"type\": \"grammar\", \"grammar\": \"root ::= .*\"}"));
    }

    // H81, H123: null is absent, everywhere.
    @Test
    void nullsAreAbsent() {
        UnifiedRequest request = read("""
                {"model":"m","messages":[{"role":"user","content":"x","name":null,"tool_calls":null,"tool_call_id":null}],
                 "tools":null,"tool_choice":null,"temperature":null,"max_tokens":null,"stop":null,"stream":null,
                 "stream_options":null,"response_format":null,"reasoning":null,"reasoning_effort":null,"metadata":null,
                 "functions":null,"function_call":null,"logprobs":null,"top_logprobs":null,"n":null,"user":null}""");

        assertThat(request.sampling()).isEqualTo(Sampling.UNSET);
        assertThat(request.reasoning()).isNull();
        assertThat(request.tools()).isEmpty();
        assertThat(request.extras()).isEqualTo(Extras.NONE);
        assertThat(request.messages()).containsExactly(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("x"))));
    }

    @Test
    void logprobsWithoutAlternativesAreNotTheAbsenceOfLogprobs() {
        assertThat(read(minimalWith("\"logprobs\":true")).sampling().topLogprobs())
                .isZero();
        assertThat(read(minimalWith("\"logprobs\":false,\"top_logprobs\":0"))
                        .sampling()
                        .topLogprobs())
                .isNull();
    }

    @Test
    void everyWordOfToolChoiceIsRead() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                + "{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}],\"tool_choice\":";

        assertThat(read(minimalWith(tools + "\"auto\"")).toolChoice()).isEqualTo(new ToolChoice.Auto());
        assertThat(read(minimalWith(tools + "\"none\"")).toolChoice()).isEqualTo(new ToolChoice.None());
        assertThat(read(minimalWith(tools + "\"required\"")).toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(read(minimalWith(tools + "\"any\"")).toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(read(minimalWith(tools + "{\"function\":{\"name\":\"f\"},\"type\":\"function\"}"))
                        .toolChoice())
                .isEqualTo(new ToolChoice.Named("f", false));
        assertThat(read(minimalWith(tools + "{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}"))
                        .toolChoice())
                .isEqualTo(new ToolChoice.Named("c", true));
    }

    @Test
    void aServerToolMayBeChosenByANameOnlyItsServerKnows() {
        String tools = "\"tools\":[{\"type\":\"web_search\"}],\"tool_choice\":";

        assertThat(read(minimalWith(tools + "{\"type\":\"function\",\"function\":{\"name\":\"web_search\"}}"))
                        .toolChoice())
                .isEqualTo(new ToolChoice.Named("web_search", false));
    }

    @Test
    void aFunctionResultWithoutItsCallKeepsAnIdOfItsOwn() {
        UnifiedRequest request = read("""
                {"model":"m","messages":[{"role":"function","name":"f","content":"1"}]}""");

        assertThat(request.messages().getFirst().parts())
                .containsExactly(result("call_fn_0", "f", List.of(ContentPart.Text.of("1"))));
    }

    @Test
    void usageIsAskedForInEitherSpellingAndOnlyOfStreams() {
        assertThat(read(minimalWith("\"stream\":true,\"usage\":{\"include\":true}"))
                        .streamUsage())
                .isTrue();
        assertThat(read(minimalWith("\"usage\":{\"include\":true}")).streamUsage())
                .isFalse();
        assertThat(read(minimalWith("\"stream\":true,\"stream_options\":{\"include_usage\":false},\"usage\":{\"x\":1}"))
                        .streamUsage())
                .isFalse();
    }

    // H93: a breakpoint on a whole message is one after its last part, whatever that is.
    @Test
    void aBreakpointOnAMessageIsOneAfterItsLastPart() {
        List<String> last = List.of(
                "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"x\",",
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\"}}],",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a\"}}],",
                "{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}],",
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\"}}],",
                "{\"role\":\"user\",\"content\":[{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://a\"}}],",
                "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}],");
        for (String message : last) {
            UnifiedRequest request = read("{\"model\":\"m\",\"messages\":[" + message
                    + "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]}");
            List<ContentPart> parts = request.messages().getFirst().parts();
            assertThat(parts.getLast().cacheHint()).as(message).isEqualTo(new CacheHint("1h"));
            assertThat(parts.subList(0, parts.size() - 1)).allMatch(part -> part.cacheHint() == null);
        }
    }

    @Test
    void aBreakpointOfThePartItselfIsTheNearerOne() {
        UnifiedRequest request = read("""
                {"model":"m","messages":[{"role":"user","cache_control":{"type":"ephemeral"},"content":[{"type":"text",
                "text":"a","prompt_cache_breakpoint":{"mode":"explicit"},"cache_control":{"ttl":"1h"}}]}]}""");

        assertThat(request.messages().getFirst().parts().getFirst().cacheHint()).isEqualTo(new CacheHint("1h"));
    }

    @Test
    void annotationsThatSaySomethingAreKept() {
        String annotation = "[{\"type\":\"file\",\"file\":{\"hash\":\"a\"}}]";
        UnifiedRequest request = read("{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"content\":\"x\","
                + "\"annotations\":" + annotation + "}]}");

        assertThat(request.messages().getFirst().extras().get("annotations")).isEqualTo(annotation);
    }

    @Test
    void anEmptyAnswerIsAnEmptyText() {
        UnifiedRequest request = read("""
                {"model":"m","messages":[{"role":"assistant","content":""}]}""");

        assertThat(request.messages().getFirst().parts()).containsExactly(ContentPart.Text.of(""));
    }

    @Test
    void aHiddenThoughtIsAskedForInEitherSpelling() {
        assertThat(visibility("\"include_reasoning\":false")).isEqualTo(ReasoningControl.Visibility.OMITTED);
        assertThat(visibility("\"include_reasoning\":true")).isEqualTo(ReasoningControl.Visibility.FULL);
        assertThat(visibility("\"reasoning\":{\"exclude\":true}")).isEqualTo(ReasoningControl.Visibility.OMITTED);
        assertThat(visibility("\"reasoning\":{\"summary\":\"auto\"}")).isEqualTo(ReasoningControl.Visibility.SUMMARY);
        assertThat(visibility("\"reasoning\":{\"enabled\":false}")).isEqualTo(ReasoningControl.Visibility.UNSET);
    }

    private static ReasoningControl.Visibility visibility(String field) {
        ReasoningControl control = read(minimalWith(field)).reasoning();
        assertThat(control).isNotNull();
        return control.visibility();
    }

    static String minimalWith(String fields) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + fields + "}";
    }

    static UnifiedRequest read(String json) {
        return RequestReader.read(Buffer.buffer(json));
    }

    private static UnifiedRequest golden(String name) {
        return RequestReader.read(Buffer.buffer(Golden.request(name)));
    }

    private static ContentPart.ToolCall call(String id, String name, String arguments, boolean custom) {
        return new ContentPart.ToolCall(id, name, arguments, custom, null, null, Extras.NONE);
    }

    private static ContentPart.ToolResult result(String id, String name, List<ContentPart> content) {
        return new ContentPart.ToolResult(id, name, content, false, null, Extras.NONE);
    }

    private static ContentPart.Document document(MediaSource source, String filename) {
        return new ContentPart.Document(source, null, filename, null, null, Extras.NONE);
    }
}
