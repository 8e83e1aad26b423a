package com.xiaojinpro.gateway.ingress.anthropic;

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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private final UnifiedRequest full = RequestReader.read(Fixtures.bytes("request-full.json"));

    @Test
    void everyControlOfTheRequestIsRead() {
        assertThat(full.dialect()).isEqualTo(Dialect.ANTHROPIC_MESSAGES);
        assertThat(full.model()).isEqualTo("claude-opus-4-6");
        assertThat(full.stream()).isTrue();
        assertThat(full.streamUsage()).isTrue();
        assertThat(full.maxOutputTokens()).isEqualTo(4096);
        assertThat(full.stop()).containsExactly("END", "\n\nHuman:");
        assertThat(full.sampling())
                .isEqualTo(new Sampling(0.5, 0.9, 40, null, null, null, null, null, null, null, null));
        assertThat(full.reasoning())
                .isEqualTo(new ReasoningControl(
                        ReasoningControl.Mode.ON, "high", 2048L, ReasoningControl.Visibility.SUMMARY, Extras.NONE));
        assertThat(full.responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema(null, null, "{\"type\": \"object\"}", null, Extras.NONE));
        assertThat(full.toolChoice()).isEqualTo(new ToolChoice.Named("lookup", false));
        assertThat(full.parallelToolCalls()).isFalse();
        assertThat(full.userId()).isEqualTo("user-7");
        assertThat(full.metadata()).isNull();
        assertThat(full.serviceTier()).isEqualTo("standard_only");
        assertThat(full.cache()).isEqualTo(new CacheHint("1h"));
        assertThat(full.body()).isEqualTo(Fixtures.bytes("request-full.json"));
    }

    @Test
    @DisplayName("H82: what the model has no place for is kept as it was written")
    void unknownFieldsAreKept() {
        assertThat(full.extras().fields())
                .containsExactly(
                        Map.entry("output_config", "{\"task_budget\":{\"tokens\": 5}}"),
                        Map.entry("container", "\"container_1\""),
                        Map.entry(
                                "mcp_servers",
                                "[{\"type\": \"url\", \"url\": \"https://example.com/mcp\", \"name\": \"m\"}]"),
                        Map.entry("speed", "\"fast\""),
                        Map.entry("x_new", "{\"a\": 1.0}"));
    }

    @Test
    void theSystemPromptLeadsAndKeepsItsCacheHints() {
        assertThat(full.messages().getFirst())
                .isEqualTo(UnifiedMessage.of(
                        Role.SYSTEM,
                        List.of(
                                new ContentPart.Text("You are careful.", new CacheHint("1h"), Extras.NONE),
                                ContentPart.Text.of("Answer in French."))));
        assertThat(RequestReader.read(body("\"system\":\"Be brief.\"")).messages())
                .extracting(UnifiedMessage::role)
                .containsExactly(Role.SYSTEM, Role.USER);
        assertThat(RequestReader.read(body("\"system\":\"\"")).messages()).hasSize(1);
    }

    @Test
    void aSystemMessageStaysWhereItStood() {
        UnifiedMessage system = full.messages().get(6);
        assertThat(system.role()).isEqualTo(Role.SYSTEM);
        assertThat(system.parts()).containsExactly(ContentPart.Text.of("The user is now an administrator."));
        assertThat(system.extras().get("clear_at")).isEqualTo("7");
        assertThat(full.messages().get(7))
                .isEqualTo(UnifiedMessage.of(Role.ASSISTANT, List.of(ContentPart.Text.of("Voilà:"))));
    }

    @Test
    void mediaOfEverySourceIsReadAndBase64StaysText() {
        List<ContentPart> parts = full.messages().get(2).parts();
        assertThat(parts).hasSize(11);
        assertThat(parts.get(0)).isEqualTo(new ContentPart.Text("Look at these", new CacheHint(null), Extras.NONE));
        assertThat(parts.get(1))
                .isEqualTo(new ContentPart.Image(
                        new MediaSource.Inline("image/png", "iVBORw0="),
                        null,
                        null,
                        Extras.of(Map.of("transformations", "{\"oversized_image\": \"downsize\"}"))));
        assertThat(parts.get(2)).isEqualTo(image(new MediaSource.Url("https://example.com/a.png")));
        assertThat(parts.get(3)).isEqualTo(image(new MediaSource.FileId("file_1")));
        assertThat(parts.get(4))
                .isEqualTo(new ContentPart.Document(
                        new MediaSource.Inline("application/pdf", "JVBERi0="),
                        "Report",
                        null,
                        true,
                        null,
                        Extras.of(Map.of("context", "\"from 2025\""))));
        assertThat(parts.get(5)).isEqualTo(document(new MediaSource.PlainText("plain words")));
        assertThat(parts.get(6)).isEqualTo(document(new MediaSource.PlainText("one\n\ntwo")));
        assertThat(parts.get(8)).isEqualTo(document(new MediaSource.Url("https://example.com/a.pdf")));
    }

    @Test
    void whatOnlyAnthropicKnowsStaysRaw() {
        List<ContentPart> parts = full.messages().get(2).parts();
        assertThat(parts.get(7)).isInstanceOf(ContentPart.Opaque.class);
        assertThat(((ContentPart.Opaque) parts.get(7)).json())
                .startsWith("{\"type\": \"document\"")
                .endsWith("b.png\"}}]}}");
        assertThat(parts.get(9)).isInstanceOf(ContentPart.Opaque.class);
        assertThat(parts.get(10))
                .isEqualTo(new ContentPart.Opaque(
                        Dialect.ANTHROPIC_MESSAGES, "{\"type\": \"container_upload\", \"file_id\": \"file_2\"}"));
        assertThat(full.messages().get(3).parts().subList(3, 5))
                .allSatisfy(part -> assertThat(part).isInstanceOf(ContentPart.Opaque.class));
        assertThat(full.tools().get(2))
                .isEqualTo(new ToolSpec.Opaque(
                        Dialect.ANTHROPIC_MESSAGES,
                        "{\"type\": \"web_search_20250305\", \"name\": \"web_search\", \"max_uses\": 3}"));
    }

    @Test
    @DisplayName("H60, H61: thoughts without text and encrypted thoughts are whole and keep their place")
    void thoughtsAreKept() {
        List<ContentPart> parts = full.messages().get(3).parts();
        assertThat(parts.get(0))
                .isEqualTo(new ContentPart.Reasoning("", null, "c2ln", null, "anthropic-claude-v1", null, Extras.NONE));
        assertThat(parts.get(1))
                .isEqualTo(new ContentPart.Reasoning("", null, null, "ZW5j", "anthropic-claude-v1", null, Extras.NONE));
        assertThat(parts.get(2))
                .isEqualTo(new ContentPart.Text(
                        "I will look",
                        null,
                        Extras.of(Map.of("citations", "[{\"type\": \"char_location\", \"cited_text\": \"plain\"}]"))));
    }

    @Test
    @DisplayName("H96: the input of a call is kept as it was written, numbers, spaces and order")
    void argumentsStayText() {
        assertThat(full.messages().get(3).parts().subList(5, 8))
                .containsExactly(
                        new ContentPart.ToolCall(
                                "toolu_a",
                                "lookup",
                                "{\"id\": 9007199254740993, \"x\": 1.0, \"y\": 1e400, \"b\": [2,  1]}",
                                false,
                                null,
                                new CacheHint("5m"),
                                Extras.NONE),
                        new ContentPart.ToolCall("toolu_b", "now", "{}", false, null, null, Extras.NONE),
                        new ContentPart.ToolCall(
                                "toolu_c",
                                "run",
                                "{}",
                                false,
                                null,
                                null,
                                Extras.of(Map.of(
                                        "caller",
                                        "{\"type\": \"code_execution_20260120\", \"tool_id\": \"srvtoolu_9\"}"))));
    }

    @Test
    @DisplayName("H37: the results of one user turn are one TOOL message, the rest of it follows as USER")
    void resultsAreSplitFromTheirTurn() {
        UnifiedMessage results = full.messages().get(4);
        assertThat(results.role()).isEqualTo(Role.TOOL);
        assertThat(results.parts().get(0)).isEqualTo(result("toolu_a", List.of(ContentPart.Text.of("42")), false));
        ContentPart.ToolResult second = (ContentPart.ToolResult) results.parts().get(1);
        assertThat(second.error()).isTrue();
        assertThat(second.content()).hasSize(3);
        assertThat(second.content().get(1)).isEqualTo(image(new MediaSource.Inline("image/jpeg", "/9j/")));
        assertThat(second.content().get(2)).isInstanceOf(ContentPart.Opaque.class);
        ContentPart.ToolResult third = (ContentPart.ToolResult) results.parts().get(2);
        assertThat(third.content()).isEmpty();
        assertThat(third.cacheHint()).isEqualTo(new CacheHint(null));
        assertThat(full.messages().get(5))
                .isEqualTo(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Go on"))));
    }

    @Test
    void resultsAloneMakeNoUserMessage() {
        UnifiedRequest request = RequestReader.read(conversation(
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\"}],\"x\":1}"));
        assertThat(request.messages()).hasSize(1);
        assertThat(request.messages().getFirst().role()).isEqualTo(Role.TOOL);
        assertThat(request.messages().getFirst().extras().get("x")).isEqualTo("1");
    }

    @Test
    void toolsKeepSchemaAndFlags() {
        assertThat(full.tools().get(0))
                .isEqualTo(new ToolSpec.Function(
                        "lookup",
                        "Looks up",
                        "{\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\"}}, \"required\":"
                                + " [\"id\"]}",
                        true,
                        new CacheHint(null),
                        Extras.of(orderedExtras("defer_loading", "true", "input_examples", "[{\"id\": 1}]"))));
        assertThat(full.tools().get(1))
                .isEqualTo(new ToolSpec.Function("now", null, "{\"type\": \"object\"}", null, null, Extras.NONE));
    }

    @Test
    void everyToolChoiceHasItsPlace() {
        assertThat(choice("{\"type\":\"auto\"}").toolChoice()).isEqualTo(new ToolChoice.Auto());
        assertThat(choice("{\"type\":\"any\"}").toolChoice()).isEqualTo(new ToolChoice.Required());
        assertThat(choice("{\"type\":\"none\"}").toolChoice()).isEqualTo(new ToolChoice.None());
        assertThat(choice("{\"name\":\"f\",\"type\":\"tool\"}").toolChoice())
                .isEqualTo(new ToolChoice.Named("f", false));
        assertThat(choice("{\"type\":\"auto\"}").parallelToolCalls()).isNull();
        assertThat(choice("{\"disable_parallel_tool_use\":true,\"type\":\"auto\"}")
                        .parallelToolCalls())
                .isFalse();
        assertThat(choice("{\"type\":\"auto\",\"disable_parallel_tool_use\":false}")
                        .parallelToolCalls())
                .isTrue();
    }

    @Test
    void everyFormOfThinkingHasItsPlace() {
        assertThat(thinking("{\"type\":\"adaptive\",\"display\":\"omitted\"}"))
                .isEqualTo(new ReasoningControl(
                        ReasoningControl.Mode.ADAPTIVE, null, null, ReasoningControl.Visibility.OMITTED, Extras.NONE));
        assertThat(thinking("{\"type\":\"disabled\"}").mode()).isEqualTo(ReasoningControl.Mode.OFF);
        assertThat(thinking("{\"type\":\"between_tools\"}").mode()).isEqualTo(ReasoningControl.Mode.BETWEEN_TOOLS);
        assertThat(thinking("{\"display\":\"full\",\"budget_tokens\":1024,\"type\":\"enabled\",\"y\":2}"))
                .isEqualTo(new ReasoningControl(
                        ReasoningControl.Mode.ON,
                        null,
                        1024L,
                        ReasoningControl.Visibility.FULL,
                        Extras.of(Map.of("y", "2"))));
        UnifiedRequest future = RequestReader.read(body("\"thinking\":{\"type\":\"telepathic\",\"z\":[1]}"));
        assertThat(future.reasoning()).isNull();
        assertThat(future.extras().get("thinking")).isEqualTo("{\"type\":\"telepathic\",\"z\":[1]}");
    }

    @Test
    void anEffortAloneIsAnEffortAndNoMode() {
        assertThat(RequestReader.read(body("\"output_config\":{\"effort\":\"xhigh\"}"))
                        .reasoning())
                .isEqualTo(ReasoningControl.effort("xhigh"));
    }

    @Test
    void theDeprecatedOutputFormatIsRead() {
        assertThat(RequestReader.read(
                                body("\"output_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}"))
                        .responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema(null, null, "{\"type\":\"object\"}", null, Extras.NONE));
        UnifiedRequest future = RequestReader.read(
                body("\"output_format\":{\"type\":\"grammar\"},\"output_config\":{\"format\":{\"type\":\"regex\"}}"));
        assertThat(future.responseFormat()).isNull();
        assertThat(future.extras().get("output_format")).isEqualTo("{\"type\":\"grammar\"}");
        assertThat(future.extras().get("output_config")).isEqualTo("{\"format\":{\"type\":\"regex\"}}");
    }

    @Test
    @DisplayName("H81: a minimal request sets nothing that the client did not say")
    void unsetStaysUnset() {
        UnifiedRequest request = RequestReader.read(body("\"metadata\":null"));
        assertThat(request.stream()).isFalse();
        assertThat(request.sampling()).isSameAs(Sampling.UNSET);
        assertThat(request.reasoning()).isNull();
        assertThat(request.toolChoice()).isNull();
        assertThat(request.parallelToolCalls()).isNull();
        assertThat(request.responseFormat()).isNull();
        assertThat(request.cache()).isNull();
        assertThat(request.userId()).isNull();
        assertThat(request.tools()).isEmpty();
        assertThat(request.stop()).isEmpty();
        assertThat(request.extras()).isSameAs(Extras.NONE);
    }

    @Test
    @DisplayName("H123: null is absent, everywhere")
    void nullIsAbsent() {
        UnifiedRequest request = RequestReader.read(Buffer.buffer("""
                {"model":"m","max_tokens":0,"stream":null,"system":null,"tools":null,"tool_choice":null,
                 "stop_sequences":null,"temperature":null,"top_p":null,"top_k":null,"thinking":null,
                 "output_config":{"effort":null,"format":null},"output_format":null,"metadata":{"user_id":null},
                 "service_tier":null,"cache_control":null,"container":null,
                 "messages":[{"role":"user","content":[
                   {"type":"text","text":"a","cache_control":null,"citations":null},
                   {"type":"document","source":{"type":"url","url":"u"},"title":null,"citations":null}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":null}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":null,"is_error":null}]}]}
                """));
        assertThat(request.maxOutputTokens()).isZero();
        assertThat(request.extras()).isSameAs(Extras.NONE);
        assertThat(request.reasoning()).isNull();
        assertThat(request.messages().get(0).parts())
                .containsExactly(ContentPart.Text.of("a"), document(new MediaSource.Url("u")));
        assertThat(request.messages().get(1).parts())
                .containsExactly(new ContentPart.ToolCall("t", "f", "{}", false, null, null, Extras.NONE));
        assertThat(request.messages().get(2).parts()).containsExactly(result("t", List.of(), false));
    }

    @Test
    @DisplayName("H23: a blank or missing input is a call without arguments")
    void blankInputIsAnEmptyObject() {
        for (String input : List.of("", ",\"input\":\"\"", ",\"input\":\" \"", ",\"input\":{}", ",\"input\":null")) {
            UnifiedRequest request = RequestReader.read(conversation(
                    "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\"" + input
                            + "}]}"));
            assertThat(((ContentPart.ToolCall)
                                    request.messages().getFirst().parts().getFirst())
                            .arguments())
                    .isEqualTo("{}");
        }
    }

    @Test
    @DisplayName("H21: empty texts and empty assistant turns say nothing")
    void emptyTextIsNoPart() {
        UnifiedRequest request = RequestReader.read(conversation("""
                {"role":"user","content":[{"type":"text","text":""},{"type":"text","text":"a"}]},
                {"role":"assistant","content":[]},{"role":"assistant","content":""},
                {"role":"assistant","content":[{"type":"text","text":""}]},
                {"role":"user","content":"b"}"""));
        assertThat(request.messages())
                .containsExactly(
                        UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("a"))),
                        UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("b"))));
    }

    @Test
    void theOrderOfMembersDoesNotMatter() {
        UnifiedRequest request = RequestReader.read(Buffer.buffer("""
                {"messages":[{"content":[
                   {"source":{"data":"QUJD","media_type":"image/png","type":"base64"},"type":"image"},
                   {"content":[{"text":"r","type":"text"}],"tool_use_id":"t","type":"tool_result"},
                   {"content":[{"text":"r","type":"text"}],"source":"s","title":"x","type":"search_result"}
                 ],"role":"user"}],"max_tokens":5,"model":"m","tools":[{"input_schema":{},"name":"n","type":"custom"},
                 {"name":"bash","type":"bash_20250124"}]}"""));
        assertThat(request.messages()).extracting(UnifiedMessage::role).containsExactly(Role.TOOL, Role.USER);
        assertThat(request.messages().get(0).parts())
                .containsExactly(result("t", List.of(ContentPart.Text.of("r")), false));
        assertThat(request.messages().get(1).parts())
                .first()
                .isEqualTo(image(new MediaSource.Inline("image/png", "QUJD")));
        assertThat(request.messages().get(1).parts().get(1)).isInstanceOf(ContentPart.Opaque.class);
        assertThat(request.tools().get(0)).isInstanceOf(ToolSpec.Function.class);
        assertThat(request.tools().get(1)).isInstanceOf(ToolSpec.Opaque.class);
    }

    @Test
    void metadataBeyondTheUserIdIsKept() {
        UnifiedRequest request = RequestReader.read(body("\"metadata\":{\"user_id\":\"u\", \"team\":\"t\"}"));
        assertThat(request.userId()).isEqualTo("u");
        assertThat(request.metadata()).isEqualTo("{\"user_id\":\"u\", \"team\":\"t\"}");
    }

    @Test
    void aCountNeedsNoLimit() {
        Buffer body = Buffer.buffer("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
        assertThat(RequestReader.readForCount(body).maxOutputTokens()).isNull();
    }

    private static UnifiedRequest choice(String json) {
        return RequestReader.read(body("\"tool_choice\":" + json));
    }

    private static ReasoningControl thinking(String json) {
        ReasoningControl control =
                RequestReader.read(body("\"thinking\":" + json)).reasoning();
        assertThat(control).isNotNull();
        return control;
    }

    private static ContentPart image(MediaSource source) {
        return new ContentPart.Image(source, null, null, Extras.NONE);
    }

    private static ContentPart document(MediaSource source) {
        return new ContentPart.Document(source, null, null, null, null, Extras.NONE);
    }

    private static ContentPart result(String id, List<ContentPart> content, boolean error) {
        return new ContentPart.ToolResult(id, null, content, error, null, Extras.NONE);
    }

    private static Map<String, String> orderedExtras(String a, String b, String c, String d) {
        Map<String, String> fields = new java.util.LinkedHashMap<>();
        fields.put(a, b);
        fields.put(c, d);
        return fields;
    }

    private static Buffer body(String more) {
        return Buffer.buffer(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]," + more + "}");
    }

    private static Buffer conversation(String messages) {
        return Buffer.buffer("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + messages + "]}");
    }
}
