package com.xiaojinpro.gateway.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.fault.FaultException;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Requests of the Responses API, written for clients of other dialects. */
class ResponsesWriterTest {
    private static final String USER = "{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi\"}";

    private static UnifiedRequestBuilder chat() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("client")
                .messages(List.of(user(ContentPart.Text.of("Hi"))));
    }

    private static UnifiedMessage user(ContentPart... parts) {
        return UnifiedMessage.of(Role.USER, List.of(parts));
    }

    private static UnifiedMessage assistant(ContentPart... parts) {
        return UnifiedMessage.of(Role.ASSISTANT, List.of(parts));
    }

    private static UpstreamRequest encode(String model, UnifiedRequestBuilder request) {
        Target target = new Target("p", model, null, null, Timeouts.DEFAULT);
        return OpenAiCodecs.of(ApiChoice.RESPONSES).encode(request.build(), target, CallContext.NONE);
    }

    private static String body(String model, UnifiedRequestBuilder request) {
        return encode(model, request).body().toString();
    }

    private static String input(UnifiedMessage... messages) {
        String body = body("gpt-4o", chat().messages(List.of(messages)));
        String start = "{\"model\":\"gpt-4o\",\"input\":";
        String end = ",\"store\":false}";
        assertThat(body).startsWith(start).endsWith(end);
        return body.substring(start.length(), body.length() - end.length());
    }

    private static ContentPart.ToolCall call(String id, String arguments, boolean custom) {
        return new ContentPart.ToolCall(id, "f", arguments, custom, null, null, Extras.NONE);
    }

    private static ContentPart.ToolResult result(String id, boolean error, ContentPart... content) {
        return new ContentPart.ToolResult(id, null, List.of(content), error, null, Extras.NONE);
    }

    private static ContentPart.Reasoning thought(@Nullable String origin, @Nullable String encrypted) {
        return new ContentPart.Reasoning("", "Look.", null, encrypted, origin, "rs_1", Extras.NONE);
    }

    @Test
    @DisplayName("H81: what was not said is not sent; nothing is stored; reasoning that may come comes encrypted")
    void theLeastRequest() {
        UpstreamRequest plain = encode("gpt-4o", chat());
        assertThat(plain.url()).isEqualTo("https://llm.example.com/v1/responses");
        assertThat(plain.dropped()).isEmpty();
        assertThat(plain.body().toString())
                .isEqualTo("{\"model\":\"gpt-4o\",\"input\":[" + USER + "],\"store\":false}");
        assertThat(body("gpt-5", chat().stream(true)))
                .isEqualTo("{\"model\":\"gpt-5\",\"input\":[" + USER
                        + "],\"include\":[\"reasoning.encrypted_content\"],\"store\":false,\"stream\":true}");
    }

    @Test
    void theSystemPromptIsTheInstructionsAndALaterOneStaysWhereItIs() {
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .messages(List.of(
                        UnifiedMessage.of(
                                Role.SYSTEM,
                                List.of(
                                        ContentPart.Text.of("x-anthropic-billing-header: abc"),
                                        ContentPart.Text.of("Be brief."),
                                        ContentPart.Text.of("Be kind."))),
                        user(ContentPart.Text.of("Hi")),
                        UnifiedMessage.of(Role.SYSTEM, List.of(ContentPart.Text.of("Now in French.")))));
        assertThat(body("gpt-4o", request))
                .isEqualTo(
                        "{\"model\":\"gpt-4o\",\"instructions\":\"Be brief.\\n\\nBe kind.\",\"input\":[" + USER
                                + ",{\"type\":\"message\",\"role\":\"system\",\"content\":\"Now in French.\"}],\"store\":false}");
    }

    @Test
    @DisplayName("H77, H57, H23: calls and results belong together by call_id, in order, with the error flag in words")
    void aToolLoop() {
        assertThat(input(
                        user(ContentPart.Text.of("Hi")),
                        assistant(
                                thought(ResponsesInput.ORIGIN, "gAAA="),
                                ContentPart.Text.of("Wait."),
                                call("toolu_1", "", false),
                                call("c2", "x y", true)),
                        UnifiedMessage.of(
                                Role.TOOL,
                                List.of(
                                        result("toolu_1", true, ContentPart.Text.of("no such file")),
                                        result("c2", false)))))
                .isEqualTo(
                        "[" + USER
                                + ",{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Look.\"}],\"encrypted_content\":\"gAAA=\"},"
                                + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Wait.\"}]},"
                                + "{\"type\":\"function_call\",\"call_id\":\"toolu_1\",\"name\":\"f\",\"arguments\":\"{}\"},"
                                + "{\"type\":\"custom_tool_call\",\"call_id\":\"c2\",\"name\":\"f\",\"input\":\"x y\"},"
                                + "{\"type\":\"function_call_output\",\"call_id\":\"toolu_1\",\"output\":\"Error: no such file\"},"
                                + "{\"type\":\"custom_tool_call_output\",\"call_id\":\"c2\",\"output\":\"\"}],\"include\":[\"reasoning.encrypted_content\"]");
    }

    @Test
    @DisplayName("H62: reasoning of others, or without its ciphertext, is not replayed, and that is told")
    void foreignReasoning() {
        UpstreamRequest sent = encode(
                "gpt-4o",
                chat().messages(List.of(
                        user(ContentPart.Text.of("Hi")),
                        assistant(
                                thought("anthropic-claude-v1", "x"),
                                thought(ResponsesInput.ORIGIN, null),
                                ContentPart.Text.of("Yes.")))));
        assertThat(sent.dropped()).containsExactly("reasoning");
        assertThat(sent.body().toString()).doesNotContain("summary");
    }

    @Test
    void aSummaryThatCameApartFromItsCiphertextIsOneThoughtWithIt() {
        ContentPart.Reasoning summary =
                new ContentPart.Reasoning("", "Look.", null, null, ResponsesInput.ORIGIN, null, Extras.NONE);
        ContentPart.Reasoning seal =
                new ContentPart.Reasoning("", null, null, "gAAA=", ResponsesInput.ORIGIN, "rs_9", Extras.NONE);
        assertThat(input(assistant(summary, seal)))
                .contains(
                        "{\"type\":\"reasoning\",\"id\":\"rs_9\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Look.\"}],\"encrypted_content\":\"gAAA=\"}");
    }

    @Test
    void reasoningThatWentThroughAClientOfAnotherDialectComesBack() {
        ContentPart.Reasoning carried =
                new ContentPart.Reasoning("Look.", null, "gAAA=", null, ResponsesInput.ORIGIN, null, Extras.NONE);
        assertThat(input(assistant(carried)))
                .contains(
                        "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Look.\"}],\"encrypted_content\":\"gAAA=\"}");
    }

    @Test
    @DisplayName("H55, H91: media stand where they belong, in tool results too")
    void media() {
        ContentPart image =
                new ContentPart.Image(new MediaSource.Inline("image/jpg", "iVBORw0KGgoAAA"), "high", null, Extras.NONE);
        ContentPart url = new ContentPart.Image(new MediaSource.Url("https://e.org/a.png"), null, null, Extras.NONE);
        ContentPart file = new ContentPart.Document(
                new MediaSource.Inline("application/pdf", "JVBERi0"), null, "a.pdf", null, null, Extras.NONE);
        ContentPart link = new ContentPart.Document(
                new MediaSource.Url("https://e.org/a.pdf"), null, null, null, null, Extras.NONE);
        ContentPart stored =
                new ContentPart.Document(new MediaSource.FileId("file-1"), null, null, null, null, Extras.NONE);
        ContentPart plain =
                new ContentPart.Document(new MediaSource.PlainText("abc"), "Title", null, null, null, Extras.NONE);
        ContentPart sound =
                new ContentPart.Audio(new MediaSource.Inline("audio/mpeg", "AAAA"), null, null, Extras.NONE);
        assertThat(input(user(image, url, file, link, stored, plain, sound)))
                .isEqualTo("[{\"type\":\"message\",\"role\":\"user\",\"content\":["
                        + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,iVBORw0KGgoAAA\",\"detail\":\"high\"},"
                        + "{\"type\":\"input_image\",\"image_url\":\"https://e.org/a.png\"},"
                        + "{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,JVBERi0\"},"
                        + "{\"type\":\"input_file\",\"file_url\":\"https://e.org/a.pdf\"},"
                        + "{\"type\":\"input_file\",\"file_id\":\"file-1\"},"
                        + "{\"type\":\"input_text\",\"text\":\"Title\\n\\nabc\"},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"mp3\"}}]}]");
        assertThat(input(
                        assistant(call("c", "{}", false)),
                        UnifiedMessage.of(Role.TOOL, List.of(result("c", true, url)))))
                .endsWith(
                        "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":["
                                + "{\"type\":\"input_text\",\"text\":\"Error:\"},{\"type\":\"input_image\",\"image_url\":\"https://e.org/a.png\"}]}]");
        assertThat(input(assistant(ContentPart.Text.of("Here."), url)))
                .endsWith(
                        ",{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"https://e.org/a.png\"}]}]");
    }

    @Test
    @DisplayName("H56: a part that cannot be sent is refused by its name")
    void whatCannotBeSent() {
        ContentPart video = new ContentPart.Video(new MediaSource.Url("https://e.org/v.mp4"), null, Extras.NONE);
        ContentPart opaque = new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"search_result\"}");
        ContentPart stored =
                new ContentPart.Document(new MediaSource.FileId("file_011C"), null, null, null, null, Extras.NONE);
        for (ContentPart part : List.of(video, opaque, stored)) {
            Throwable thrown = catchThrowable(() -> input(user(part)));
            assertThat(((FaultException) thrown).fault().param()).isEqualTo("messages[0].content[0]");
        }
        assertThat(catchThrowable(() -> input(assistant(opaque)))).isInstanceOf(FaultException.class);
    }

    @Test
    void itemsOfThisApiPassThroughWhole() {
        String item = "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}";
        ContentPart opaque = new ContentPart.Opaque(Dialect.OPENAI_RESPONSES, item);
        assertThat(input(assistant(ContentPart.Text.of("a"), opaque), user(opaque)))
                .isEqualTo(
                        "[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\"}]},"
                                + item + "," + item + "]");
    }

    @Test
    @DisplayName("H50, H52: tools in the flat form, strict only where the schema allows it")
    void tools() {
        String closed =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}";
        List<ToolSpec> tools = List.of(
                new ToolSpec.Function("f", "does", closed, true, null, Extras.NONE),
                new ToolSpec.Function("g", null, "{\"type\":\"object\"}", true, new CacheHint(null), Extras.NONE),
                new ToolSpec.Function("h", null, null, null, null, Extras.NONE),
                new ToolSpec.Custom(
                        "c",
                        null,
                        "{\"type\":\"grammar\",\"grammar\":{\"definition\":\"start: x\",\"syntax\":\"lark\"}}",
                        Extras.NONE),
                new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"web_search\"}"));
        UpstreamRequest sent = encode(
                "gpt-4o",
                chat().tools(tools)
                        .toolChoice(new ToolChoice.Allowed(List.of("f", "c"), true))
                        .parallelToolCalls(false));
        assertThat(sent.dropped()).containsExactly("cache_control");
        assertThat(sent.body().toString())
                .contains("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"description\":\"does\",\"parameters\":"
                        + closed
                        + ",\"strict\":true},"
                        + "{\"type\":\"function\",\"name\":\"g\",\"parameters\":{\"type\":\"object\"},\"strict\":false},"
                        + "{\"type\":\"function\",\"name\":\"h\",\"parameters\":{\"type\":\"object\",\"properties\":{}},\"strict\":false},"
                        + "{\"type\":\"custom\",\"name\":\"c\",\"format\":{\"type\":\"grammar\",\"definition\":\"start: x\",\"syntax\":\"lark\"}},"
                        + "{\"type\":\"web_search\"}],"
                        + "\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"custom\",\"name\":\"c\"}]},"
                        + "\"parallel_tool_calls\":false");
        assertThat(body("gpt-4o", chat().toolChoice(new ToolChoice.Required()).parallelToolCalls(false)))
                .doesNotContain("tool");
        for (Map.Entry<ToolChoice, String> choice : Map.<ToolChoice, String>of(
                        new ToolChoice.Auto(), "\"auto\"",
                        new ToolChoice.None(), "\"none\"",
                        new ToolChoice.Required(), "\"required\"",
                        new ToolChoice.Named("c", true), "{\"type\":\"custom\",\"name\":\"c\"}")
                .entrySet()) {
            assertThat(body("gpt-4o", chat().tools(tools).toolChoice(choice.getKey())))
                    .contains("\"tool_choice\":" + choice.getValue());
        }
        UnifiedRequestBuilder foreign = chat().tools(
                        List.of(new ToolSpec.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_search_2025\"}")));
        assertThat(body("gpt-4o", foreign)).doesNotContain("tools");
    }

    @Test
    void everythingElseInItsPlace() {
        UnifiedRequestBuilder request = chat().maxOutputTokens(100L)
                .sampling(new Sampling(0.5, 1.0, null, null, null, null, null, null, null, null, 2))
                .responseFormat(new ResponseFormat.JsonSchema("a b", "d", "{\"type\":\"object\"}", null, Extras.NONE))
                .verbosity(null)
                .userId("u".repeat(65))
                .promptCacheKey("k")
                .serviceTier("flex")
                .metadata("{\"a\":\"b\"}")
                .extras(Extras.of(Map.of("stream_options", "{}")));
        assertThat(body("gpt-4o", request))
                .contains("\"max_output_tokens\":100,\"temperature\":0.5,\"top_p\":1,\"top_logprobs\":2,"
                        + "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"a_b\",\"description\":\"d\",\"schema\":{\"type\":\"object\"},\"strict\":false}},"
                        + "\"include\":[\"message.output_text.logprobs\"],\"store\":false,\"safety_identifier\":\"")
                .contains("\"prompt_cache_key\":\"k\",\"service_tier\":\"flex\",\"metadata\":{\"a\":\"b\"}")
                .doesNotContain("u".repeat(65));
        assertThat(body("gpt-5", chat().verbosity("low").responseFormat(new ResponseFormat.JsonObject())))
                .contains("\"text\":{\"format\":{\"type\":\"json_object\"},\"verbosity\":\"low\"}");
    }

    @Test
    @DisplayName("what this API has no field for is reported, never dropped in silence")
    void whatIsLost() {
        Sampling sampling = new Sampling(null, null, 5, 0.1, 0.5, 0.5, 1.1, 7L, "{\"1\":2}", 2, null);
        UpstreamRequest sent = encode(
                "gpt-4o",
                chat().sampling(sampling)
                        .stop(List.of("END"))
                        .verbosity("low")
                        .cache(new CacheHint(null))
                        .extras(Extras.of(Map.of("store", "true"))));
        assertThat(sent.dropped())
                .containsExactlyInAnyOrder(
                        "top_k",
                        "min_p",
                        "presence_penalty",
                        "frequency_penalty",
                        "repetition_penalty",
                        "seed",
                        "logit_bias",
                        "n",
                        "stop",
                        "verbosity",
                        "cache_control",
                        "store");
    }

    @Test
    @DisplayName("H67, H69: a model that reasons is told an effort it knows, and no temperature")
    void reasoning() {
        UpstreamRequest sent = encode(
                "gpt-5.1",
                chat().reasoning(ReasoningControl.effort("xhigh"))
                        .sampling(new Sampling(0.5, null, null, null, null, null, null, null, null, null, null)));
        assertThat(sent.body().toString()).contains("\"reasoning\":{\"effort\":\"high\"}");
        assertThat(sent.dropped()).containsExactly("temperature");
        assertThat(encode("gpt-4o", chat().reasoning(ReasoningControl.effort("low")))
                        .dropped())
                .containsExactly("reasoning");
    }

    @Test
    @DisplayName("a client that asks for thoughts is given summaries")
    void summaries() {
        ReasoningControl thinking = new ReasoningControl(Mode.ON, null, 20_000L, Visibility.UNSET, Extras.NONE);
        assertThat(body("gpt-5", chat().reasoning(thinking)))
                .contains("\"reasoning\":{\"effort\":\"high\",\"summary\":\"auto\"}");
        ReasoningControl adaptive = new ReasoningControl(Mode.ADAPTIVE, null, null, Visibility.SUMMARY, Extras.NONE);
        assertThat(body("gpt-5", chat().reasoning(adaptive))).contains("\"reasoning\":{\"summary\":\"auto\"}");
        ReasoningControl hidden = new ReasoningControl(Mode.ON, "low", null, Visibility.OMITTED, Extras.NONE);
        assertThat(body("gpt-5", chat().reasoning(hidden))).contains("\"reasoning\":{\"effort\":\"low\"}");
        ReasoningControl off = new ReasoningControl(Mode.OFF, null, null, Visibility.UNSET, Extras.NONE);
        assertThat(body("gpt-5.1", chat().reasoning(off))).contains("\"reasoning\":{\"effort\":\"none\"}");
        assertThat(encode("gpt-5", chat().reasoning(off)).dropped()).containsExactly("reasoning");
    }

    @Test
    void aChoiceAboutHostedToolsIsSentOnceAndAsWritten() {
        String mixed =
                "{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},"
                        + "{\"type\":\"web_search\"}]}";
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES)
                .model("client")
                .messages(List.of(user(ContentPart.Text.of("Hi"))))
                .tools(List.of(
                        new ToolSpec.Function("f", null, null, null, null, Extras.NONE),
                        new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"web_search\"}")))
                .toolChoice(new ToolChoice.Allowed(List.of("f"), false))
                .extras(Extras.of(Map.of("tool_choice", mixed)));
        String body = body("gpt-5", request);
        assertThat(body).containsOnlyOnce("\"tool_choice\"").contains("\"tool_choice\":" + mixed);
    }
}
