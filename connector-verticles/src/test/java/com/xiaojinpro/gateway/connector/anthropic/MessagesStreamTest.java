package com.xiaojinpro.gateway.connector.anthropic;

import static com.xiaojinpro.gateway.connector.anthropic.Claude.lines;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.F4;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.OVERLOADED;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.PING;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.SERVER_TOOLS;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.START;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.STOP;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.arguments;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.begin;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.call;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.delta;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.event;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.finish;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.say;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.sign;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.stop;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.text;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.think;
import static com.xiaojinpro.gateway.connector.anthropic.MessageEvents.thinking;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A streamed message as events. */
class MessagesStreamTest {
    private static final String USAGE = "usage 25/1 read 12 write 5";
    private static final String FINAL = "usage 25/40 read 12 write 5";
    private static final String THOUGHT = "+0 reasoning anthropic-claude-v1";

    @Test
    @DisplayName("H60: a thought of which only the signature is shown is kept")
    void thoughtTextAndCallsBecomeParts() {
        assertThat(lines(F4.body()))
                .containsExactly(
                        "start msg_1 m",
                        USAGE,
                        THOUGHT,
                        "0 signature c2ln",
                        "-0",
                        "+1 text",
                        "1 H\u00e9llo \ud83c\udf0d \u4f60\u597d",
                        "-1",
                        "+2 tool_call #toolu_a f",
                        "2 {\"x\":",
                        "2 1}",
                        "-2",
                        "+3 tool_call #toolu_b g",
                        "3 {}",
                        "-3",
                        FINAL,
                        "end TOOL_CALLS (tool_use)");
    }

    @Test
    @DisplayName("H61: a redacted thought stays encrypted; server tools and their results stay whole")
    void serverToolsAndCitationsStayInTheirPlaces() {
        assertThat(lines(SERVER_TOOLS.body()))
                .containsExactly(
                        "start msg_1 m",
                        USAGE,
                        THOUGHT,
                        "0 Let me ",
                        "0 search.",
                        "0 signature c2ln",
                        "-0",
                        "+1 reasoning anthropic-claude-v1",
                        "1 encrypted ZW5j",
                        "-1",
                        "opaque {\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\","
                                + "\"input\":{\"query\":\"x\"}}",
                        "opaque {\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[{\"type\":"
                                + "\"web_search_result\",\"url\":\"https://e.com\",\"encrypted_content\":\"zzz\"}]}",
                        "+2 text",
                        "2 annotation {\"type\":\"web_search_result_location\",\"url\":\"https://e.com\",\"cited_text\":\"c\"}",
                        "2 Found.",
                        "-2",
                        FINAL,
                        "end STOP (end_turn)");
    }

    @Test
    @DisplayName("H10: pings, unknown events and unknown deltas are passed over")
    void whatNobodyKnowsIsPassedOver() {
        String unknown = event("brand_new", "\"x\":[1,{}]") + PING;
        String body = START
                + unknown
                + text(0)
                + unknown
                + delta(0, "brand_new_delta", "text", "lost")
                + say(0, "a")
                + PING
                + say(0, "b")
                + stop(0)
                + finish("end_turn")
                + STOP;
        assertThat(lines(body))
                .containsExactly("start msg_1 m", USAGE, "+0 text", "0 a", "0 b", "-0", FINAL, "end STOP (end_turn)");
    }

    @Test
    void aBlockOfAnUnknownKindStaysWhole() {
        String block = "{\"type\":\"brand_new\",\"z\":1.50}";
        String compaction = begin(1, "{\"type\":\"compaction\",\"content\":null}")
                + delta(1, "compaction_delta", "content", "so ")
                + delta(1, "compaction_delta", "content", "far")
                + stop(1);
        assertThat(lines(START + begin(0, block) + stop(0) + compaction + finish("compaction") + STOP))
                .contains("opaque " + block, "opaque {\"type\":\"compaction\",\"content\":\"so far\"}")
                .endsWith("end PAUSE (compaction)");
    }

    @Test
    void aPartEndsWhereTheNextBeginsWithoutAStop() {
        assertThat(lines(START + text(0) + say(0, "a") + call(1, "t", "f") + finish("tool_use") + STOP))
                .containsSubsequence("0 a", "-0", "+1 tool_call #t f", "1 {}", "-1");
    }

    @Test
    @DisplayName("H12: indices that are used again or leave gaps make parts of their own")
    void indicesOfTheProviderAreNotOurs() {
        assertThat(lines(START
                        + text(7)
                        + say(7, "a")
                        + stop(7)
                        + text(7)
                        + say(7, "b")
                        + stop(7)
                        + finish("end_turn")
                        + STOP))
                .containsSubsequence("+0 text", "0 a", "-0", "+1 text", "1 b", "-1");
    }

    @Test
    @DisplayName("H20: a thought within a text block becomes a part of its own")
    void theKindOfADeltaDecides() {
        assertThat(lines(START + text(0) + think(0, "hm") + say(0, "a") + stop(0) + finish("end_turn") + STOP))
                .containsSubsequence(
                        "+0 text", "-0", "+1 reasoning anthropic-claude-v1", "1 hm", "-1", "+2 text", "2 a", "-2");
    }

    @Test
    void aPieceOfABlockThatIsNotOpenIsNotLostInSilence() {
        assertThat(Answers.fault(Claude.events(START + text(0) + stop(0) + say(0, "lost")))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(Claude.events(START + text(0) + arguments(0, "{}")))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H23: the input of the start stands for arguments that never come, and for nothing else")
    void theInputOfTheStartCountsWhereNoOtherComes() {
        String start = begin(0, "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}");
        assertThat(lines(START + start + stop(0) + finish("tool_use") + STOP)).contains("0 {\"a\":1}");
        assertThat(lines(START + start + arguments(0, "{\"b\":2}") + stop(0) + finish("tool_use") + STOP))
                .contains("0 {\"b\":2}")
                .doesNotContain("0 {\"a\":1}");
    }

    @Test
    @DisplayName("H26: calls without an id, or with one of an earlier call, get one")
    void callIdsAreUnique() {
        String body = START
                + call(0, "t", "f")
                + stop(0)
                + call(1, "t", "f")
                + stop(1)
                + begin(2, "{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{}}")
                + stop(2)
                + finish("tool_use")
                + STOP;
        assertThat(lines(body))
                .contains(
                        "+0 tool_call #t f",
                        "+1 tool_call #call_000000000000000000000001 f",
                        "+2 tool_call #call_000000000000000000000002 f");
    }

    @Test
    @DisplayName("H51: a call comes back under the name the client knows")
    void toolNamesComeBack() {
        String name = "files.read/" + "x".repeat(70);
        UnifiedRequest request = Claude.chat()
                .tools(List.of(new ToolSpec.Function(name, null, null, null, null, Extras.NONE)))
                .build();
        String sent = new ToolNames(request).sent(name);
        assertThat(sent).hasSizeLessThanOrEqualTo(64).matches("[a-zA-Z0-9_-]+");
        List<UnifiedChunk> events = Claude.events(
                request, "m", "text/event-stream", START + call(0, "t", sent) + stop(0) + finish("tool_use") + STOP);
        assertThat(EventLines.of(events)).contains("+0 tool_call #t " + name);
    }

    @Test
    void aFreeTextCallIsTakenOutOfItsWrapping() {
        UnifiedRequest request = Claude.chat()
                .tools(List.of(new ToolSpec.Custom("sql", null, null, Extras.NONE)))
                .build();
        String body = START
                + call(0, "t", "sql")
                + arguments(0, "{\"input\":")
                + arguments(0, "\"select 1\"}")
                + stop(0)
                + finish("tool_use")
                + STOP;
        assertThat(EventLines.of(Claude.events(request, "m", "text/event-stream", body)))
                .containsSubsequence("+0 custom_tool_call #t sql", "0 select 1", "-0")
                .endsWith("end TOOL_CALLS (tool_use)");
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "max_tokens, LENGTH",
        "stop_sequence, STOP_SEQUENCE",
        "tool_use, TOOL_CALLS",
        "pause_turn, PAUSE",
        "refusal, REFUSAL",
        "model_context_window_exceeded, CONTEXT_FULL",
        "brand_new, STOP"
    })
    void everyStopReasonIsToldWithItsOwnWord(String word, String reason) {
        assertThat(lines(START + text(0) + say(0, "a") + stop(0) + finish(word) + STOP))
                .endsWith("end " + reason + " (" + word + ")");
    }

    @Test
    void theEndSaysWhatItIsAbout() {
        String delta = "\"stop_reason\":\"refusal\",\"stop_sequence\":\"END\",\"stop_details\":{\"type\":\"refusal\","
                + "\"category\":\"cyber\"},\"container\":null";
        assertThat(lines(START + finish(delta, "{\"output_tokens\":2}") + STOP))
                .endsWith("end REFUSAL (refusal) at END {stop_details={\"type\":\"refusal\",\"category\":\"cyber\"}}");
    }

    @Test
    @DisplayName("H29: an error within the stream is one, with the usage so far")
    void anErrorWithinTheStreamEndsIt() {
        List<UnifiedChunk> events = Claude.events(START + text(0) + say(0, "a") + OVERLOADED);
        assertThat(EventLines.of(events)).endsWith("0 a", USAGE + " PARTIAL", "failed OVERLOADED");
        assertThat(Answers.fault(events).message()).isEqualTo("Overloaded");
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED",
        "rate_limit_error, RATE_LIMITED",
        "api_error, UPSTREAM_UNAVAILABLE",
        "timeout_error, TIMEOUT",
        "invalid_request_error, INVALID_REQUEST",
        "authentication_error, UPSTREAM_AUTH",
        "billing_error, BILLING"
    })
    @DisplayName("H30: an error as the first event is the fault it names")
    void anErrorAsTheFirstEventIsAFault(String type, FaultKind kind) {
        Fault fault = Answers.fault(
                Claude.events(event("error", "\"error\":{\"type\":\"" + type + "\",\"message\":\"why\"}")));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.message()).isEqualTo("why");
    }

    @Test
    @DisplayName("H113: an error that is null is none; one without a type is one")
    void anErrorIsWhereOneIs() {
        assertThat(lines(START + text(0) + say(0, "a") + "data: {\"error\":null}\n\n" + stop(0) + finish("end_turn")
                        + STOP))
                .endsWith("end STOP (end_turn)");
        assertThat(Answers.fault(Claude.events(START + "data: {\"error\":{\"message\":\"no\",\"code\":529}}\n\n"))
                        .kind())
                .isEqualTo(FaultKind.OVERLOADED);
    }

    @Test
    @DisplayName("H32: a stream without events is no answer")
    void anEmptyStreamIsNoAnswer() {
        assertThat(Answers.fault(Claude.events("")).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(Answers.fault(Claude.events(": nothing\n\n")).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(Answers.fault(Claude.events("data: [DONE]\n\n")).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    @DisplayName("H31: an end that is announced but does not come is no end")
    void withoutMessageStopTheAnswerIsCut() {
        List<UnifiedChunk> events = Claude.events(START + text(0) + say(0, "a") + stop(0) + finish("end_turn"));
        assertThat(EventLines.of(events)).endsWith(FINAL + " PARTIAL", "failed STREAM_INCOMPLETE");
    }

    @Test
    void garbageIsAFaultOfTheProvider() {
        for (String garbage : List.of("data: {\"type\":\n\n", "data: 17\n\n", "data: {}x\n\n")) {
            assertThat(Answers.fault(Claude.events(START + garbage)).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        }
    }

    @Test
    void anAnswerWithoutAStartBeginsWithItsFirstBlock() {
        assertThat(lines(text(0) + say(0, "a") + stop(0) + finish("end_turn") + STOP))
                .containsExactly(
                        "start msg_000000000000000000000001 asked-model",
                        "+0 text",
                        "0 a",
                        "-0",
                        "usage 0/40",
                        "end STOP (end_turn)");
    }

    @Test
    void furtherMembersOfTheMessageGoAlong() {
        String start = event(
                "message_start",
                "\"message\":{\"id\":\"i\",\"model\":\"m\",\"content\":[],\"usage\":" + MessageEvents.USAGE
                        + ",\"container\":{\"id\":\"c\"},\"diagnostics\":null}");
        UnifiedChunk.Started started = (UnifiedChunk.Started)
                Claude.events(start + finish("end_turn") + STOP).getFirst();
        assertThat(started.extras().fields()).isEqualTo(Map.of("container", "{\"id\":\"c\"}"));
        assertThat(started.dialect()).isEqualTo(Dialect.ANTHROPIC_MESSAGES);
    }

    @Test
    @DisplayName("H33: a whole message where a stream was asked for is read as one")
    void aWholeMessageInPlaceOfAStream() {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("a").stream(true).build();
        String whole =
                "{\"type\":\"message\",\"id\":\"i\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],"
                        + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";
        for (String type : List.of("application/json", "text/event-stream", "")) {
            assertThat(EventLines.of(Claude.events(request, "m", type, whole)))
                    .containsExactly(
                            "start i m", "usage 3/2", "+0 text", "0 a", "-0", "usage 3/2", "end STOP (end_turn)");
        }
        assertThat(EventLines.of(Claude.events(request, "m", "text/event-stream", "data: " + whole + "\n\n")))
                .endsWith("end STOP (end_turn)");
        assertThat(Answers.fault(Claude.events(request, "m", "text/html", "<html>"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void aSignatureThatComesTwiceReplacesTheFirst() {
        assertThat(lines(START
                        + thinking(0)
                        + think(0, "t")
                        + sign(0, "a")
                        + sign(0, "b")
                        + stop(0)
                        + finish("end_turn")
                        + STOP))
                .contains("0 signature b")
                .doesNotContain("0 signature a");
    }
}
