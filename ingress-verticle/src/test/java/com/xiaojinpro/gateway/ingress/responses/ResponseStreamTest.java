package com.xiaojinpro.gateway.ingress.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The events of a stream, kind by kind. */
class ResponseStreamTest {
    private static final CallIdentity CALL = new CallIdentity("req_abc", 1_700_000_000);
    private static final ResponsesProtocol PROTOCOL = new ResponsesProtocol();
    private static final UnifiedRequest REQUEST = RequestReaderTest.read("""
            {"model":"asked","input":"x","instructions":"Be brief.","temperature":1,"stream":true,"store":true,
            "tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":false},
            {"type":"custom","name":"g","format":{"type":"grammar","syntax":"lark","definition":"start: A"}},
            {"type":"web_search"}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},
            "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},"verbosity":"low"},
            "reasoning":{"effort":"low","summary":"auto"},"metadata":{"k":"v"},"max_output_tokens":9}""");

    private static UnifiedChunk started(Dialect dialect) {
        return new UnifiedChunk.Started("resp_up", "served", 1_600_000_000, dialect, Extras.NONE);
    }

    private static UnifiedChunk end(FinishReason reason) {
        return UnifiedChunk.Finished.of(reason, null);
    }

    private static String render(UnifiedChunk... events) {
        StreamRenderer renderer = PROTOCOL.stream(REQUEST, CALL);
        ByteWriter out = new ByteWriter(64);
        Arrays.stream(events).forEach(event -> renderer.render(event, out));
        return out.take().toString();
    }

    private static ResponsesStreamValidator seen(UnifiedChunk... events) {
        return new ResponsesStreamValidator().validate(render(events));
    }

    private static JsonObject onlyItem(ResponsesStreamValidator seen) {
        assertThat(seen.items()).hasSize(1);
        return seen.items().getFirst().item();
    }

    @Test
    void textComesInTheOrderOfTheProtocol() {
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, ""),
                UnifiedChunk.Delta.content(0, "Grüße "),
                new UnifiedChunk.Delta(0, DeltaKind.LOGPROBS, "{\"content\":[{\"token\":\"a\",\"logprob\":-0.5}]}"),
                UnifiedChunk.Delta.content(0, "\"😀\""),
                new UnifiedChunk.Delta(
                        0,
                        DeltaKind.ANNOTATION,
                        "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a/b\",\"title\":\"t\",\"start_index\":1,\"end_index\":4}}"),
                UnifiedChunk.PartStarted.of(1, PartKind.TEXT),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.UsageReported(
                        new Usage(21, 4, 2, 0, 0, 9, 3, 0, null, Usage.Source.REPORTED, Extras.NONE)),
                end(FinishReason.STOP));

        assertThat(seen.types())
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.annotation.added",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        JsonObject part = onlyItem(seen).getJsonArray("content").getJsonObject(0);
        assertThat(part.getString("text")).isEqualTo("Grüße \"😀\"");
        assertThat(part.getJsonArray("logprobs").encode()).isEqualTo("[{\"token\":\"a\",\"logprob\":-0.5}]");
        assertThat(part.getJsonArray("annotations").getJsonObject(0))
                .isEqualTo(
                        new JsonObject(
                                "{\"type\":\"url_citation\",\"start_index\":1,\"end_index\":4,\"url\":\"https://a/b\",\"title\":\"t\"}"));
        assertThat(seen.response().getJsonObject("usage"))
                .isEqualTo(
                        new JsonObject(
                                "{\"input_tokens\":21,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},"
                                        + "\"output_tokens\":9,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":30}"));
    }

    @Test
    void theResponseRepeatsItsRequestAndStoresNothing() {
        JsonObject response =
                seen(started(Dialect.OPENAI_CHAT), end(FinishReason.STOP)).response();

        assertThat(response.getString("id")).isEqualTo("resp_xjpabc");
        assertThat(response.getString("model")).isEqualTo("served");
        assertThat(response.getLong("created_at")).isEqualTo(1_600_000_000);
        assertThat(response.getString("instructions")).isEqualTo("Be brief.");
        assertThat(response.getBoolean("store")).isFalse();
        assertThat(response.getInteger("temperature")).isEqualTo(1);
        assertThat(response.getValue("top_p")).isNull();
        assertThat(response.getInteger("max_output_tokens")).isEqualTo(9);
        assertThat(response.getBoolean("parallel_tool_calls")).isTrue();
        assertThat(response.getJsonObject("metadata").encode()).isEqualTo("{\"k\":\"v\"}");
        assertThat(response.getJsonObject("reasoning").encode()).isEqualTo("{\"effort\":\"low\",\"summary\":\"auto\"}");
        assertThat(response.getJsonObject("text").getString("verbosity")).isEqualTo("low");
        assertThat(response.getJsonObject("text").getJsonObject("format").getString("name"))
                .isEqualTo("n");
        assertThat(response.getJsonArray("tools").encode())
                .isEqualTo(
                        "[{\"type\":\"function\",\"name\":\"f\",\"description\":null,\"parameters\":{\"type\":\"object\"},"
                                + "\"strict\":false},{\"type\":\"custom\",\"name\":\"g\",\"format\":{\"type\":\"grammar\",\"syntax\":"
                                + "\"lark\",\"definition\":\"start: A\"}},{\"type\":\"web_search\"}]");
        assertThat(response.getJsonObject("tool_choice").getString("type")).isEqualTo("allowed_tools");
        assertThat(response.getJsonObject("usage").getString("usage_source")).isEqualTo("estimated");
    }

    @Test
    void whatAProviderOfTheSameProtocolReportsReplacesWhatWasAsked() {
        JsonObject response = seen(
                        new UnifiedChunk.Started(
                                "resp_up",
                                "served",
                                7,
                                Dialect.OPENAI_RESPONSES,
                                Extras.of(Map.of("top_p", "0.98", "store", "true", "x_new", "[1]", "id", "\"no\""))),
                        new UnifiedChunk.Finished(List.of(new UnifiedChunk.Ending(
                                0, FinishReason.STOP, null, null, Extras.of(Map.of("completed_at", "9"))))))
                .response();

        assertThat(response.getString("id")).isEqualTo("resp_up");
        assertThat(response.getDouble("top_p")).isEqualTo(0.98);
        assertThat(response.getBoolean("store")).isFalse();
        assertThat(response.getJsonArray("x_new")).isEqualTo(new JsonArray().add(1));
        assertThat(response.getInteger("completed_at")).isEqualTo(9);
    }

    @Test
    void callsAreItemsFromTheirStart() {
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.toolCall(0, "call_1", "f"),
                UnifiedChunk.Delta.content(0, " "),
                UnifiedChunk.Delta.content(0, "{\"a\":"),
                new UnifiedChunk.PartStarted(1, 0, PartKind.CUSTOM_TOOL_CALL, "call_2", "g", null, Extras.NONE),
                UnifiedChunk.Delta.content(1, "free"),
                UnifiedChunk.Delta.content(0, "1}"),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.toolCall(2, "call_3", "now"),
                UnifiedChunk.Delta.content(2, "  "),
                new UnifiedChunk.PartEnded(2),
                end(FinishReason.TOOL_CALLS));

        JsonObject first = seen.items().get(0).item();
        assertThat(first.getString("id")).startsWith("fc_");
        assertThat(first.getString("call_id")).isEqualTo("call_1");
        assertThat(first.getString("arguments")).isEqualTo(" {\"a\":1}");
        JsonObject second = seen.items().get(1).item();
        assertThat(second.getString("id")).startsWith("ctc_");
        assertThat(second.getString("input")).isEqualTo("free");
        // H23: a call that says nothing is a call with an empty object.
        assertThat(seen.items().get(2).item().getString("arguments")).isEqualTo("{}");
        assertThat(seen.response().getString("status")).isEqualTo("completed");
    }

    @Test
    @DisplayName("H62: OpenAI's ciphertext goes as it is, any other provider's in a tag")
    void whatMustComeBackStandsInTheEncryptedContent() {
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_CHAT),
                new UnifiedChunk.PartStarted(
                        0, 0, PartKind.REASONING, "rs_up", null, "openai-responses-v1", Extras.NONE),
                new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "in short"),
                new UnifiedChunk.Delta(0, DeltaKind.ENCRYPTED, "gAAA"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.reasoning(1, "anthropic-claude-v1"),
                UnifiedChunk.Delta.content(1, "at length"),
                new UnifiedChunk.Delta(1, DeltaKind.SIGNATURE, "sig"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.toolCall(2, "call_1", "f"),
                UnifiedChunk.Delta.content(2, "{}"),
                new UnifiedChunk.Delta(2, DeltaKind.SIGNATURE, "thought"),
                new UnifiedChunk.PartEnded(2),
                UnifiedChunk.PartStarted.reasoning(3, null),
                UnifiedChunk.Delta.content(3, "plain"),
                new UnifiedChunk.PartEnded(3),
                end(FinishReason.STOP));

        JsonObject own = seen.items().get(0).item();
        assertThat(own.getString("id")).isEqualTo("rs_up");
        assertThat(own.getString("encrypted_content")).isEqualTo("gAAA");
        assertThat(own.getJsonArray("summary").getJsonObject(0).getString("text"))
                .isEqualTo("in short");
        JsonObject claude = seen.items().get(1).item();
        assertThat(claude.getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo("at length");
        assertThat(SignatureTag.parse(claude.getString("encrypted_content")))
                .isEqualTo(new SignatureTag("anthropic-claude-v1", "sig", null, null, null));
        assertThat(seen.items().get(3).item().getString("encrypted_content"))
                .isEqualTo(SignatureTag.ofCall("thought", "call_1"));
        assertThat(seen.items().get(4).item().containsKey("encrypted_content")).isFalse();
    }

    @Test
    @DisplayName("H62: a summary of OpenAI's that came apart from its ciphertext keeps its origin")
    void aPieceOfAThoughtKeepsItsOrigin() {
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.reasoning(0, "openai-responses-v1"),
                new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "in short"),
                new UnifiedChunk.PartEnded(0),
                end(FinishReason.STOP));
        assertThat(SignatureTag.parse(seen.items().get(0).item().getString("encrypted_content"))
                        .origin())
                .isEqualTo("openai-responses-v1");
    }

    @Test
    void refusalsImagesAndHostedToolsAreItems() {
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_RESPONSES),
                new UnifiedChunk.PartStarted(
                        0,
                        0,
                        PartKind.REFUSAL,
                        null,
                        null,
                        null,
                        Extras.of(Map.of("id", "\"msg_up\"", "phase", "\"final_answer\""))),
                UnifiedChunk.Delta.content(0, "No."),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.of(1, PartKind.IMAGE),
                UnifiedChunk.Delta.content(1, "data:image/png;base64,iVBO"),
                UnifiedChunk.Delta.content(1, "Rw0="),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.of(2, PartKind.IMAGE),
                UnifiedChunk.Delta.content(2, "https://example.com/a.png"),
                new UnifiedChunk.PartEnded(2),
                new UnifiedChunk.Opaque(
                        Dialect.OPENAI_RESPONSES,
                        0,
                        "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}"),
                end(FinishReason.REFUSAL));

        JsonObject refusal = seen.items().get(0).item();
        assertThat(refusal.getString("id")).isEqualTo("msg_up");
        assertThat(refusal.getString("phase")).isEqualTo("final_answer");
        assertThat(refusal.getJsonArray("content").getJsonObject(0).getString("refusal"))
                .isEqualTo("No.");
        assertThat(seen.items().get(1).item().getString("result")).isEqualTo("iVBORw0=");
        assertThat(seen.items().get(2).item().encode()).contains("![image](https://example.com/a.png)");
        assertThat(seen.items().get(3).item().getString("id")).isEqualTo("ws_1");
        assertThat(seen.response().getString("status")).isEqualTo("completed");
    }

    @Test
    void anAnswerThatStopsEarlyIsIncompleteAndSaysWhy() {
        for (FinishReason reason : new FinishReason[] {FinishReason.LENGTH, FinishReason.CONTEXT_FULL}) {
            JsonObject response = seen(started(Dialect.GEMINI), end(reason)).response();
            assertThat(response.getJsonObject("incomplete_details").getString("reason"))
                    .isEqualTo("max_output_tokens");
        }
        for (FinishReason reason : new FinishReason[] {FinishReason.CONTENT_FILTER, FinishReason.REFUSAL}) {
            JsonObject response = seen(started(Dialect.GEMINI), end(reason)).response();
            assertThat(response.getJsonObject("incomplete_details").getString("reason"))
                    .isEqualTo("content_filter");
        }
    }

    // H80: whatever breaks, the last event is response.failed, and nothing that was shown is taken back.
    @Test
    void aBrokenAnswerFailsWithWhatCame() {
        Fault fault = Fault.of(FaultKind.STREAM_INCOMPLETE, "The answer broke off.");
        ResponsesStreamValidator seen = seen(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "Once upon "),
                UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"),
                UnifiedChunk.Delta.content(1, "{\"a"),
                new UnifiedChunk.Failed(fault),
                UnifiedChunk.Delta.content(0, "a time"));

        JsonObject response = seen.response();
        assertThat(response.getJsonObject("error").encode())
                .isEqualTo("{\"code\":\"server_error\",\"message\":\"The answer broke off.\"}");
        JsonObject text = response.getJsonArray("output").getJsonObject(0);
        assertThat(text.getString("status")).isEqualTo("incomplete");
        assertThat(text.encode()).contains("Once upon ");
        assertThat(response.getJsonArray("output").getJsonObject(1).getString("arguments"))
                .isEqualTo("{\"a");
    }

    @Test
    void aFailureBeforeTheAnswerIsTheFailureOfAResponse() {
        for (Map.Entry<FaultKind, String> kind : Map.of(
                        FaultKind.RATE_LIMITED, "rate_limit_exceeded",
                        FaultKind.CONTEXT_LENGTH, "context_length_exceeded",
                        FaultKind.BILLING, "insufficient_quota",
                        FaultKind.INVALID_REQUEST, "invalid_prompt")
                .entrySet()) {
            ResponsesStreamValidator seen = seen(new UnifiedChunk.Failed(Fault.of(kind.getKey(), "No.")));
            assertThat(seen.types()).containsExactly("response.created", "response.in_progress", "response.failed");
            assertThat(seen.response().getJsonObject("error").getString("code")).isEqualTo(kind.getValue());
        }
    }

    @Test
    void aSilentStreamIsKeptAliveByCommentsUntilItsEnd() {
        StreamRenderer renderer = PROTOCOL.stream(REQUEST, CALL);
        ByteWriter out = new ByteWriter(64);
        renderer.keepAlive(out);
        renderer.render(new UnifiedChunk.Failed(Fault.of(FaultKind.TIMEOUT, "late")), out);
        renderer.keepAlive(out);
        String stream = out.take().toString();
        assertThat(stream).startsWith(": keep-alive\n\n");
        new ResponsesStreamValidator().validate(stream);
    }

    @Test
    void whatHasNoPlaceIsNamed() {
        UnifiedChunk[] events = {
            started(Dialect.ANTHROPIC_MESSAGES),
            UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
            UnifiedChunk.Delta.content(0, "a"),
            new UnifiedChunk.Delta(0, DeltaKind.ANNOTATION, "{\"type\":\"char_location\",\"cited_text\":\"x\"}"),
            new UnifiedChunk.PartEnded(0),
            new UnifiedChunk.PartStarted(1, 1, PartKind.TEXT, null, null, null, Extras.NONE),
            new UnifiedChunk.PartEnded(1),
            new UnifiedChunk.Opaque(Dialect.ANTHROPIC_MESSAGES, 0, "{\"type\":\"server_tool_use\"}"),
            new UnifiedChunk.Finished(List.of(
                    new UnifiedChunk.Ending(0, FinishReason.STOP, null, null, Extras.NONE),
                    new UnifiedChunk.Ending(1, FinishReason.STOP, null, null, Extras.NONE)))
        };
        StreamRenderer renderer = PROTOCOL.stream(REQUEST, CALL);
        AnswerFold fold = new AnswerFold();
        for (UnifiedChunk event : events) {
            renderer.render(event, new ByteWriter(64));
            fold.accept(event);
        }
        UnifiedAnswer answer = fold.answer();
        assertThat(renderer.dropped()).containsExactlyInAnyOrder("answer.citations", "answer.choices", "answer.opaque");
        assertThat(PROTOCOL.dropped(REQUEST, answer)).containsExactlyInAnyOrderElementsOf(renderer.dropped());
    }

    @Test
    void aCountIsTheInputOnly() {
        InputTokensProtocol protocol = new InputTokensProtocol();
        AnswerFold fold = new AnswerFold();
        fold.accept(started(Dialect.OPENAI_RESPONSES));
        fold.accept(new UnifiedChunk.UsageReported(Usage.of(42, 0, Usage.Source.REPORTED)));
        fold.accept(end(FinishReason.STOP));
        assertThat(protocol.answer(REQUEST, fold.answer(), CALL))
                .hasToString("{\"object\":\"response.input_tokens\",\"input_tokens\":42}");
        assertThat(protocol.error(Fault.invalid("input", "no"), CALL).status()).isEqualTo(400);
    }
}
