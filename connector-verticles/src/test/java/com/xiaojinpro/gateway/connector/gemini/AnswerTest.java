package com.xiaojinpro.gateway.connector.gemini;

import static com.xiaojinpro.gateway.connector.gemini.GeminiTranscripts.event;
import static com.xiaojinpro.gateway.connector.gemini.GeminiTranscripts.finish;
import static com.xiaojinpro.gateway.connector.gemini.GeminiTranscripts.parts;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.MemorySignatures;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of answers, and what breaks them. */
class AnswerTest {
    private static EventDecoder decoder(GeminiCodec codec, UnifiedRequest request) {
        return codec.decoder(
                Answers.head(200, "content-type", "text/event-stream"), request, Answers.TARGET, GeminiCodecs.TENANT);
    }

    private static List<UnifiedChunk> decode(String body) {
        return Answers.decode(GeminiCodecs.gemini(), "text/event-stream", body);
    }

    private static List<String> lines(String body) {
        return EventLines.of(decode(body));
    }

    private static List<UnifiedChunk> whole(String body) {
        return Answers.decode(GeminiCodecs.gemini(), "application/json", body);
    }

    @Test
    @DisplayName("H27, H40, H41, H70, H72: thoughts, parallel calls without ids, a signature on the first, usage")
    void callsAndThoughts() {
        assertThat(lines(GeminiTranscripts.F5.body()))
                .containsExactly(
                        "start r1 m",
                        "+0 reasoning google-gemini-v1",
                        "0 plan",
                        "-0",
                        "+1 tool_call #call_000000000000000000000001 f",
                        "1 signature AAA=",
                        "1 {\"x\":1}",
                        "-1",
                        "+2 tool_call #call_000000000000000000000002 f",
                        "2 {\"x\":2}",
                        "-2",
                        "usage 20/0",
                        "usage 20/9 read 12 reasoning 3",
                        "end TOOL_CALLS (STOP)");
    }

    @Test
    @DisplayName("H41: the signature of a call is kept for its tenant")
    void signaturesAreKept() {
        MemorySignatures signatures = GeminiCodecs.signatures();
        EventDecoder decoder = decoder(GeminiCodecs.gemini(Map.of(), signatures), Answers.streaming());
        Answers.decode(decoder, List.of(Buffer.buffer(GeminiTranscripts.F5.body())));
        assertThat(signatures.find("tenant-a", "call_000000000000000000000001")).isEqualTo("AAA=");
        assertThat(signatures.find("tenant-a", "call_000000000000000000000002")).isNull();
        assertThat(signatures.find("tenant-b", "call_000000000000000000000001")).isNull();
    }

    @Test
    @DisplayName("H42, H60: the signature of a text follows it, and an empty signed text is no text")
    void theSignatureOfATextFollowsIt() {
        assertThat(lines(GeminiTranscripts.TEXT.body()))
                .containsSubsequence("0 H\u00e9llo ", "-0", "+1 reasoning google-gemini-v1", "1 signature c2ln", "-1");
        assertThat(lines(parts("{\"text\":\"A\"}")
                        + parts("{\"text\":\"B\",\"thoughtSignature\":\"s1\"}")
                        + finish("STOP", "{\"text\":\"C\"}")))
                .containsSubsequence(
                        "0 A", "-0", "1 B", "-1", "+2 reasoning #text google-gemini-v1", "2 signature s1", "3 C");
    }

    @Test
    void aSignedThoughtKeepsItsSignature() {
        assertThat(lines(parts("{\"text\":\"hm\",\"thought\":true,\"thoughtSignature\":\"s1\"}")
                        + finish("STOP", "{\"text\":\"A\"}")))
                .containsSubsequence("0 hm", "0 signature s1", "-0", "1 A");
    }

    @Test
    @DisplayName("H23: a call without arguments has an empty object")
    void aCallWithoutArguments() {
        assertThat(lines(finish("STOP", "{\"functionCall\":{\"name\":\"f\",\"id\":\"c1\"}}")))
                .containsSubsequence("+0 tool_call #c1 f", "0 {}", "-0", "end TOOL_CALLS (STOP)");
    }

    @Test
    @DisplayName("H26: an id that comes twice is replaced")
    void idsAreUnique() {
        String call = "{\"functionCall\":{\"name\":\"f\",\"id\":\"c1\",\"args\":{}}}";
        assertThat(lines(finish("STOP", call + "," + call)))
                .contains("+0 tool_call #c1 f", "+1 tool_call #call_000000000000000000000001 f");
    }

    @Test
    void argumentsThatComePieceByPieceAreJson() {
        List<UnifiedChunk> events = decode(GeminiTranscripts.PARTIAL.body());
        StringBuilder arguments = new StringBuilder();
        events.forEach(event -> {
            if (event instanceof UnifiedChunk.Delta delta && delta.kind() == DeltaKind.CONTENT) {
                arguments.append(delta.value());
            }
        });
        assertThat(arguments)
                .hasToString("{\"items\":[{\"name\":\"Gr\u00fcn\\\"\",\"price\":0.5},{\"name\":null}],\"done\":true}");
        assertThat(EventLines.of(events)).contains("0 signature AAA=", "end TOOL_CALLS (STOP)");
    }

    @Test
    void argumentsOutOfOrderAreAnErrorAndNeverWrong() {
        List<UnifiedChunk> events = decode(parts("{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}")
                + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.a.b\",\"numberValue\":1},"
                        + "{\"jsonPath\":\"$.c\",\"numberValue\":2},{\"jsonPath\":\"$.a.d\",\"numberValue\":3}]}}")
                + finish("STOP"));
        assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H24: a call that the answer was cut in is not completed")
    void aCutCallIsNotCompleted() {
        List<String> lines = lines(parts("{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}")
                + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.a\",\"stringValue\":\"xy\","
                        + "\"willContinue\":true}],\"willContinue\":true}}")
                + finish("MAX_TOKENS"));
        assertThat(lines).containsSubsequence("0 {\"a\":\"xy", "-0", "end LENGTH (MAX_TOKENS)");
    }

    @Test
    void theTextOfAFreeTextToolIsTakenOutOfItsArguments() {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m").stream(true)
                        .tools(List.of(new ToolSpec.Custom("shell", null, null, Extras.NONE)))
                        .build();
        List<UnifiedChunk> events = Answers.decode(
                decoder(GeminiCodecs.gemini(), request),
                List.of(Buffer.buffer(finish(
                        "STOP", "{\"functionCall\":{\"name\":\"shell\",\"args\":{\"input\":\"ls \\\"x\\\"\"}}}"))));
        assertThat(EventLines.of(events))
                .containsSubsequence("+0 custom_tool_call #call_000000000000000000000001 shell", "0 ls \"x\"", "-0");
    }

    @Test
    @DisplayName("H51: a name that had to be changed comes back as the client's")
    void namesComeBack() {
        String name = "mcp/very long name! " + "x".repeat(70);
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m").stream(true)
                        .tools(List.of(new ToolSpec.Function(name, null, null, null, null, Extras.NONE)))
                        .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                        .build();
        String sent = GeminiCodecs.body(request)
                .getJsonArray("tools")
                .getJsonObject(0)
                .getJsonArray("functionDeclarations")
                .getJsonObject(0)
                .getString("name");
        assertThat(sent).matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");
        List<UnifiedChunk> events = Answers.decode(
                decoder(GeminiCodecs.gemini(), request),
                List.of(Buffer.buffer(finish("STOP", "{\"functionCall\":{\"name\":\"" + sent + "\"}}"))));
        assertThat(events)
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                UnifiedChunk.PartStarted.class,
                                part -> assertThat(part.name()).isEqualTo(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "BLOCKLIST, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "LANGUAGE, CONTENT_FILTER",
        "MODEL_ARMOR, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER",
        "MALFORMED_FUNCTION_CALL, TOOL_CALL_INVALID",
        "UNEXPECTED_TOOL_CALL, TOOL_CALL_INVALID",
        "TOO_MANY_TOOL_CALLS, TOOL_CALL_INVALID",
        "NO_IMAGE, STOP",
        "CONTINUATION, LENGTH",
    })
    void everyWordForTheEndHasAMeaning(String word, FinishReason reason) {
        assertThat(lines(parts("{\"text\":\"A\"}") + finish(word))).contains("end " + reason + " (" + word + ")");
    }

    @Test
    void anEndForAnUnknownReasonIsNoAnswer() {
        assertThat(Answers.fault(decode(parts("{\"text\":\"A\"}") + finish("OTHER")))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
    }

    @Test
    void whatTheProviderSaysOfTheEndIsKept() {
        String chunk = event("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\","
                + "\"finishMessage\":\"Malformed function call: f(\"}]}");
        assertThat(lines(chunk))
                .contains("end TOOL_CALL_INVALID (MALFORMED_FUNCTION_CALL) "
                        + "{finishMessage=\"Malformed function call: f(\"}");
    }

    @Test
    @DisplayName("H100: a refused prompt is filtered content, also with nothing else in the answer")
    void aRefusedPrompt() {
        String blocked = "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\","
                + "\"blockReasonMessage\":\"No.\"},\"usageMetadata\":{\"promptTokenCount\":4}}";
        assertThat(lines(event(blocked)))
                .containsSubsequence(
                        "usage 4/0", "end CONTENT_FILTER (PROHIBITED_CONTENT) {blockReasonMessage=\"No.\"}");
        assertThat(EventLines.of(whole(blocked))).contains("usage 4/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED"})
    @DisplayName("H100: a reason that is none blocks nothing")
    void anUnspecifiedBlock(String word) {
        assertThat(lines(event("{\"promptFeedback\":{\"blockReason\":\"" + word + "\"},\"candidates\":[{\"content\":"
                        + "{\"parts\":[{\"text\":\"A\"}]},\"finishReason\":\"STOP\"}]}")))
                .contains("0 A", "end STOP (STOP)");
        assertThat(Answers.fault(decode(event("{\"promptFeedback\":{\"blockReason\":\"" + word + "\"}}")))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    @DisplayName("H100: content that is missing, empty or without parts is none")
    void missingContent() {
        for (String content :
                List.of("", "\"content\":{},", "\"content\":{\"role\":\"model\"},", "\"content\":null,")) {
            assertThat(lines(event("{\"candidates\":[{" + content + "\"finishReason\":\"STOP\"}]}")))
                    .contains("end STOP (STOP)");
        }
    }

    @Test
    @DisplayName("H27: a call in one chunk and an empty text that stops in the next are calls; a limit stays a limit")
    void aStopBehindACallIsItsEnd() {
        String call = parts("{\"functionCall\":{\"name\":\"f\",\"id\":\"c1\",\"args\":{\"x\":1}}}");
        assertThat(lines(call + finish("STOP", "{\"text\":\"\"}")))
                .containsSubsequence("+0 tool_call #c1 f", "0 {\"x\":1}", "-0", "end TOOL_CALLS (STOP)");
        assertThat(lines(call + finish("MAX_TOKENS"))).endsWith("end LENGTH (MAX_TOKENS)");
    }

    @Test
    @DisplayName("H28: a finish on every chunk does not end the answer before its bytes do")
    void finishOnEveryChunk() {
        EventDecoder decoder = decoder(GeminiCodecs.gemini(), Answers.streaming());
        List<UnifiedChunk> events = new ArrayList<>();
        String first = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},\"finishReason\":\"STOP\"}]}";
        decoder.decode(Buffer.buffer(event(first)), events);
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.decode(Buffer.buffer(event(first.replace("A", "B"))), events);
        decoder.decode(Buffer.buffer(finish("STOP")), events);
        assertThat(decoder.awaitingUsage()).isFalse();
        decoder.end(events);
        assertThat(EventLines.of(Answers.checked(events))).containsSubsequence("0 A", "0 B", "-0", "end STOP (STOP)");
    }

    @Test
    @DisplayName("H18: an end that was counted waits for nothing but the end of the connection")
    void aCountedEndIsAnEnd() {
        EventDecoder decoder = decoder(GeminiCodecs.gemini(), Answers.streaming());
        List<UnifiedChunk> events = new ArrayList<>();
        decoder.decode(Buffer.buffer(parts("{\"text\":\"A\"}") + finish("STOP")), events);
        assertThat(decoder.awaitingUsage()).isTrue();
    }

    @Test
    @DisplayName("H19: what a later chunk does not count again stays counted")
    void usageIsMergedByField() {
        assertThat(lines(parts(
                                "{\"text\":\"A\"}",
                                ",\"usageMetadata\":{\"promptTokenCount\":7,\"thoughtsTokenCount\":2}")
                        + event("{\"candidates\":[{\"finishReason\":\"STOP\"}],"
                                + "\"usageMetadata\":{\"candidatesTokenCount\":3,\"toolUsePromptTokenCount\":10}}")))
                .contains("usage 17/5 reasoning 2");
    }

    @Test
    @DisplayName("H29: an error inside the stream is the end, with what was counted")
    void anErrorInsideTheStream() {
        List<UnifiedChunk> events = decode(parts("{\"text\":\"A\"}", ",\"usageMetadata\":{\"promptTokenCount\":7}")
                + event("{\"error\":{\"code\":429,\"message\":\"Slow down\",\"status\":\"RESOURCE_EXHAUSTED\","
                        + "\"details\":[{\"@type\":\"x.RetryInfo\",\"retryDelay\":\"23.5s\"}]}}"));
        Fault fault = Answers.fault(events);
        assertThat(fault.kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofMillis(23_500));
        assertThat(EventLines.of(events)).contains("usage 7/0 PARTIAL");
    }

    @Test
    void theArrayFormIsTheSameAnswer() {
        String array = "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]}}],\"responseId\":\"r1\"}\n,\r\n"
                + "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"B\"}]},\"finishReason\":\"STOP\"}],"
                + GeminiTranscripts.USAGE
                + "}]\n";
        assertThat(EventLines.of(whole(array)))
                .containsExactly(
                        "start r1 asked-model",
                        "+0 text",
                        "0 A",
                        "0 B",
                        "-0",
                        "usage 20/9 read 12 reasoning 3",
                        "end STOP (STOP)")
                .isEqualTo(lines(array));
    }

    @Test
    @DisplayName("H115, H33: an error in place of an answer, and a page")
    void anErrorInPlaceOfAnAnswer() {
        assertThat(Answers.fault(whole("[{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"busy\"}}]"))
                        .kind())
                .isEqualTo(FaultKind.OVERLOADED);
        assertThat(Answers.fault(Answers.decode(GeminiCodecs.gemini(), "text/html", "<html>"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(decode("")).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
        assertThat(Answers.fault(whole("{\"candidates\":[")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    @DisplayName("H102: two candidates stay apart, whatever comes first in them")
    void twoCandidates() {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m").stream(true)
                        .sampling(new Sampling(null, null, null, null, null, null, null, null, null, 2, null))
                        .build();
        String body = event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"index\":1}]}")
                + event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}},"
                        + "{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},\"index\":1}]}")
                + event("{\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0},"
                        + "{\"finishReason\":\"STOP\",\"index\":1}]}");
        List<UnifiedChunk> events =
                Answers.decode(decoder(GeminiCodecs.gemini(), request), List.of(Buffer.buffer(body)));
        assertThat(EventLines.of(events))
                .contains("+0@1 text", "0 b", "+1 text", "1 a", "end STOP (STOP); TOOL_CALLS (STOP)");
    }

    @Test
    @DisplayName("H102: a candidate nobody asked for is not mixed into the first")
    void anUnaskedCandidateStaysApart() {
        assertThat(
                        lines(
                                event(
                                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\","
                                                + "\"index\":0},{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\",\"index\":1}]}")))
                .contains("0 a", "+1@1 text", "1 b", "end STOP (STOP); STOP (STOP)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"index\":1",
                "\"index\" : \t1",
                "\"\\u0069ndex\":1",
                "\"avgLogprobs\":-0.5,\"index\":1.0",
                "\"x\":{\"index\":0},\"index\":\"1\"",
                "\"x\":\"index\",\"index\":1",
                "\"x\":\"\\\"index\\\":0\",\"index\":1"
            })
    @DisplayName("H102: a candidate is known by its index, however that is written")
    void anIndexIsKnownHoweverItIsWritten(String index) {
        assertThat(lines(event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\","
                                + "\"index\":0}]}")
                        + event(
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\","
                                        + index + "}]}")))
                .contains("0 a", "+1@1 text", "1 b", "end STOP (STOP); STOP (STOP)");
    }

    @Test
    @DisplayName("H101: an answer in three pieces is one answer, and its usage is that of all of them")
    void aContinuedAnswer() {
        EventDecoder decoder = decoder(GeminiCodecs.gemini(), continuable());
        List<UnifiedChunk> events = new ArrayList<>();
        decoder.decode(Buffer.buffer(piece("A", "t1", 10, 5)), events);
        assertThat(decoder.awaitingUsage()).isFalse();
        UpstreamRequest second = decoder.next(events);
        assertThat(second.url()).endsWith("/models/asked-model:streamGenerateContent?alt=sse");
        assertThat(second.body().toJsonObject().getString("continuationToken")).isEqualTo("t1");
        assertThat(second.body().toJsonObject().getJsonArray("contents")).hasSize(1);
        decoder.decode(Buffer.buffer(piece("B", "t2", 15, 6)), events);
        assertThat(decoder.next(events).body().toJsonObject().getString("continuationToken"))
                .isEqualTo("t2");
        decoder.decode(
                Buffer.buffer(
                        event(
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"C\"}]},"
                                        + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":20,\"candidatesTokenCount\":7}}")),
                events);
        assertThat(decoder.next(events)).isNull();
        decoder.end(events);
        assertThat(EventLines.of(Answers.checked(events)))
                .containsSubsequence("0 A", "0 B", "0 C", "-0", "usage 45/18", "end STOP (STOP)");
    }

    private static UnifiedRequest continuable() {
        return new UnifiedRequestBuilder(Answers.streaming())
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Go")))))
                .build();
    }

    private static String piece(String text, String token, int prompt, int output) {
        return event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text
                + "\"}]},\"finishReason\":\"CONTINUATION\",\"continuationToken\":\"" + token
                + "\"}],\"usageMetadata\":{\"promptTokenCount\":" + prompt + ",\"candidatesTokenCount\":" + output
                + "}}");
    }

    @Test
    @DisplayName("H101: a piece that counts the same as the last one is counted, too")
    void aPieceWithTheSameCounts() {
        EventDecoder decoder = decoder(GeminiCodecs.gemini(), continuable());
        List<UnifiedChunk> events = new ArrayList<>();
        String counts = "}],\"usageMetadata\":{\"promptTokenCount\":\"7\",\"candidatesTokenCount\":\"3\"}}";
        decoder.decode(
                Buffer.buffer(event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"A\"}]},"
                        + "\"finishReason\":\"CONTINUATION\",\"continuationToken\":\"t\"" + counts)),
                events);
        assertThat(decoder.next(events)).isNotNull();
        decoder.decode(
                Buffer.buffer(event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"B\"}]},"
                        + "\"finishReason\":\"STOP\"" + counts)),
                events);
        assertThat(decoder.next(events)).isNull();
        decoder.end(events);
        assertThat(EventLines.of(Answers.checked(events))).contains("usage 14/6");
    }

    @Test
    @DisplayName("H101: an answer that cannot be continued is not whole")
    void anAnswerThatIsNotContinuedIsNotWhole() {
        assertThat(Answers.fault(decode(piece("A", "t1", 10, 5))).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void sourcesBecomeAnnotationsWithOffsetsInChars() {
        String text = "\u00c4pfel \ud83c\udf4e. Birnen.";
        String metadata = "\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://a.example/1\","
                + "\"title\":\"a\"}},{\"web\":{\"uri\":\"https://b.example/2\"}}],\"groundingSupports\":[{\"segment\":"
                + "{\"startIndex\":7,\"endIndex\":12,\"text\":\"\ud83c\udf4e.\"},\"groundingChunkIndices\":[0,1]}]}";
        List<String> lines = lines(event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text
                + "\"}]},\"finishReason\":\"STOP\"," + metadata + "}]}"));
        assertThat(lines)
                .containsSubsequence(
                        "0 " + text,
                        "0 annotation {\"type\":\"url_citation\",\"url_citation\":{\"start_index\":6,\"end_index\":9,"
                                + "\"url\":\"https://a.example/1\",\"title\":\"a\",\"content\":\"\ud83c\udf4e.\"}}",
                        "0 annotation {\"type\":\"url_citation\",\"url_citation\":{\"start_index\":6,\"end_index\":9,"
                                + "\"url\":\"https://b.example/2\",\"title\":\"\",\"content\":\"\ud83c\udf4e.\"}}",
                        "-0");
        assertThat(text.substring(6, 9)).isEqualTo("\ud83c\udf4e.");
    }

    @Test
    void citationsOfTheModelAreAnnotationsOnce() {
        String citations = "\"citationMetadata\":{\"citations\":[{\"startIndex\":0,\"endIndex\":2,"
                + "\"uri\":\"https://c.example\",\"title\":\"c\"},{\"startIndex\":1}]}";
        assertThat(lines(event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]}," + citations + "}]}")
                                + event("{\"candidates\":[{\"finishReason\":\"STOP\"," + citations + "}]}"))
                        .stream()
                        .filter(line -> line.contains("annotation")))
                .containsExactly("0 annotation {\"type\":\"url_citation\",\"url_citation\":{\"start_index\":0,"
                        + "\"end_index\":2,\"url\":\"https://c.example\",\"title\":\"c\",\"content\":\"He\"}}");
    }

    @Test
    void picturesAreParts() {
        assertThat(lines(finish("STOP", "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}")))
                .containsSubsequence("+0 image", "0 data:image/png;base64,iVBORw0KGgo=", "-0");
    }

    @Test
    void soundGoesWhereOpenAisClientsLook() {
        assertThat(lines(finish("STOP", "{\"inlineData\":{\"mimeType\":\"audio/L16;rate=24000\",\"data\":\"AAAA\"}}")))
                .anyMatch(line ->
                        line.startsWith("opaque {\"audio\":{\"id\":\"audio_") && line.contains("\"data\":\"AAAA\""));
    }

    @Test
    void whatOnlyGoogleKnowsIsKeptWhole() {
        String code = "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"print(1)\"},\"thoughtSignature\":\"s\"}";
        assertThat(lines(parts("{\"text\":\"A\"}") + finish("STOP", code)))
                .containsSubsequence("-0", "opaque " + code, "end STOP (STOP)");
    }

    @Test
    void probabilitiesAreOpenAis() {
        String chunk =
                event("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\u00e4\"}]},\"finishReason\":\"STOP\","
                        + "\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"\u00e4\",\"logProbability\":-0.5,\"tokenId\":1}],"
                        + "\"topCandidates\":[{\"candidates\":[{\"token\":\"a\",\"logProbability\":-1.25}]}]}}]}");
        assertThat(lines(chunk))
                .contains("0 logprobs {\"content\":[{\"token\":\"\u00e4\",\"logprob\":-0.5,\"bytes\":[195,164],"
                        + "\"top_logprobs\":[{\"token\":\"a\",\"logprob\":-1.25,\"bytes\":[97]}]}],\"refusal\":null}");
    }
}
