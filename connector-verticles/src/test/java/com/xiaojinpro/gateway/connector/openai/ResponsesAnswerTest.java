package com.xiaojinpro.gateway.connector.openai;

import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.USAGE;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.added;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.created;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.done;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.event;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.terminal;
import static com.xiaojinpro.gateway.connector.openai.ResponsesTranscripts.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the Responses API as events. */
class ResponsesAnswerTest {
    private static final String MESSAGE_BEGINS =
            added(0, "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}");

    private static List<UnifiedChunk> stream(String body) {
        return Answers.decode(OpenAiCodecs.of(ApiChoice.RESPONSES), "text/event-stream", body);
    }

    private static List<UnifiedChunk> whole(String body) {
        return Answers.decode(OpenAiCodecs.of(ApiChoice.RESPONSES), "application/json", body);
    }

    private static List<String> lines(List<UnifiedChunk> events) {
        return EventLines.of(events);
    }

    @Test
    @DisplayName(
            "H77, H23: reasoning, text and calls; a call is known by its call_id, and one without arguments has {}")
    void aStreamOfEverything() {
        List<UnifiedChunk> events = stream(ResponsesTranscripts.TOOLS.body());
        assertThat(lines(events))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 reasoning #rs_1 openai-responses-v1",
                        "0 summary Lo",
                        "0 summary ok.",
                        "0 summary \n\n",
                        "0 summary Then say.",
                        "0 encrypted gAAA=",
                        "-0",
                        "+1 text {phase=\"commentary\"}",
                        "1 H\u00e9llo ",
                        "1 \ud83c\udf0d",
                        "-1",
                        "+2 tool_call #call_a f",
                        "2 {\"x\":",
                        "2 1}",
                        "-2",
                        "+3 tool_call #call_b g",
                        "3 {}",
                        "-3",
                        "usage 20/9 read 12 reasoning 3",
                        "end TOOL_CALLS (completed)");
        assertThat(((UnifiedChunk.Started) events.get(0)).dialect()).isEqualTo(Dialect.OPENAI_RESPONSES);
    }

    @Test
    @DisplayName("H78: what the stream left out is taken from the answer at the end, and only where it goes on")
    void theAnswerAtTheEndIsTheAuthority() {
        assertThat(lines(stream(ResponsesTranscripts.SNAPSHOT_ONLY.body())))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 text",
                        "0 H\u00e9llo",
                        "0  \ud83c\udf0d",
                        "-0",
                        "+1 tool_call #call_a f",
                        "1 {\"x\":1}",
                        "-1",
                        "usage 20/9 read 12 reasoning 3",
                        "end TOOL_CALLS (completed)")
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("H78: an answer at the end that says something else adds nothing to what was sent")
    void aTextThatDiffersIsNotSentAgain() {
        String other =
                "{\"id\":\"msg_9\",\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Something else\"}]}";
        assertThat(lines(
                        stream(created() + MESSAGE_BEGINS + text(0, "msg_1", "Hi") + terminal("completed", other, ""))))
                .containsExactly("start resp_1 gpt-5", "+0 text", "0 Hi", "-0", "end STOP (completed)");
    }

    @Test
    @DisplayName("H25, H77: arguments of a call nobody announced wait for its name; without any id it gets one")
    void argumentsBeforeTheCall() {
        String body = created()
                + event("response.function_call_arguments.delta", "\"output_index\":0,\"delta\":\"{}\"")
                + event(
                        "response.function_call_arguments.done",
                        "\"output_index\":0,\"arguments\":\"{}\",\"name\":\"late\"")
                + terminal("completed", "", "");
        assertThat(lines(stream(body)))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 tool_call #call_000000000000000000000001 late",
                        "0 {}",
                        "-0",
                        "end TOOL_CALLS (completed)");
    }

    @Test
    @DisplayName("H26: a call id that the answer has used is replaced")
    void aCallIdTwice() {
        String call = "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}";
        assertThat(lines(stream(created() + done(0, call) + done(1, call) + terminal("completed", "", ""))))
                .contains("+0 tool_call #c f", "+1 tool_call #call_000000000000000000000001 f");
    }

    @Test
    void aFreeTextToolKeepsItsInput() {
        String body = created()
                + added(
                        0,
                        "{\"id\":\"ctc_1\",\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"patch\",\"input\":\"\"}")
                + event(
                        "response.custom_tool_call_input.delta",
                        "\"item_id\":\"ctc_1\",\"output_index\":0,\"delta\":\"a \"")
                + event(
                        "response.custom_tool_call_input.done",
                        "\"item_id\":\"ctc_1\",\"output_index\":0,\"input\":\"a b\"")
                + done(
                        0,
                        "{\"id\":\"ctc_1\",\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"patch\",\"input\":\"a b\"}")
                + terminal("completed", "", "");
        assertThat(lines(stream(body)))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 custom_tool_call #c patch",
                        "0 a ",
                        "0 b",
                        "-0",
                        "end TOOL_CALLS (completed)");
    }

    @Test
    void aRefusal() {
        String body = created()
                + MESSAGE_BEGINS
                + event(
                        "response.refusal.delta",
                        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"No\"")
                + event(
                        "response.refusal.done",
                        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"refusal\":\"No.\"")
                + terminal("completed", "", "");
        assertThat(lines(stream(body)))
                .containsExactly("start resp_1 gpt-5", "+0 refusal", "0 No", "0 .", "-0", "end REFUSAL (completed)");
    }

    @Test
    void citationsAndLogProbabilitiesStandWithTheirText() {
        String cited =
                "{\"type\":\"url_citation\",\"start_index\":0,\"end_index\":2,\"url\":\"https://e.org\",\"title\":\"E\"}";
        String second = "{\"type\":\"file_citation\",\"file_id\":\"file-1\",\"index\":1}";
        String logprob = "[{\"token\":\"Hi\",\"logprob\":-0.1,\"bytes\":[72,105],\"top_logprobs\":[]}]";
        String body = created()
                + MESSAGE_BEGINS
                + event(
                        "response.output_text.delta",
                        "\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\",\"logprobs\":" + logprob)
                + event(
                        "response.output_text.annotation.added",
                        "\"output_index\":0,\"content_index\":0,\"annotation_index\":0,\"annotation\":" + cited)
                + done(
                        0,
                        "{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\",\"logprobs\":"
                                + logprob + ",\"annotations\":[" + cited + "," + second + "]}]}")
                + terminal("completed", "", "");
        assertThat(lines(stream(body)))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 text",
                        "0 Hi",
                        "0 logprobs {\"refusal\":null,\"content\":" + logprob + "}",
                        "0 annotation " + cited,
                        "0 annotation " + second,
                        "-0",
                        "end STOP (completed)");
    }

    @Test
    void aHostedToolsItemIsOneOpaqueEvent() {
        String item =
                "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\",\"action\":{\"type\":\"search\",\"query\":\"x\"}}";
        String body = created()
                + added(0, "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"in_progress\"}")
                + event("response.web_search_call.searching", "\"item_id\":\"ws_1\",\"output_index\":0")
                + done(0, item)
                + terminal("completed", item, "");
        assertThat(lines(stream(body))).containsExactly("start resp_1 gpt-5", "opaque " + item, "end STOP (completed)");
    }

    @Test
    void reasoningThatIsShownIsItsContent() {
        String body = created()
                + added(0, "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}")
                + event(
                        "response.reasoning_text.delta",
                        "\"item_id\":\"rs_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"hm\"")
                + done(
                        0,
                        "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"content\":[{\"type\":\"reasoning_text\",\"text\":\"hmm\"}]}")
                + done(
                        1,
                        "{\"id\":\"rs_2\",\"type\":\"reasoning\",\"summary\":[],\"format\":\"google-gemini-v1\",\"encrypted_content\":\"e\"}")
                + done(2, "{\"id\":\"rs_3\",\"type\":\"reasoning\",\"summary\":[]}")
                + terminal("completed", "", "");
        assertThat(lines(stream(body)))
                .containsExactly(
                        "start resp_1 gpt-5",
                        "+0 reasoning #rs_1 openai-responses-v1",
                        "0 hm",
                        "0 m",
                        "-0",
                        "+1 reasoning #rs_2 google-gemini-v1",
                        "1 encrypted e",
                        "-1",
                        "end STOP (completed)");
    }

    @ParameterizedTest
    @DisplayName("an answer that was cut short says why")
    @CsvSource({
        "max_output_tokens, LENGTH",
        "content_filter, CONTENT_FILTER",
        "max_prompt_tokens, CONTEXT_FULL",
        "something_new, LENGTH"
    })
    void incomplete(String why, String reason) {
        String details = ",\"incomplete_details\":{\"reason\":\"" + why + "\"}" + USAGE;
        assertThat(lines(stream(
                        created() + MESSAGE_BEGINS + text(0, "msg_1", "Hi") + terminal("incomplete", "", details))))
                .endsWith("-0", "usage 20/9 read 12 reasoning 3", "end " + reason + " (" + why + ")");
    }

    @Test
    @DisplayName("H29: an error event after content ends the answer with its fault, and the wait it names")
    void anErrorEvent() {
        List<UnifiedChunk> events = stream(
                created()
                        + MESSAGE_BEGINS
                        + text(0, "msg_1", "Hi")
                        + event(
                                "error",
                                "\"code\":\"rate_limit_exceeded\",\"message\":\"Rate limit reached. Please try again in 2s.\",\"param\":null,\"sequence_number\":5"));
        Fault fault = Answers.fault(events);
        assertThat(fault.kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("H29: response.failed is a fault, its usage is not lost")
    void responseFailed() {
        List<UnifiedChunk> events = stream(created()
                + terminal("failed", "", ",\"error\":{\"code\":\"server_error\",\"message\":\"It broke.\"}" + USAGE));
        assertThat(lines(events))
                .containsExactly(
                        "start resp_1 gpt-5", "usage 20/9 read 12 reasoning 3 PARTIAL", "failed UPSTREAM_UNAVAILABLE");
        assertThat(Answers.fault(events).message()).isEqualTo("It broke.");
    }

    @ParameterizedTest
    @DisplayName("H30: an error in place of the answer, in any of its forms")
    @ValueSource(
            strings = {
                "event: error\ndata: {\"type\":\"server_error\",\"message\":\"x\"}\n\n",
                "data: {\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"message\":\"x\"}}\n\n",
                "data: {\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}\n\n",
                "{\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}"
            })
    void anErrorFirst(String body) {
        Fault fault = Answers.fault(stream(body));
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(fault.message()).isEqualTo("x");
    }

    @ParameterizedTest
    @DisplayName("H80, H31, H32: a stream without a terminal event is incomplete, with [DONE] or without")
    @ValueSource(strings = {"", "data: [DONE]\n\n"})
    void noTerminalEvent(String end) {
        for (String body : new String[] {"", created(), created() + MESSAGE_BEGINS + text(0, "msg_1", "Hi")}) {
            assertThat(Answers.fault(stream(body + end)).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        }
    }

    @ParameterizedTest
    @DisplayName("an answer that is not over is none")
    @ValueSource(strings = {"in_progress", "queued", "cancelled"})
    void notOver(String status) {
        assertThat(Answers.fault(whole("{\"id\":\"r\",\"status\":\"" + status + "\",\"output\":[]}"))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    @DisplayName("a whole answer gives the parts that its stream gives")
    void wholeAndStreamedAreTheSame() {
        String body = ResponsesTranscripts.TOOLS.body();
        String marker = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":";
        String answer = body.substring(body.indexOf(marker) + marker.length(), body.length() - "}\n\n".length());
        assertThat(Answers.fold(whole(answer))).isEqualTo(Answers.fold(stream(body)));
    }

    @ParameterizedTest
    @DisplayName("what cannot be read is the provider's fault")
    @ValueSource(
            strings = {
                "data: 7\n\n",
                "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\n\n",
                "data: {\"type\":\"response.output_text.delta\",\"output_index\":99999999,\"delta\":\"x\"}\n\n",
                "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":99999999,\"delta\":\"x\"}\n\n",
                "data: {\"type\":\"response.reasoning_text.delta\",\"output_index\":0,\"content_index\":99999999,\"delta\":\"x\"}\n\n",
                "data: {\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"x\"}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n"
            })
    void unreadable(String body) {
        assertThat(Answers.fault(stream(body + "data: {}\n\n")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void piecesOfAnotherKindThanTheItemAreNoAnswer() {
        String body =
                created() + added(0, "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}") + text(0, "rs_1", "Hi");
        assertThat(Answers.fault(stream(body)).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H33: a page of HTML is no answer")
    void aPage() {
        assertThat(Answers.fault(Answers.decode(OpenAiCodecs.of(ApiChoice.RESPONSES), "text/html", "<html>"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }
}
