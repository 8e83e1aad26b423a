package com.xiaojinpro.gateway.connector.compatible;

import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.DONE;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.chunk;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.finish;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls put together from the fragments of servers that label them badly. */
class ToolCallsTest {

    private static List<UnifiedChunk> decode(String... toolDeltas) {
        StringBuilder body = new StringBuilder();
        for (String delta : toolDeltas) {
            body.append(chunk(delta.startsWith("{\"content\"") ? delta : "{\"tool_calls\":[" + delta + "]}"));
        }
        return Answers.decode(Codecs.generic(), "text/event-stream", body + finish("tool_calls") + DONE);
    }

    /** Every call as {@code id name arguments}; G stands for an id that was made. */
    private static List<String> calls(String... toolDeltas) {
        return Answers.fold(decode(toolDeltas)).choices().getFirst().parts().stream()
                .flatMap(part -> part.part() instanceof ContentPart.ToolCall call ? Stream.of(call) : Stream.of())
                .map(call -> (call.id().startsWith("call_000") ? "G" : call.id()) + " " + call.name() + " "
                        + call.arguments())
                .toList();
    }

    private static String delta(String index, String id, String name, String arguments) {
        StringBuilder delta = new StringBuilder("{\"type\":\"function\"");
        if (index != null) {
            delta.append(",\"index\":").append(index);
        }
        if (id != null) {
            delta.append(",\"id\":\"").append(id).append('"');
        }
        delta.append(",\"function\":{");
        if (name != null) {
            delta.append("\"name\":\"").append(name).append("\",");
        }
        String text = arguments == null ? "null" : JsonText.quoted(arguments);
        return delta.append("\"arguments\":").append(text).append("}}").toString();
    }

    @Test
    @DisplayName("H14: no index at all")
    void noIndex() {
        assertThat(calls(
                        delta(null, "a", "f", ""),
                        delta(null, null, null, "{\"x\":"),
                        delta(null, null, null, "1}"),
                        delta(null, "b", "g", "{\"y\""),
                        delta(null, null, null, ":2}")))
                .containsExactly("a f {\"x\":1}", "b g {\"y\":2}");
    }

    @Test
    @DisplayName("H14: every call at index 0, told apart by their ids")
    void allAtIndexZero() {
        assertThat(calls(delta("0", "a", "f", "{\"x\":1}"), delta("0", "b", "g", "{\"y\":2}")))
                .containsExactly("a f {\"x\":1}", "b g {\"y\":2}");
        assertThat(calls(delta("0", "a", "f", ""), delta("0", "b", "g", ""), delta("0", "b", null, "{\"y\":2}")))
                .containsExactly("a f {}", "b g {\"y\":2}");
    }

    @Test
    @DisplayName("H14: every call at index 0 and without ids, told apart by a name after complete arguments")
    void allAtIndexZeroWithoutIds() {
        assertThat(calls(delta("0", null, "f", "{\"x\":1}"), delta("0", null, "g", "{\"y\":2}")))
                .containsExactly("G f {\"x\":1}", "G g {\"y\":2}");
        assertThat(calls(delta("0", null, "f", "{\"x\":1}"), delta("0", null, "f", "{\"x\":2}")))
                .containsExactly("G f {\"x\":1}", "G f {\"x\":2}");
    }

    @Test
    @DisplayName("H14: indices that begin at 1, have gaps, or are -1")
    void oddIndices() {
        assertThat(calls(delta("1", "a", "f", "{}"), delta("3", "b", "g", ""), delta("3", null, null, "{}")))
                .containsExactly("a f {}", "b g {}");
        assertThat(calls(delta("-1", "a", "f", "{\"x\":1}"), delta("-1", "b", "g", "{}")))
                .containsExactly("a f {\"x\":1}", "b g {}");
        assertThat(calls(delta("\"0\"", "a", "f", "{\"x\":"), delta("0", null, null, "1}")))
                .containsExactly("a f {\"x\":1}");
    }

    @Test
    @DisplayName("H14: distinct indices win over ids that repeat, and H26: the second gets an id of its own")
    void distinctIndicesWithOneId() {
        assertThat(calls(delta("0", "call_0", "f", "{\"x\":1}"), delta("1", "call_0", "f", "{\"x\":2}")))
                .containsExactly("call_0 f {\"x\":1}", "G f {\"x\":2}");
    }

    @Test
    @DisplayName("H26: ids that are empty are made, and are unique")
    void emptyIdsAreMade() {
        List<String> ids = decode(delta("0", "", "f", "{\"x\":1}"), delta("1", "", "f", "{\"x\":2}")).stream()
                .flatMap(event -> event instanceof UnifiedChunk.PartStarted part ? Stream.of(part.id()) : Stream.of())
                .toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.matches("call_\\d{24}"));
    }

    @Test
    @DisplayName("H15: fragments on indices nobody opened go to the one call that waits")
    void driftingIndices() {
        assertThat(calls(
                        delta("0", "a", "f", ""),
                        delta("1", null, null, "{\"x\""),
                        delta("2", null, null, ":"),
                        delta("3", null, null, "1}")))
                .containsExactly("a f {\"x\":1}");
    }

    @Test
    @DisplayName("H15: a fragment that could belong to two calls fails the answer, it is not dropped")
    void anAmbiguousFragmentFails() {
        List<UnifiedChunk> events =
                decode(delta("0", "a", "f", "{\"x\":"), delta("1", "b", "g", "{\"y\":"), delta("7", null, null, "1}"));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @ParameterizedTest
    @DisplayName("H23: no arguments, blank ones and braces in pieces are an empty object")
    @ValueSource(strings = {"", " ", "{}", "{ }"})
    void noArguments(String arguments) {
        assertThat(calls(delta("0", "a", "f", arguments)).getFirst().replace("{ }", "{}"))
                .isEqualTo("a f {}");
        assertThat(calls(delta("0", "a", "f", null), delta("0", null, null, arguments))
                        .getFirst()
                        .replace("{ }", "{}"))
                .isEqualTo("a f {}");
    }

    @Test
    @DisplayName("H23: braces in pieces; a placeholder before the real arguments is not joined to them")
    void bracesInPieces() {
        assertThat(calls(delta("0", "a", "f", ""), delta("0", null, null, "{"), delta("0", null, null, "}")))
                .containsExactly("a f {}");
        assertThat(calls(delta("0", "a", "f", "{}"), delta("0", null, null, "{\"x\":1"), delta("0", null, null, "}")))
                .containsExactly("a f {\"x\":1}");
    }

    @Test
    @DisplayName("H24: what parses is not complete: more may follow")
    void whatParsesIsNotComplete() {
        assertThat(calls(delta("0", "a", "f", "1"), delta("0", null, null, "2")))
                .containsExactly("a f 12");
        assertThat(calls(delta("0", "a", "f", ""), delta("0", null, null, "{\"x\":1}"), delta("0", null, null, " \n")))
                .containsExactly("a f {\"x\":1} \n");
    }

    @Test
    @DisplayName("H25: the name after the arguments")
    void theNameAfterTheArguments() {
        assertThat(calls(delta("0", "a", null, "{\"x\":"), delta("0", null, null, "1}"), delta("0", null, "f", null)))
                .containsExactly("a f {\"x\":1}");
        assertThat(calls(delta(null, null, null, "{\"x\":1}"), delta(null, "a", "f", null)))
                .containsExactly("a f {\"x\":1}");
    }

    @Test
    @DisplayName("H25: the name in fragments, repeated, and growing")
    void theNameInFragments() {
        assertThat(calls(
                        delta("0", "a", "get_", ""),
                        delta("0", null, "weather", ""),
                        delta("0", null, null, "{\"x\":1}")))
                .containsExactly("a get_weather {\"x\":1}");
        assertThat(calls(delta("0", "a", "f", "{\"x\""), delta("0", "a", "f", ":"), delta("0", null, "f", "1}")))
                .containsExactly("a f {\"x\":1}");
        assertThat(calls(delta(null, null, "f", "{\"x\""), delta(null, null, "f", ":1}")))
                .containsExactly("G f {\"x\":1}");
        assertThat(calls(delta("0", "a", "get_", ""), delta("0", null, "get_weather", "{\"x\":1}")))
                .containsExactly("a get_weather {\"x\":1}");
    }

    @Test
    @DisplayName("H25: a call that never gets a name fails the answer")
    void aCallWithoutAName() {
        assertThat(Answers.fault(decode(delta("0", "a", null, "{\"x\":1}"))).kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H35: interleaved parallel calls keep their arguments apart")
    void interleavedCalls() {
        assertThat(calls(
                        delta("0", "a", "f", ""),
                        delta("1", "b", "g", ""),
                        delta("0", null, null, "{\"x\":"),
                        delta("1", null, null, "{\"y\":"),
                        delta("0", null, null, "1}"),
                        delta("1", null, null, "2}")))
                .containsExactly("a f {\"x\":1}", "b g {\"y\":2}");
    }

    @Test
    @DisplayName("a complete call ends when the next one begins, so that it can be shown at once")
    void aCompleteCallEndsWithTheNext() {
        assertThat(EventLines.of(decode(
                        delta("0", "a", "f", "{\"x\":1}"),
                        delta("1", "b", "g", "{\"y\":"),
                        delta("1", null, null, "2}"))))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 tool_call #a f",
                        "0 {\"x\":1}",
                        "-0",
                        "+1 tool_call #b g",
                        "1 {\"y\":",
                        "1 2}",
                        "-1",
                        "end TOOL_CALLS (tool_calls)");
    }

    @Test
    @DisplayName("arguments for a call that had ended fail the answer; white space does not")
    void argumentsForAnEndedCall() {
        String[] two = {delta("0", "a", "f", "{\"x\":1}"), delta("1", "b", "g", "{\"y\":2}")};
        assertThat(calls(two[0], two[1], delta("0", null, null, " "))).hasSize(2);
        assertThat(Answers.fault(decode(two[0], two[1], delta("0", null, null, "3")))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H36: text after a call is a new part, and the call ends before it")
    void textAfterACall() {
        assertThat(EventLines.of(decode(
                        "{\"content\":\"before\"}", delta("0", "a", "f", "{\"x\":1}"), "{\"content\":\"after\"}")))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 text",
                        "0 before",
                        "-0",
                        "+1 tool_call #a f",
                        "1 {\"x\":1}",
                        "-1",
                        "+2 text",
                        "2 after",
                        "-2",
                        "end TOOL_CALLS (tool_calls)");
    }

    @Test
    @DisplayName("empty lists of calls and calls without anything are none")
    void emptyListsOfCalls() {
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        chunk("{\"content\":\"a\",\"tool_calls\":[]}")
                                + chunk("{\"content\":\"b\",\"tool_calls\":null}")
                                + chunk(
                                        "{\"content\":\"c\",\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]}")
                                + chunk("{\"function_call\":{\"name\":\"\",\"arguments\":\"\"}}")
                                + finish("stop"))))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "0 b", "0 c", "-0", "end STOP (stop)");
    }

    @Test
    void argumentsThatAreAnObjectBecomeText() {
        assertThat(calls("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":[1, 2]}}}"))
                .containsExactly("a f {\"x\":[1, 2]}");
    }

    @Test
    @DisplayName("H96: arguments stay the text they were")
    void argumentsStayText() {
        String arguments = "{\"id\":9007199254740993,\"x\":1.0,\"y\":1e400,\"x\":\"\\u4f60\"}";
        assertThat(calls(delta("0", "a", "f", arguments))).containsExactly("a f " + arguments);
    }

    @Test
    void aCallCutByTheLengthKeepsItsHalf() {
        List<UnifiedChunk> events = Answers.decode(
                Codecs.generic(),
                "text/event-stream",
                chunk("{\"tool_calls\":[" + delta("0", "a", "f", "{\"x\":\"lon") + "]}", "\"length\"") + DONE);
        assertThat(EventLines.of(events)).endsWith("0 {\"x\":\"lon", "-0", "end LENGTH (length)");
    }

    @Test
    void freeTextCallsAreTheirOwnKind() {
        assertThat(EventLines.of(decode(
                        "{\"index\":0,\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"SELECT \"}}",
                        "{\"index\":0,\"custom\":{\"input\":\"1\"}}")))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 custom_tool_call #a sql",
                        "0 SELECT ",
                        "0 1",
                        "-0",
                        "end TOOL_CALLS (tool_calls)");
        assertThat(EventLines.of(decode(
                        "{\"index\":0,\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"\"}}")))
                .contains("+0 custom_tool_call #a sql", "-0")
                .doesNotContain("0 {}");
    }

    @Test
    @DisplayName("H58: a legacy function_call is a call with an id of its own")
    void aLegacyCall() {
        assertThat(EventLines.of(Answers.decode(
                        Codecs.generic(),
                        "text/event-stream",
                        chunk("{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}")
                                + chunk("{\"function_call\":{\"arguments\":\"{\\\"x\\\":1}\"}}")
                                + finish("function_call")
                                + DONE)))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 tool_call #call_000000000000000000000001 f",
                        "0 {\"x\":1}",
                        "-0",
                        "end TOOL_CALLS (function_call)");
    }

    @Test
    @DisplayName("H41: Gemini's signature of a call is kept, whatever stands beside it")
    void aSignatureOfACall() {
        assertThat(
                        EventLines.of(
                                decode(
                                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}}}")))
                .containsSubsequence("+0 tool_call #a f", "0 {}", "0 signature c2ln", "-0");
        assertThat(
                        EventLines.of(
                                decode(
                                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"other\":1}}")))
                .contains("+0 tool_call #a f {extra_content={\"other\":1}}");
    }
}
