package com.xiaojinpro.gateway.connector.compatible;

import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.DONE;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.chunk;
import static com.xiaojinpro.gateway.connector.compatible.ChatTranscripts.finish;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come as one JSON object, and what comes in their place. */
class WholeAnswerTest {
    private static final String JSON = "application/json";
    private static final String WHOLE = """
            {"id":"chatcmpl-1","object":"chat.completion","created":7,"model":"m","provider":"P",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"reasoning_content":"hm",
               "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                             {"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}],
               "annotations":[{"type":"url_citation"}]},
               "logprobs":{"content":[{"token":"Hi"}]},"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"timings":{"ms":1}}
            """;

    private static List<UnifiedChunk> decode(String type, String body) {
        return Answers.decode(Codecs.generic(), type, body);
    }

    @Test
    void aWholeAnswerIsTheEventsOfItsStream() {
        List<UnifiedChunk> events = decode(JSON, WHOLE);
        assertThat(EventLines.of(events))
                .containsExactly(
                        "start chatcmpl-1 m",
                        "+0 reasoning",
                        "0 hm",
                        "-0",
                        "+1 text",
                        "1 Hi",
                        "1 logprobs {\"content\":[{\"token\":\"Hi\"}]}",
                        "1 annotation {\"type\":\"url_citation\"}",
                        "-1",
                        "+2 tool_call #c f",
                        "2 {\"x\":1}",
                        "-2",
                        "usage 3/4",
                        "+3 tool_call #d g",
                        "3 {}",
                        "-3",
                        "end TOOL_CALLS (tool_calls)");
        assertThat(((UnifiedChunk.Started) events.getFirst()).extras().fields())
                .containsOnlyKeys("provider", "timings");
    }

    @ParameterizedTest
    @DisplayName("H33: JSON for a stream and a stream for JSON are told by their first byte, whatever the content type")
    @CsvSource({
        "application/json, true", "text/event-stream, true", "'', true", "text/plain, true",
                "application/octet-stream, true",
        "application/json, false", "text/event-stream, false", "'', false", "text/plain, false",
                "application/x-ndjson, false",
    })
    void theFirstByteDecides(String type, boolean whole) {
        String stream = "\uFEFF\r\n" + chunk("{\"content\":\"Hi\"}") + finish("stop") + DONE;
        EventDecoder decoder = Codecs.generic()
                .decoder(
                        type.isEmpty()
                                ? Answers.head(200)
                                : Answers.head(200, "Content-Type", type + "; charset=utf-8"),
                        Answers.streaming(),
                        Answers.TARGET);
        byte[] bytes = Answers.utf8(whole ? " \n" + WHOLE : stream);
        List<UnifiedChunk> events = Answers.decode(decoder, Answers.pieces(bytes, 1));
        assertThat(EventLines.of(events))
                .startsWith("start chatcmpl-1 m")
                .anyMatch(line -> line.endsWith(" Hi"))
                .endsWith(whole ? "end TOOL_CALLS (tool_calls)" : "end STOP (stop)");
        assertThat(EventLines.of(events).stream().filter(line -> line.contains(" tool_call ")))
                .hasSize(whole ? 2 : 0);
    }

    @ParameterizedTest
    @DisplayName("H33: a page is no answer, whatever was asked for")
    @ValueSource(strings = {"text/html", "text/html; charset=utf-8", "application/xhtml+xml", "text/xml", "image/png"})
    void aPageIsNoAnswer(String type) {
        Fault fault = Answers.fault(decode(type, "<html><body>Sign in</body></html>"));
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(fault.upstreamStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("H33: a page without a content type is no answer either")
    void aPageWithoutAType() {
        assertThat(Answers.fault(decode("text/plain", "<html>\n<body>Sign in</body></html>\n"))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    @DisplayName("H8: a coding the exchange cannot undo is said, not parsed")
    void anUnknownCoding() {
        EventDecoder decoder = Codecs.generic()
                .decoder(
                        Answers.head(200, "content-type", JSON, "content-encoding", "br"),
                        Answers.streaming(),
                        Answers.TARGET);
        assertThat(Answers.fault(Answers.decode(decoder, List.of(Buffer.buffer("x"))))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
        EventDecoder undone = Codecs.generic()
                .decoder(
                        Answers.head(200, "content-type", JSON, "content-encoding", "gzip"),
                        Answers.streaming(),
                        Answers.TARGET);
        assertThat(Answers.finished(Answers.decode(undone, List.of(Buffer.buffer(WHOLE)))))
                .isTrue();
    }

    @ParameterizedTest
    @DisplayName("H115: an error in a successful answer is an error; so is an answer without choices")
    @CsvSource(delimiter = '|', textBlock = """
        {"error":{"code":429,"message":"slow"}}                               | RATE_LIMITED
        {"error":{"code":402,"message":"pay"},"user_id":"u"}                  | BILLING
        {"error":{"code":"content_filter","status":400,"message":"filtered"}} | CONTENT_FILTERED
        [{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}]         | OVERLOADED
        {"object":"error","message":"Model does not exist","code":404}        | NOT_FOUND
        {"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]} | UPSTREAM_UNAVAILABLE
        {"choices":[]}                                                        | UPSTREAM_INVALID
        {"id":"x"}                                                            | UPSTREAM_INVALID
        {"choices":null,"error":null}                                         | UPSTREAM_INVALID
        {}                                                                    | UPSTREAM_INVALID
        {"id":"x","choices":[{"message":{"content":"Hi"},"finish_reason":"error"}]} | UPSTREAM_UNAVAILABLE
        {"id":"x","choices":[{"message":{"content":"Hi"},"error":{"code":502,"message":"x"}}]} | UPSTREAM_UNAVAILABLE
        """)
    void anErrorInASuccess(String body, FaultKind kind) {
        List<UnifiedChunk> events = decode(JSON, body);
        assertThat(Answers.fault(events).kind()).isEqualTo(kind);
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("H31: an answer that is cut is no answer")
    @ValueSource(ints = {0, 1, 20, 150, 400})
    void aCutAnswerIsNoAnswer(int length) {
        List<UnifiedChunk> events = decode(JSON, WHOLE.substring(0, length));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(events).retryable()).isTrue();
        assertThat(events).hasSize(1);
    }

    @Test
    @DisplayName("a whole answer needs no finish reason: its end is the end of the JSON")
    void withoutAFinishReason() {
        assertThat(
                        EventLines.of(
                                decode(
                                        JSON,
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"Hi\",\"refusal\":\"\","
                                                + "\"function_call\":{\"name\":\"\",\"arguments\":\"\"},\"audio\":{\"id\":\"\",\"data\":\"\"}},\"finish_reason\":\"\"}]}")))
                .containsExactly("start i m", "+0 text", "0 Hi", "-0", "end STOP (null)");
    }

    @Test
    void anEmptyAnswerIsAnAnswer() {
        assertThat(
                        EventLines.of(
                                decode(
                                        JSON,
                                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]}")))
                .containsExactly("start i m", "end LENGTH (length)");
    }

    @Test
    @DisplayName("H102: several answers keep their order and their ends")
    void severalAnswers() {
        assertThat(EventLines.of(decode(
                        JSON,
                        "{\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":1,\"message\":{\"content\":\"b\"},\"finish_reason\":\"length\"},"
                                + "{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}")))
                .containsSubsequence("+0@1 text", "0 b", "+1 text", "1 a")
                .endsWith("end STOP (stop); LENGTH (length)");
    }

    @Test
    @DisplayName("H7: a whole answer over the bound fails visibly")
    void anAnswerOverTheBound() {
        CompatibleCodec small = Codecs.of(new ChatSwitchesBuilder().build(), 100);
        List<UnifiedChunk> events = Answers.decode(small, JSON, WHOLE);
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void nothingIsGivenBeforeTheEndAndUsageIsNotWaitedFor() {
        EventDecoder decoder =
                Codecs.generic().decoder(Answers.head(200, "content-type", JSON), Answers.streaming(), Answers.TARGET);
        List<UnifiedChunk> events = new ArrayList<>();
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.decode(Buffer.buffer(WHOLE), events);
        assertThat(events).isEmpty();
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.end(events);
        assertThat(events).isNotEmpty();
    }

    @Test
    void anAnswerWithoutABodyIsNoAnswer() {
        assertThat(Answers.fault(decode(JSON, "")).retryable()).isTrue();
        assertThat(Answers.fault(decode("text/event-stream", "")).retryable()).isTrue();
    }
}
