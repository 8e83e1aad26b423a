package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client's own Messages request on its way to a host that speaks the same. */
class ContentFilterTest {
    private static String sent(String body) {
        return Claude.patched(Claude.own(body).build(), Claude.OPUS_5).body().toString();
    }

    @Test
    @DisplayName("H82, H95, H96: nothing but the model changes, not a byte")
    void everythingElseStaysAsItWasWritten() {
        String body = "{ \"model\" : \"asked\",\"max_tokens\":1.0e2,\n\"x_new\":{\"a\":[1.50,9007199254740993]},"
                + "\"messages\":[ {\"role\":\"user\",\"content\":[{\"type\":\"brand_new\",\"z\":null},"
                + "{\"type\":\"text\",\"text\":\"\\u00e4 \\/\",\"cache_control\":{\"ttl\":\"1h\",\"type\":\"ephemeral\"}}]}],"
                + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":99999},\"temperature\":1.70}";
        assertThat(sent(body)).isEqualTo(body.replace("\"asked\"", "\"claude-opus-5\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[{'type':'thinking','thinking':'t','signature':'xjp1.none.'}, {'type':'text','text':'a'}] | [{'type':'text','text':'a'}]",
                "[{'type':'text','text':'a'} , {'signature':'xjp1.g.x','type':'thinking','thinking':''}] | [{'type':'text','text':'a'}]",
                "[{'type':'text','text':'a'},{'type':'text','text':' \\n\\t'},{'type':'text','text':'b'}] | [{'type':'text','text':'a'},{'type':'text','text':'b'}]",
                "[{'type':'text','text':''},{'type':'text','text':'\\r'},{'type':'text','text':'b'}] | [{'type':'text','text':'b'}]",
                "[{'type':'thinking','thinking':'xjp1.','signature':'real'},{'type':'text','text':'a'}] | [{'type':'thinking','thinking':'xjp1.','signature':'real'},{'type':'text','text':'a'}]",
                "[{'type':'text','text':'a','citations':[{'encrypted_index':'xjp1.none.'}]}] | [{'type':'text','text':'a','citations':null}]",
                "[{'type':'text','text':'a','citations':[{'encrypted_index':'xjp1.none.'},{'x':1}]}] | [{'type':'text','text':'a','citations':[{'x':1}]}]",
                "[{'type':'tool_use','id':'t','name':'n','input':{'type':'text','text':''}}] | [{'type':'tool_use','id':'t','name':'n','input':{'type':'text','text':''}}]",
                "[{'type':'tool_result','tool_use_id':'t','content':[{'type':'text','text':' '},{'type':'text','text':'r'}]}] | [{'type':'tool_result','tool_use_id':'t','content':[{'type':'text','text':'r'}]}]",
            })
    @DisplayName("H21, H62: what other providers thought and cited, and blank text, is taken out")
    void whatAnthropicCannotReadIsTakenOut(String content, String left) {
        String before =
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":";
        assertThat(sent((before + content + "}]}").replace('\'', '"')))
                .isEqualTo((before + left + "}]}").replace('\'', '"'));
    }

    @Test
    void aMessageThatIsLeftEmptyGoesToo() {
        String thought =
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"xjp1.none.\"}]}";
        String question = "{\"role\":\"user\",\"content\":\"q\"}";
        assertThat(sent("{\"model\":\"m\",\"messages\":[" + question + ", " + thought + "," + question + "]}"))
                .isEqualTo("{\"model\":\"claude-opus-5\",\"messages\":[" + question + "," + question + "]}");
        assertThat(sent("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}," + question + "]}"))
                .isEqualTo("{\"model\":\"claude-opus-5\",\"messages\":[" + question + "]}");
    }

    @Test
    void aRequestThatWouldBeEmptyStaysForTheProviderToRefuse() {
        String body =
                "{\"model\":\"claude-opus-5\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\" \"}]}]}";
        assertThat(sent(body)).isEqualTo(body);
    }

    @Test
    void blankTextOfTheSystemPromptIsTakenOut() {
        assertThat(
                        sent(
                                "{\"system\":[{\"type\":\"text\",\"text\":\"\"},{\"type\":\"text\",\"text\":\"s\"}],\"model\":\"m\",\"messages\":[]}"))
                .isEqualTo(
                        "{\"system\":[{\"type\":\"text\",\"text\":\"s\"}],\"model\":\"claude-opus-5\",\"messages\":[]}");
    }

    @Test
    @DisplayName("H118: on Vertex the version stands in the body and the model does not")
    void vertexNamesTheVersionAndNotTheModel() {
        MessagesBody vertex = new MessagesBody(MessagesHost.vertex("vertex-2023-10-16"), ClaudeModels.documented());
        UnifiedRequest request = Claude.own("{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,\"messages\":[]}")
                .build();
        assertThat(vertex.of(request, "claude-opus-4-1@20250805", new HashSet<>())
                        .toString())
                .isEqualTo(
                        "{\"max_tokens\":9,\"stream\":true,\"messages\":[],\"anthropic_version\":\"vertex-2023-10-16\"}");
        UnifiedRequest count = new UnifiedRequestBuilder(request)
                .operation(Operation.COUNT_TOKENS)
                .build();
        assertThat(vertex.of(count, "claude-opus-4-1", new HashSet<>()).toString())
                .isEqualTo(
                        "{\"model\":\"claude-opus-4-1\",\"messages\":[],\"anthropic_version\":\"vertex-2023-10-16\"}");
    }

    @Test
    void aCountGoesToItsOwnAddressWithoutWhatIsOfAnAnswer() {
        UnifiedRequest count = Claude.own(
                        "{\"model\":\"m\",\"max_tokens\":9,\"temperature\":1,\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}")
                .operation(Operation.COUNT_TOKENS)
                .build();
        UpstreamRequest asked = Claude.patched(count, "claude-opus-5");
        assertThat(asked.url()).isEqualTo("https://llm.example.com/v1/messages/count_tokens");
        assertThat(asked.body().toString())
                .isEqualTo(
                        "{\"model\":\"claude-opus-5\",\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}");
    }

    @Test
    @DisplayName("H85: a long answer that is not streamed is streamed from the provider")
    void longAnswersAreStreamedFromTheProvider() {
        UnifiedRequest longAnswer = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("m")
                .maxOutputTokens(64_000L)
                .body(Buffer.buffer("{\"max_tokens\":64000,\"model\":\"m\",\"stream\":false}"))
                .build();
        UpstreamRequest asked = Claude.patched(longAnswer, "claude-opus-5");
        assertThat(asked.body().toString())
                .isEqualTo("{\"max_tokens\":64000,\"model\":\"claude-opus-5\",\"stream\":true}");
        assertThat(asked.headers()).containsEntry("accept", "text/event-stream");
        UnifiedRequest shortAnswer =
                new UnifiedRequestBuilder(longAnswer).maxOutputTokens(20_000L).build();
        assertThat(Claude.patched(shortAnswer, "claude-opus-5").body().toString())
                .contains("\"stream\":false");
    }

    @Test
    @DisplayName("H59: a budget is not asked for where the thought before the calls was another provider's")
    void withoutTheThoughtBeforeTheCallsThereIsNoBudget() {
        String body = "{\"model\":\"m\",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"messages\":[]}";
        UnifiedRequest request = Claude.own(body)
                .reasoning(new ReasoningControl(
                        ReasoningControl.Mode.ON, null, 2000L, ReasoningControl.Visibility.UNSET, Extras.NONE))
                .messages(toolTurn(
                        new ContentPart.Reasoning("t", null, "s", null, "google-gemini-v1", null, Extras.NONE)))
                .build();
        UpstreamRequest asked = Claude.codec().encode(request, Claude.target(Claude.SONNET_4), CallContext.NONE);
        assertThat(asked.body().toString()).doesNotContain("thinking");
        assertThat(asked.dropped()).containsExactly("thinking");
        UnifiedRequest proven = new UnifiedRequestBuilder(request)
                .messages(toolTurn(
                        new ContentPart.Reasoning("t", null, "s", null, "anthropic-claude-v1", null, Extras.NONE)))
                .build();
        assertThat(Claude.patched(proven, Claude.SONNET_4).body().toString()).contains("budget_tokens");
    }

    @Test
    @DisplayName("H59: calls without any thought, as another provider makes them, take no budget either")
    void callsWithoutAThoughtTakeNoBudget() {
        String body = "{\"model\":\"m\",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"messages\":[]}";
        UnifiedRequest request = Claude.own(body)
                .reasoning(new ReasoningControl(
                        ReasoningControl.Mode.ON, null, 2000L, ReasoningControl.Visibility.UNSET, Extras.NONE))
                .messages(List.of(
                        UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("q"))), call("t1"), result("t1")))
                .build();
        UpstreamRequest asked = Claude.codec().encode(request, Claude.target(Claude.SONNET_4), CallContext.NONE);
        assertThat(asked.body().toString()).doesNotContain("thinking");
        assertThat(asked.dropped()).containsExactly("thinking");
    }

    @Test
    @DisplayName(
            "H59: between tools Claude need not think again, and another's thought there changes nothing but is told")
    void theFirstTurnOfALoopIsTheOneThatCounts() {
        String body = "{\"model\":\"m\",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"messages\":[]}";
        List<UnifiedMessage> messages = new ArrayList<>(
                toolTurn(new ContentPart.Reasoning("t", null, "s", null, "anthropic-claude-v1", null, Extras.NONE)));
        messages.add(call("t2"));
        messages.add(result("t2"));
        UnifiedRequestBuilder request = Claude.own(body)
                .reasoning(new ReasoningControl(
                        ReasoningControl.Mode.ON, null, 2000L, ReasoningControl.Visibility.UNSET, Extras.NONE));
        UpstreamRequest silent = Claude.codec()
                .encode(request.messages(messages).build(), Claude.target(Claude.SONNET_4), CallContext.NONE);
        assertThat(silent.body().toString()).contains("budget_tokens");
        assertThat(silent.dropped()).isEmpty();
        messages.set(
                3,
                UnifiedMessage.of(
                        Role.ASSISTANT,
                        List.of(
                                new ContentPart.Reasoning("t", null, "s", null, "google-gemini-v1", null, Extras.NONE),
                                messages.get(3).parts().get(0))));
        UpstreamRequest mixed = Claude.codec()
                .encode(request.messages(messages).build(), Claude.target(Claude.SONNET_4), CallContext.NONE);
        assertThat(mixed.body().toString()).contains("budget_tokens");
        assertThat(mixed.dropped()).containsExactly("thinking");
        // A new word of the user begins anew; the thought before it counts no more.
        messages.add(3, UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("and now?"))));
        messages.add(3, UnifiedMessage.of(Role.ASSISTANT, List.of(ContentPart.Text.of("a"))));
        UpstreamRequest anew = Claude.codec()
                .encode(request.messages(messages).build(), Claude.target(Claude.SONNET_4), CallContext.NONE);
        assertThat(anew.body().toString()).doesNotContain("budget_tokens");
    }

    private static UnifiedMessage call(String id) {
        return UnifiedMessage.of(
                Role.ASSISTANT, List.of(new ContentPart.ToolCall(id, "f", "{}", false, null, null, Extras.NONE)));
    }

    private static UnifiedMessage result(String id) {
        return UnifiedMessage.of(
                Role.TOOL,
                List.of(new ContentPart.ToolResult(
                        id, null, List.of(ContentPart.Text.of("r")), false, null, Extras.NONE)));
    }

    static List<UnifiedMessage> toolTurn(ContentPart.Reasoning thought) {
        return List.of(
                UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("q"))),
                UnifiedMessage.of(
                        Role.ASSISTANT,
                        List.of(thought, new ContentPart.ToolCall("t1", "f", "{}", false, null, null, Extras.NONE))),
                UnifiedMessage.of(
                        Role.TOOL,
                        List.of(new ContentPart.ToolResult(
                                "t1", null, List.of(ContentPart.Text.of("r")), false, null, Extras.NONE))));
    }

    @Test
    void headersAreTheProvidersOwn() {
        Map<String, String> headers = Claude.codec()
                .encode(
                        Claude.own("{\"model\":\"m\"}").build(),
                        Claude.target("m"),
                        new CallContext(
                                "r",
                                "t",
                                Map.of(
                                        "anthropic-version",
                                        "2026-10-21",
                                        "anthropic-beta",
                                        "context-1m-2025-08-07, oauth-2025-04-20,,operator-2026-01-01,context-x\u0000",
                                        "x-session-id",
                                        "s")))
                .headers();
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "content-type", "application/json",
                        "accept", "text/event-stream",
                        "accept-encoding", "identity",
                        "anthropic-version", "2026-10-21",
                        "authorization", "Bearer secret-key-1234567890",
                        "anthropic-beta", "operator-2026-01-01,context-1m-2025-08-07"));
    }
}
