package com.xiaojinpro.gateway.ingress.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a Responses request says in the unified model. */
class RequestReaderTest {
    static UnifiedRequest read(String body) {
        return RequestReader.read(Buffer.buffer(body));
    }

    private static UnifiedRequest input(String items) {
        return read("{\"model\":\"m\",\"input\":[" + items + "]}");
    }

    private static UnifiedRequest with(String members) {
        return read("{\"model\":\"m\",\"input\":\"x\"," + members + "}");
    }

    private static List<ContentPart> parts(UnifiedMessage message) {
        return message.parts();
    }

    @Test
    void aStringIsWhatTheUserSays() {
        UnifiedRequest request = read("{\"model\":\"m\",\"input\":\"hello\",\"instructions\":\"Be brief.\"}");

        assertThat(request.dialect()).isEqualTo(Dialect.OPENAI_RESPONSES);
        assertThat(request.operation()).isEqualTo(Operation.GENERATE);
        assertThat(request.messages())
                .containsExactly(
                        UnifiedMessage.of(Role.SYSTEM, List.of(ContentPart.Text.of("Be brief."))),
                        UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("hello"))));
        assertThat(request.extras()).isEqualTo(Extras.NONE);
        assertThat(request.body().length()).isPositive();
    }

    @Test
    void everyFieldHasItsPlace() {
        UnifiedRequest request = with("""
                "stream":true,"stream_options":{"include_obfuscation":false},"max_output_tokens":50,"temperature":0.5,
                "top_p":0.9,"top_logprobs":3,"parallel_tool_calls":false,"metadata":{"a":"b"},"user":"u",
                "safety_identifier":"s","service_tier":"flex","prompt_cache_key":"k","store":true,"background":false,
                "truncation":"auto","max_tool_calls":4,"previous_response_id":null,"x_new":[1, 2],
                "include":["reasoning.encrypted_content","message.output_text.logprobs","file_search_call.results"],
                "reasoning":{"effort":"high","summary":"auto","context":"auto"},
                "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","strict":true,"schema":{"type":"object"}}}""");

        assertThat(request.stream()).isTrue();
        assertThat(request.streamUsage()).isTrue();
        assertThat(request.maxOutputTokens()).isEqualTo(50);
        assertThat(request.sampling().temperature()).isEqualTo(0.5);
        assertThat(request.sampling().topP()).isEqualTo(0.9);
        assertThat(request.sampling().topLogprobs()).isEqualTo(3);
        assertThat(request.parallelToolCalls()).isFalse();
        assertThat(request.metadata()).isEqualTo("{\"a\":\"b\"}");
        assertThat(request.userId()).isEqualTo("s");
        assertThat(request.serviceTier()).isEqualTo("flex");
        assertThat(request.promptCacheKey()).isEqualTo("k");
        assertThat(request.verbosity()).isEqualTo("low");
        assertThat(request.responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema("n", null, "{\"type\":\"object\"}", true, Extras.NONE));
        assertThat(request.reasoning())
                .isEqualTo(new ReasoningControl(
                        ReasoningControl.Mode.UNSET,
                        "high",
                        null,
                        ReasoningControl.Visibility.SUMMARY,
                        Extras.of(Map.of("summary", "\"auto\"", "context", "\"auto\""))));
        assertThat(request.extras().fields())
                .containsOnly(
                        Map.entry("truncation", "\"auto\""),
                        Map.entry("max_tool_calls", "4"),
                        Map.entry(
                                "include",
                                "[\"reasoning.encrypted_content\",\"message.output_text.logprobs\","
                                        + "\"file_search_call.results\"]"),
                        Map.entry("store", "true"),
                        Map.entry("x_new", "[1, 2]"));
    }

    @Test
    void nothingUnsaidIsSet() {
        UnifiedRequest request =
                with("\"temperature\":null,\"reasoning\":{\"effort\":null},\"tools\":[],\"text\":null");

        assertThat(request.sampling()).isEqualTo(Sampling.UNSET);
        assertThat(request.reasoning()).isNull();
        assertThat(request.toolChoice()).isNull();
        assertThat(request.parallelToolCalls()).isNull();
        assertThat(request.extras()).isEqualTo(Extras.NONE);
    }

    @Test
    void messagesOfAllRolesWithAndWithoutTypeAreRead() {
        UnifiedRequest request = input("""
                {"role":"system","content":"s"},{"type":"message","role":"developer","content":[{"type":"input_text","text":"d"}]},
                {"content":[{"type":"input_text","text":"u","prompt_cache_breakpoint":{"mode":"explicit"}}],"role":"user"},
                {"id":"msg_1","type":"message","role":"assistant","status":"completed","phase":"commentary",
                 "content":[{"type":"output_text","text":"a","annotations":[],"logprobs":[]},{"type":"refusal","refusal":"no"}]}""");

        assertThat(request.messages().stream().map(UnifiedMessage::role))
                .containsExactly(Role.SYSTEM, Role.DEVELOPER, Role.USER, Role.ASSISTANT);
        assertThat(parts(request.messages().get(2)))
                .containsExactly(new ContentPart.Text("u", new CacheHint(null), Extras.NONE));
        UnifiedMessage said = request.messages().get(3);
        assertThat(parts(said)).containsExactly(ContentPart.Text.of("a"), new ContentPart.Refusal("no"));
        assertThat(said.extras().fields()).containsOnly(Map.entry("phase", "\"commentary\""));
    }

    @Test
    void imagesFilesAndSoundAreRead() {
        UnifiedRequest request = input("""
                {"role":"user","content":[
                {"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"},
                {"type":"input_image","image_url":null,"file_id":"file_1"},
                {"type":"input_file","file_url":"https://example.com/a.pdf"},
                {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="},
                {"type":"input_audio","input_audio":{"data":"QUJD","format":"wav"}},
                {"type":"x_new","a":1}]}""");

        assertThat(parts(request.messages().getFirst()))
                .containsExactly(
                        new ContentPart.Image(
                                new MediaSource.Inline("image/png", "iVBORw0KGgo="), "low", null, Extras.NONE),
                        new ContentPart.Image(new MediaSource.FileId("file_1"), null, null, Extras.NONE),
                        new ContentPart.Document(
                                new MediaSource.Url("https://example.com/a.pdf"), null, null, null, null, Extras.NONE),
                        new ContentPart.Document(
                                new MediaSource.Inline("application/pdf", "JVBERi0="),
                                null,
                                "a.pdf",
                                null,
                                null,
                                Extras.NONE),
                        new ContentPart.Audio(new MediaSource.Inline("audio/wav", "QUJD"), "wav", null, Extras.NONE),
                        new ContentPart.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"x_new\",\"a\":1}"));
    }

    @Test
    @DisplayName("H77: calls and results find each other by call_id; items of one turn are one message")
    void anAssistantTurnIsOneMessage() {
        UnifiedRequest request = input("""
                {"role":"user","content":"q"},
                {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"s1"},{"type":"summary_text","text":"s2"}],
                 "content":[{"type":"reasoning_text","text":"t"}],"encrypted_content":"gAAA"},
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me look."}]},
                {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\\"a\\": 1}","status":"completed"},
                {"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"g","input":"free text"},
                {"type":"function_call_output","call_id":"call_1","output":"r"},
                {"type":"custom_tool_call_output","call_id":"call_2","output":[{"type":"input_text","text":"r2"},
                 {"type":"input_image","image_url":"https://example.com/a.png"}]},
                {"type":"function_call_output","call_id":"call_3","output":""}""");

        assertThat(request.messages().stream().map(UnifiedMessage::role))
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.TOOL);
        assertThat(parts(request.messages().get(1)))
                .containsExactly(
                        new ContentPart.Reasoning(
                                "t", "s1\n\ns2", null, "gAAA", "openai-responses-v1", "rs_1", Extras.NONE),
                        ContentPart.Text.of("Let me look."),
                        new ContentPart.ToolCall("call_1", "f", "{\"a\": 1}", false, null, null, Extras.NONE),
                        new ContentPart.ToolCall("call_2", "g", "free text", true, null, null, Extras.NONE));
        assertThat(parts(request.messages().get(3)))
                .containsExactly(new ContentPart.ToolResult(
                        "call_2",
                        null,
                        List.of(
                                ContentPart.Text.of("r2"),
                                new ContentPart.Image(
                                        new MediaSource.Url("https://example.com/a.png"), null, null, Extras.NONE)),
                        false,
                        null,
                        Extras.NONE));
        assertThat(((ContentPart.ToolResult) parts(request.messages().get(4)).getFirst()).content())
                .isEmpty();
    }

    @Test
    void aSecondMessageWithMembersOfItsOwnIsATurnOfItsOwn() {
        UnifiedRequest request = input("""
                {"role":"user","content":"q"},
                {"role":"assistant","content":"thinking aloud","phase":"commentary"},
                {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"t"}]},
                {"role":"assistant","content":"done","phase":"final_answer"}""");

        assertThat(request.messages()).hasSize(3);
        assertThat(parts(request.messages().get(1))).containsExactly(ContentPart.Text.of("thinking aloud"));
        assertThat(parts(request.messages().get(2))).hasSize(2).last().isEqualTo(ContentPart.Text.of("done"));
        assertThat(request.messages().get(2).extras().get("phase")).isEqualTo("\"final_answer\"");
    }

    @Test
    @DisplayName("H62: what another provider made comes back as what it was, and such a body goes to nobody as it is")
    void aTaggedThoughtIsReadBack() {
        String tag = new SignatureTag("anthropic-claude-v1", "sig", null, null, null).text();
        String ofCall = SignatureTag.ofCall("callsig", "call_1");
        UnifiedRequest request = input("""
                {"role":"user","content":"q"},
                {"type":"reasoning","id":"rs_xjpabc_0","summary":[],"content":[{"type":"reasoning_text","text":"t"}],"encrypted_content":"%s"},
                {"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},
                {"type":"reasoning","id":"rs_xjpabc_2","summary":[],"encrypted_content":"%s"}""".formatted(tag, ofCall));

        assertThat(parts(request.messages().get(1)))
                .containsExactly(
                        new ContentPart.Reasoning("t", null, "sig", null, "anthropic-claude-v1", null, Extras.NONE),
                        new ContentPart.ToolCall("call_1", "f", "{}", false, "callsig", null, Extras.NONE));
        assertThat(request.body().length()).isZero();
    }

    @Test
    @DisplayName("H62: a thought that the gateway made an item of is none that OpenAI knows, though it carries no tag")
    void anItemOfTheGatewayGoesToNobodyAsItIs() {
        UnifiedRequest minted = input("""
                {"role":"user","content":"q"},
                {"type":"reasoning","id":"rs_xjpabc_0","summary":[],"content":[{"type":"reasoning_text","text":"t"}]},
                {"role":"assistant","content":"a"}""");
        assertThat(minted.body().length()).isZero();
        assertThat(parts(minted.messages().get(1)))
                .first()
                .isEqualTo(new ContentPart.Reasoning("t", null, null, null, null, null, Extras.NONE));
        UnifiedRequest own = input("""
                {"role":"user","content":"q"},
                {"type":"reasoning","id":"rs_abc","summary":[],"encrypted_content":"gAAA="},
                {"role":"assistant","content":"a"}""");
        assertThat(own.body().length()).isPositive();
    }

    @Test
    void itemsOfHostedToolsStayWholeOnTheirSide() {
        UnifiedRequest request = input("""
                {"role":"user","content":"q"},
                {"type":"web_search_call","id":"ws_1","status":"completed"},
                {"type":"computer_call","call_id":"c1"},
                {"type":"computer_call_output","call_id":"c1","output":{"type":"computer_screenshot"}}""");

        assertThat(request.messages().stream().map(UnifiedMessage::role))
                .containsExactly(Role.USER, Role.ASSISTANT, Role.USER);
        assertThat(parts(request.messages().get(1)))
                .first()
                .isEqualTo(new ContentPart.Opaque(
                        Dialect.OPENAI_RESPONSES,
                        "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}"));
    }

    @Test
    void toolsAreRead() {
        UnifiedRequest request = with("""
                "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":false,"defer_loading":true},
                {"name":"g","type":"custom","format":{"type":"grammar","syntax":"lark","definition":"start: A"}},
                {"type":"web_search","search_context_size":"low"}],"tool_choice":{"type":"function","name":"f"}""");

        assertThat(request.tools())
                .containsExactly(
                        new ToolSpec.Function(
                                "f",
                                "d",
                                "{\"type\":\"object\"}",
                                false,
                                null,
                                Extras.of(Map.of("defer_loading", "true"))),
                        new ToolSpec.Custom(
                                "g",
                                null,
                                "{\"type\":\"grammar\",\"grammar\":{\"syntax\":\"lark\",\"definition\":\"start: A\"}}",
                                Extras.NONE),
                        new ToolSpec.Opaque(
                                Dialect.OPENAI_RESPONSES, "{\"type\":\"web_search\",\"search_context_size\":\"low\"}"));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f", false));
    }

    @Test
    void strictIsTheDefaultWhereASchemaCanBeFollowedStrictly() {
        String open = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        String closed = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                + "\"properties\":{},\"required\":[],\"additionalProperties\":false}}},\"required\":[\"a\"],"
                + "\"additionalProperties\":false}";
        assertThat(strict(closed)).isTrue();
        assertThat(strict(open)).isNull();
        assertThat(strict(closed.replace("\"required\":[\"a\"],", ""))).isNull();
        assertThat(strict(closed.replace("\"items\":{", "\"allOf\":[],\"items\":{")))
                .isNull();
        assertThat(strict("{\"type\":[\"object\",\"null\"],\"anyOf\":[" + closed + "]}"))
                .isNull();
    }

    private static Boolean strict(String schema) {
        UnifiedRequest request =
                with("\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":" + schema + "}]");
        return ((ToolSpec.Function) request.tools().getFirst()).strict();
    }

    @Test
    void everyToolChoiceIsRead() {
        String tools = "\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"custom\",\"name\":\"g\"}],";
        assertThat(choice(tools, "\"auto\"")).isEqualTo(new ToolChoice.Auto());
        assertThat(choice(tools, "\"none\"")).isEqualTo(new ToolChoice.None());
        assertThat(choice(tools, "\"required\"")).isEqualTo(new ToolChoice.Required());
        assertThat(choice(tools, "{\"name\":\"g\",\"type\":\"custom\"}")).isEqualTo(new ToolChoice.Named("g", true));
        assertThat(
                        choice(
                                tools,
                                "{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]}"))
                .isEqualTo(new ToolChoice.Allowed(List.of("f"), true));
        String hosted =
                "{\"type\":\"allowed_tools\",\"mode\":\"auto\",\"tools\":[{\"type\":\"mcp\",\"server_label\":\"s\"}]}";
        UnifiedRequest request = with(tools + "\"tool_choice\":" + hosted);
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.None());
        assertThat(request.extras().get("tool_choice")).isEqualTo(hosted);
        assertThat(with(tools + "\"tool_choice\":{\"type\":\"web_search\"}")
                        .extras()
                        .get("tool_choice"))
                .isEqualTo("{\"type\":\"web_search\"}");
    }

    @Test
    void anAllowanceOfFunctionsAndHostedToolsKeepsBoth() {
        String mixed =
                "{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},"
                        + "{\"type\":\"web_search\"},{\"name\":\"g\",\"type\":\"custom\"}]}";
        UnifiedRequest request = with("\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"},"
                + "{\"type\":\"function\",\"name\":\"h\"},{\"type\":\"custom\",\"name\":\"g\"}],\"tool_choice\":"
                + mixed);
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Allowed(List.of("f", "g"), true));
        assertThat(request.extras().get("tool_choice")).isEqualTo(mixed);
    }

    private static ToolChoice choice(String tools, String choice) {
        return with(tools + "\"tool_choice\":" + choice).toolChoice();
    }

    @Test
    void aFormatNobodyKnowsStaysAsWritten() {
        UnifiedRequest request = with("\"text\":{\"format\":{\"type\":\"x_new\"},\"verbosity\":\"high\"}");
        assertThat(request.responseFormat()).isNull();
        assertThat(request.extras().get("text")).isEqualTo("{\"format\":{\"type\":\"x_new\"},\"verbosity\":\"high\"}");
        assertThat(with("\"text\":{\"format\":{\"type\":\"json_object\"}}").responseFormat())
                .isEqualTo(new ResponseFormat.JsonObject());
    }

    @Test
    void aCountIsNeverStreamed() {
        UnifiedRequest request =
                RequestReader.readForCount(Buffer.buffer("{\"model\":\"m\",\"input\":\"x\",\"stream\":true}"));
        assertThat(request.operation()).isEqualTo(Operation.COUNT_TOKENS);
        assertThat(request.stream()).isFalse();
    }
}
