package com.xiaojinpro.gateway.connector.compatible;

import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.DONE;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.chunk;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.event;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.finish;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams of chat completions begin, end and break. */
class ChatStreamTest {
    private static final String SSE = "text/event-stream";

    private static List<UnifiedChunk> decode(String body) {
        return Answers.decode(Codecs.generic(), SSE, body);
    }

    private static List<String> lines(String body) {
        return EventLines.of(decode(body));
    }

    private static Fault fault(String body) {
        return Answers.fault(decode(body));
    }

    @Test
    @DisplayName("F1: text, two calls, usage behind the finish")
    void textToolsAndUsage() {
        assertThat(lines(ChatTranscripts.F1.body()))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 text",
                        "0 H\u00e9llo \ud83c\udf0d \u4f60\u597d \ud83c\udf0d",
                        "-0",
                        "+1 tool_call #call_a f",
                        "1 {\"x\":",
                        "1 1}",
                        "-1",
                        "usage 20/9 read 12 reasoning 3",
                        "+2 tool_call #call_b g",
                        "2 {}",
                        "-2",
                        "end TOOL_CALLS (tool_calls)");
    }

    @Test
    @DisplayName("F2, H16, H103: Azure's preface starts nothing; its fields are kept")
    void anAzurePrefaceStartsNothing() {
        List<UnifiedChunk> events = decode(ChatTranscripts.F2.body());
        UnifiedChunk.Started start = (UnifiedChunk.Started) events.getFirst();
        assertThat(start.id()).isEqualTo("chatcmpl-1");
        assertThat(start.model()).isEqualTo("m");
        assertThat(start.created()).isEqualTo(1_700_000_000L);
        assertThat(start.extras().fields()).containsOnlyKeys("prompt_filter_results");
        assertThat(events.subList(1, events.size()))
                .isEqualTo(decode(ChatTranscripts.F1.body()).subList(1, events.size()));
    }

    @Test
    void theIdMayStandBehindTheFirstContent() {
        assertThat(lines(event(
                                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"index\":0}],\"model\":\"m\",\"id\":\"late\"}")
                        + finish("stop")
                        + DONE))
                .startsWith("start late m", "+0 text");
    }

    @Test
    @DisplayName("H104: without id and model the answer still has both")
    void withoutIdAndModel() {
        assertThat(lines(event("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}")))
                .startsWith("start chatcmpl-000000000000000000000001 asked-model");
    }

    @Test
    void furtherFieldsOfTheFirstChunkAreKeptAndPaddingIsNot() {
        List<UnifiedChunk> events = decode(event(
                        "{\"id\":\"i\",\"model\":\"m\",\"provider\":\"P\",\"service_tier\":\"default\",\"system_fingerprint\":null,"
                                + "\"obfuscation\":\"xx\",\"p\":\"abc\",\"x_groq\":{\"id\":\"r\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")
                + finish("stop")
                + DONE);
        assertThat(((UnifiedChunk.Started) events.getFirst()).extras().fields())
                .containsOnlyKeys("provider", "service_tier", "x_groq")
                .containsEntry("provider", "\"P\"");
    }

    @Test
    @DisplayName("H17: roles repeated, empty, null, absent; deltas null; content null")
    void rolesAndNullDeltas() {
        assertThat(lines(chunk("{\"role\":\"assistant\",\"content\":null}")
                        + chunk("{\"role\":\"\",\"content\":\"a\"}")
                        + chunk("{\"role\":\"assistant\",\"content\":\"b\"}")
                        + chunk("null", "\"stop\"")
                        + DONE))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "0 b", "-0", "end STOP (stop)");
    }

    @ParameterizedTest
    @DisplayName("H16: chunks with empty, absent or null choices are no end and no crash")
    @ValueSource(strings = {"{\"choices\":[]}", "{\"choices\":null}", "{\"id\":\"x\"}", "{}", "{\"choices\":[null]}"})
    void emptyChoicesAnywhere(String empty) {
        List<String> expected = lines(chunk("{\"content\":\"a\"}") + finish("stop") + DONE);
        assertThat(lines(chunk("{\"content\":\"a\"}") + event(empty) + finish("stop") + event(empty) + DONE))
                .isEqualTo(expected);
        if (!empty.contains("[null]")) {
            assertThat(lines(event(empty.replace("\"x\"", "\"chatcmpl-1\""))
                            + chunk("{\"content\":\"a\"}")
                            + finish("stop")
                            + DONE))
                    .isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("H18: the end waits for usage, and says that it does")
    void theEndWaitsForUsage() {
        EventDecoder decoder =
                Codecs.generic().decoder(Answers.head(200, "content-type", SSE), Answers.streaming(), Answers.TARGET);
        List<UnifiedChunk> events = new ArrayList<>();
        decoder.decode(Buffer.buffer(chunk("{\"content\":\"a\"}")), events);
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.decode(Buffer.buffer(finish("stop")), events);
        assertThat(decoder.awaitingUsage()).isTrue();
        assertThat(events.getLast()).isInstanceOf(UnifiedChunk.Delta.class);
        decoder.decode(Buffer.buffer(usage("{\"prompt_tokens\":1,\"completion_tokens\":2}")), events);
        decoder.end(events);
        assertThat(decoder.awaitingUsage()).isFalse();
        assertThat(EventLines.of(events)).endsWith("usage 1/2", "-0", "end STOP (stop)");
        Answers.checked(events);
    }

    @ParameterizedTest
    @DisplayName("H6: [DONE] ends the stream whatever follows; its absence after a finish is fine")
    @ValueSource(
            strings = {
                "",
                "data: [DONE]\n\n",
                "data: [DONE]\n\ndata: [DONE]\n\n",
                "data: [DONE]\n\ndata: {\"error\":\"late\"}\n\nnoise",
                "data:  [DONE] \n\n",
                "data: [DONE]",
                "data: [DONE]: bye\n\n",
            })
    void everyFormOfDone(String end) {
        assertThat(lines(chunk("{\"content\":\"a\"}") + finish("stop") + end))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "-0", "end STOP (stop)");
    }

    @Test
    @DisplayName("H31: [DONE] without a finish reason is a plain end of text, by a switch, and never of tool calls")
    void doneWithoutAFinishReason() {
        String text = chunk("{\"content\":\"a\"}") + DONE;
        String call = chunk(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}")
                + DONE;
        assertThat(lines(text)).endsWith("-0", "end STOP (null)");
        assertThat(fault(call).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        CompatibleCodec strict = Codecs.with(switches -> switches.doneWithoutReason = false);
        assertThat(Answers.fault(Answers.decode(strict, SSE, text)).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @ParameterizedTest
    @DisplayName("H32: a stream without events is a failure that another attempt may cure")
    @ValueSource(
            strings = {
                "",
                ": only\n\n: comments\n\n",
                "data: [DONE]\n\n",
                "\n\n",
                "data: \n\n",
                "data: {\"choices\":[]}\n\n"
            })
    void nothingIsNotAnAnswer(String body) {
        Fault fault = fault(body);
        assertThat(fault.kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(fault.retryable()).isTrue();
    }

    @Test
    @DisplayName("F6, H104: a bare stream is whole with its switch only")
    void aBareStream() {
        assertThat(fault(ChatTranscripts.BARE).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        List<UnifiedChunk> bare = Answers.decode(Codecs.preset("bare"), SSE, ChatTranscripts.BARE);
        assertThat(EventLines.of(bare))
                .containsExactly(
                        "start chatcmpl-000000000000000000000001 asked-model",
                        "+0 reasoning",
                        "0 hm",
                        "-0",
                        "+1 text",
                        "1 Hi",
                        "1  there",
                        "-1",
                        "end STOP (null)");
    }

    @Test
    @DisplayName("H104: a bare stream that is cut in a call, or empty, is not whole")
    void aBareStreamThatIsCut() {
        String call = chunk(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":\"}}]}");
        assertThat(Answers.fault(Answers.decode(Codecs.preset("bare"), SSE, call))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(Answers.fault(Answers.decode(Codecs.preset("bare"), SSE, ": hi\n\n"))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @ParameterizedTest
    @DisplayName("H29, H113: every form of an error in the stream fails it, before and after content")
    @CsvSource(delimiter = '|', textBlock = """
        {"error":{"message":"no","type":"server_error","code":null}}                                | UPSTREAM_UNAVAILABLE
        {"error":"just text"}                                                                       | UPSTREAM_UNAVAILABLE
        {"error":{"code":429,"message":"slow down"},"choices":[]}                                   | RATE_LIMITED
        {"error":{"code":"502","message":"bad"},"choices":[{"index":0,"delta":{},"finish_reason":"error"}]} | UPSTREAM_UNAVAILABLE
        {"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}                                | UPSTREAM_UNAVAILABLE
        {"choices":[{"index":0,"delta":{},"finish_reason":"abort"}]}                                | UPSTREAM_UNAVAILABLE
        {"choices":[{"index":0,"delta":{"content":""},"error":{"code":503,"message":"x"}}]}         | OVERLOADED
        {"type":"error","error":{"type":"overloaded_error","message":"x"}}                          | OVERLOADED
        {"object":"error","message":"too long","type":"BadRequestError","code":400}                 | INVALID_REQUEST
        {"detail":"Not Found"}                                                                      | UPSTREAM_UNAVAILABLE
        [{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED"}}]                    | RATE_LIMITED
        {"x_groq":{"id":"r","error":"over capacity"},"choices":[]}                                  | UPSTREAM_UNAVAILABLE
        {"error":{"code":"context_length_exceeded","message":"x"}}                                  | CONTEXT_LENGTH
        {"error":{"message":"flagged","code":403,"metadata":{"reasons":["violence"],"flagged_input":"x"}}} | CONTENT_FILTERED
        """)
    void errorsInTheStream(String json, FaultKind kind) {
        assertThat(fault(event(json)).kind()).isEqualTo(kind);
        List<UnifiedChunk> after = decode(chunk("{\"content\":\"a\"}") + event(json) + finish("stop") + DONE);
        assertThat(Answers.fault(after).kind()).isEqualTo(kind);
        assertThat(EventLines.of(after)).startsWith("start chatcmpl-1 m", "+0 text", "0 a");
    }

    @Test
    @DisplayName("H110: an error in the stream says how long to wait, too")
    void anErrorInTheStreamSaysHowLongToWait() {
        assertThat(fault(event("{\"error\":{\"code\":429,\"message\":\"Please try again in 1.5s\"}}"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    @DisplayName("H29: an event named error is one, whatever its data")
    void anEventNamedError() {
        Fault fault =
                fault(chunk("{\"content\":\"a\"}") + "event: error\ndata: {\"message\":\"broken\",\"code\":504}\n\n");
        assertThat(fault.kind()).isEqualTo(FaultKind.TIMEOUT);
        assertThat(fault.message()).isEqualTo("broken");
    }

    @ParameterizedTest
    @DisplayName("H113: an error that is null, false or empty is none, and text about errors is text")
    @ValueSource(strings = {"null", "false", "\"\"", "{}", "[]"})
    void noErrorIsNoError(String none) {
        assertThat(lines(event("{\"id\":\"i\",\"model\":\"m\",\"error\":" + none
                                + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"error: {\\\"error\\\":1}\"},\"finish_reason\":\"stop\",\"error\":"
                                + none + "}]}")
                        + DONE))
                .containsExactly("start i m", "+0 text", "0 error: {\"error\":1}", "-0", "end STOP (stop)");
    }

    @Test
    @DisplayName("an error behind usage keeps what usage is known, as partial")
    void aFailureKeepsTheUsageKnown() {
        assertThat(lines(chunk("{\"content\":\"a\"}")
                        + usage("{\"prompt_tokens\":5,\"completion_tokens\":1}")
                        + event("{\"error\":{\"message\":\"x\"}}")))
                .endsWith("usage 5/1", "usage 5/1 PARTIAL", "failed UPSTREAM_UNAVAILABLE");
    }

    @ParameterizedTest
    @DisplayName("an event that cannot be read fails the answer: one with a hole is not whole")
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"b",
                "nonsense",
                "7",
                "\"text\"",
                "{} {}",
                "{\"choices\":[{\"index\":500}]}"
            })
    void anUnreadableEventFailsTheAnswer(String data) {
        Fault fault = fault(chunk("{\"content\":\"a\"}") + event(data) + finish("stop") + DONE);
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(fault.param()).isNull();
    }

    @Test
    @DisplayName("H5, H31: half an event at the end is an answer that broke off")
    void halfAnEventAtTheEnd() {
        String half = finish("stop").substring(0, 60);
        assertThat(fault(chunk("{\"content\":\"a\"}") + half).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        // Behind the finish it can only have been usage: the answer is whole.
        assertThat(lines(chunk("{\"content\":\"a\"}") + finish("stop") + half))
                .endsWith("0 a", "-0", "end STOP (stop)");
    }

    @Test
    @DisplayName("H7: an event over the bound fails visibly")
    void anEventOverTheBound() {
        CompatibleCodec small = Codecs.of(new ChatSwitchesBuilder().build(), 1_000);
        List<UnifiedChunk> events = Answers.decode(
                small, SSE, chunk("{\"content\":\"a\"}") + chunk("{\"content\":\"" + "x".repeat(2_000) + "\"}") + DONE);
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(Answers.fault(events).message()).contains("1000 bytes");
    }

    @Test
    @DisplayName("H102: two answers, each with its own end")
    void twoChoices() {
        assertThat(lines(ChatTranscripts.TWO_CHOICES.body()))
                .containsExactly(
                        "start c m",
                        "+0 text",
                        "0 a",
                        "+1@1 text",
                        "1 b",
                        "-1",
                        "0 A",
                        "-0",
                        "+2@1 tool_call #call_1 f",
                        "2 {}",
                        "-2",
                        "end STOP (stop); TOOL_CALLS (tool_calls)");
    }

    @Test
    @DisplayName("H102: the end of one answer is not the end of all that were asked for")
    void oneOfTwoIsNotTheEnd() {
        UnifiedRequest two = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .sampling(new Sampling(null, null, null, null, null, null, null, null, null, 2, null))
                .build();
        EventDecoder decoder = Codecs.generic().decoder(Answers.head(200, "content-type", SSE), two, Answers.TARGET);
        List<UnifiedChunk> events = new ArrayList<>();
        decoder.decode(Buffer.buffer(chunk("{\"content\":\"a\"}", "\"stop\"")), events);
        assertThat(decoder.awaitingUsage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "eos, STOP",
        "end_turn, STOP",
        "something_new, STOP",
        "length, LENGTH",
        "max_tokens, LENGTH",
        "MAX_TOKENS, LENGTH",
        "model_length, LENGTH",
        "content_filter, CONTENT_FILTER",
        "SAFETY, CONTENT_FILTER",
        "sensitive, CONTENT_FILTER",
        "refusal, REFUSAL",
        "stop_sequence, STOP_SEQUENCE",
        "pause_turn, PAUSE",
        "malformed_function_call, TOOL_CALL_INVALID",
        "model_context_window_exceeded, CONTEXT_FULL",
        "tool_calls, STOP",
    })
    @DisplayName("2.11: every word of the end, kept beside ours")
    void everyFinishWord(String word, String reason) {
        assertThat(lines(chunk("{\"content\":\"a\"}", "\"" + word + "\"") + DONE))
                .endsWith("end " + reason + " (" + word + ")");
    }

    @Test
    @DisplayName("H27: stop with a tool call is tool calls; length and filter override")
    void whatTheAnswerHoldsIsBelieved() {
        String call =
                "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}";
        assertThat(lines(chunk(call, "\"stop\"") + DONE)).endsWith("end TOOL_CALLS (stop)");
        assertThat(lines(chunk(call, "\"length\"") + DONE)).endsWith("end LENGTH (length)");
        assertThat(lines(chunk(call, "\"content_filter\"") + DONE)).endsWith("end CONTENT_FILTER (content_filter)");
    }

    @Test
    void aNativeReasonAndAStopSequenceAreKept() {
        assertThat(
                        lines(
                                event(
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\",\"native_finish_reason\":\"end_turn\"}]}")))
                .endsWith("end STOP (end_turn)");
        assertThat(
                        lines(
                                event(
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\",\"stop_reason\":\"END\"}]}")))
                .endsWith("end STOP_SEQUENCE (stop) at END");
        assertThat(
                        lines(
                                event(
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\",\"stop_reason\":128001,\"content_filter_results\":{\"hate\":{}}}]}")))
                .endsWith("end STOP (stop) {stop_reason=128001, content_filter_results={\"hate\":{}}}");
    }

    @Test
    @DisplayName("a finish reason repeated, and content behind it, lose nothing")
    void contentBehindTheFinish() {
        assertThat(lines(chunk("{\"content\":\"a\"}", "\"stop\"") + chunk("{\"content\":\"b\"}", "\"length\"") + DONE))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "0 b", "-0", "end LENGTH (length)");
    }

    @Test
    @DisplayName("the cumulative message some servers repeat beside the delta is not read twice")
    void aCumulativeMessage() {
        assertThat(
                        lines(
                                event(
                                                "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"},\"delta\":{\"content\":\"a\"}}]}")
                                        + event(
                                                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"},\"delta\":{\"content\":\"b\"}}]}")
                                        + event(
                                                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"},\"finish_reason\":\"stop\"}]}")))
                .containsExactly("start i m", "+0 text", "0 a", "0 b", "-0", "end STOP (stop)");
        assertThat(
                        lines(
                                event(
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}")))
                .containsExactly("start i m", "+0 text", "0 whole", "-0", "end STOP (stop)");
    }

    @Test
    @DisplayName("a stream that came without being asked for is read all the same, and the bound of it kept")
    void pureCommentsAreActivityOnly() {
        assertThat(lines(": ping\n\n" + chunk("{\"content\":\"a\"}") + ": ping\n\n" + finish("stop") + ": ping\n\n"))
                .containsExactly("start chatcmpl-1 m", "+0 text", "0 a", "-0", "end STOP (stop)");
    }
}
