package com.xiaojinpro.gateway.ingress.openai;

import static com.xiaojinpro.gateway.ingress.openai.ChatStreamPropertyTest.render;
import static com.xiaojinpro.gateway.ingress.openai.ChatStreamPropertyTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedChunk.Delta;
import com.xiaojinpro.gateway.model.UnifiedChunk.Finished;
import com.xiaojinpro.gateway.model.UnifiedChunk.PartEnded;
import com.xiaojinpro.gateway.model.UnifiedChunk.PartStarted;
import com.xiaojinpro.gateway.model.UnifiedChunk.Started;
import com.xiaojinpro.gateway.model.UnifiedChunk.UsageReported;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatStreamTest {
    private static final Finished STOP = Finished.of(FinishReason.STOP, "stop");

    @Test
    void textAndCallsAreTheBytesOpenAiSends() {
        String stream = render(
                request(true),
                List.of(
                        started(Dialect.OPENAI_CHAT, Map.of()),
                        PartStarted.of(0, PartKind.TEXT),
                        Delta.content(0, "Héllo 🌍"),
                        PartStarted.toolCall(4, "call_a", "f"),
                        Delta.content(4, "{\"x\":"),
                        Delta.content(4, "1}"),
                        new PartEnded(4),
                        PartStarted.toolCall(9, "call_b", "g"),
                        new PartEnded(0),
                        new PartEnded(9),
                        new UsageReported(
                                new Usage(20, 12, 0, 0, 0, 9, 3, 0, null, Usage.Source.REPORTED, Extras.NONE)),
                        Finished.of(FinishReason.TOOL_CALLS, "tool_calls")));

        assertThat(stream).isEqualTo(Golden.stream("text-and-calls"));
        new OpenAiStreamValidator(true).validate(stream);
    }

    // H13: the calls are counted among themselves, wherever they stand; H36: text may follow them.
    @Test
    void thoughtsAndTextBeforeACallDoNotMoveItsIndex() {
        StreamedChoice choice = choice(
                PartStarted.reasoning(0, null),
                Delta.content(0, "hm"),
                new PartEnded(0),
                PartStarted.of(1, PartKind.TEXT),
                Delta.content(1, "a"),
                new PartEnded(1),
                PartStarted.toolCall(2, "c1", "f"),
                Delta.content(2, "{}"),
                new PartEnded(2),
                PartStarted.toolCall(3, "c2", "f"),
                new PartEnded(3),
                PartStarted.of(4, PartKind.TEXT),
                Delta.content(4, "b"),
                new PartEnded(4),
                Finished.of(FinishReason.TOOL_CALLS, "tool_use"));

        assertThat(choice.calls()).extracting(StreamedChoice.Call::id).containsExactly("c1", "c2");
        assertThat(choice.text()).isEqualTo("ab");
        assertThat(choice.end().getString("native_finish_reason")).isEqualTo("tool_use");
    }

    // H23
    @Test
    void aCallThatSaysNothingIsACallWithAnEmptyObject() {
        for (List<String> said : List.of(List.<String>of(), List.of(""), List.of(" ", "\n"))) {
            assertThat(called(said).text()).isEqualTo("{}");
        }
        assertThat(called(List.of("{", "}")).text()).isEqualTo("{}");
        assertThat(called(List.of(" ", "", "{\"a\":1}", " ")).text()).isEqualTo(" {\"a\":1} ");
    }

    @Test
    void aFreeTextCallMaySayNothing() {
        StreamedChoice.Call call = choice(
                        new PartStarted(0, 0, PartKind.CUSTOM_TOOL_CALL, "c", "shell", null, Extras.NONE),
                        new PartEnded(0),
                        STOP)
                .calls()
                .getFirst();

        assertThat(call).isEqualTo(new StreamedChoice.Call("c", "shell", "", true, null));
    }

    // H58
    @Test
    void aClientOfDeprecatedFunctionsIsAnsweredInItsOwnTerms() {
        String stream = render(
                legacyRequest(),
                List.of(
                        started(Dialect.ANTHROPIC_MESSAGES, Map.of()),
                        PartStarted.toolCall(0, "c1", "weather"),
                        Delta.content(0, "{\"city\":\"Paris\"}"),
                        new PartEnded(0),
                        PartStarted.toolCall(1, "c2", "weather"),
                        Delta.content(1, "{\"city\":\"Oslo\"}"),
                        new PartEnded(1),
                        Finished.of(FinishReason.TOOL_CALLS, "tool_use")));

        StreamedChoice choice =
                new OpenAiStreamValidator(false).validate(stream).choice(0);
        assertThat(choice.functionCall())
                .isEqualTo(new StreamedChoice.Call("", "weather", "{\"city\":\"Paris\"}", false, null));
        assertThat(choice.calls()).isEmpty();
        assertThat(choice.finish()).isEqualTo("function_call");
        assertThat(stream).doesNotContain("Oslo");
    }

    @Test
    void aDeprecatedCallThatSaysNothingIsACallWithAnEmptyObject() {
        String stream = render(
                legacyRequest(),
                List.of(
                        started(Dialect.OPENAI_CHAT, Map.of()),
                        PartStarted.toolCall(0, "c1", "now"),
                        new Delta(0, DeltaKind.SIGNATURE, "c2ln"),
                        new PartEnded(0),
                        Finished.of(FinishReason.TOOL_CALLS, "tool_calls")));

        StreamedChoice choice =
                new OpenAiStreamValidator(false).validate(stream).choice(0);
        assertThat(choice.functionCall().text()).isEqualTo("{}");
        assertThat(choice.details()).isEmpty();
    }

    // H41
    @Test
    void theSignatureOfACallComesInBothSpellings() {
        StreamedChoice choice = choice(
                PartStarted.toolCall(0, "call_1", "f"),
                Delta.content(0, "{}"),
                new Delta(0, DeltaKind.SIGNATURE, "c2ln"),
                new PartEnded(0),
                STOP);

        assertThat(choice.calls().getFirst().signature()).isEqualTo("c2ln");
        assertThat(choice.details())
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("type", "reasoning.encrypted")
                                .put("data", "c2ln")
                                .put("format", "google-gemini-v1")
                                .put("id", "call_1")
                                .put("index", 0)));
    }

    @Test
    void aDetailSaysWhereItIsFromOnce() {
        StreamedChoice choice = choice(
                new PartStarted(0, 0, PartKind.REASONING, "rs_1", null, "anthropic-claude-v1", Extras.NONE),
                Delta.content(0, "a"),
                Delta.content(0, ""),
                Delta.content(0, "b"),
                new Delta(0, DeltaKind.SIGNATURE, "s"),
                new PartEnded(0),
                PartStarted.reasoning(1, "anthropic-claude-v1"),
                new Delta(1, DeltaKind.SIGNATURE, "unseen"),
                new PartEnded(1),
                STOP);

        assertThat(choice.reasoning()).isEqualTo("ab");
        assertThat(choice.details().encode())
                .isEqualTo(
                        "[{\"type\":\"reasoning.text\",\"text\":\"a\",\"format\":\"anthropic-claude-v1\",\"id\":\"rs_1\",\"index\":0},"
                                + "{\"type\":\"reasoning.text\",\"text\":\"b\",\"index\":0},"
                                + "{\"type\":\"reasoning.text\",\"signature\":\"s\",\"index\":0},"
                                + "{\"type\":\"reasoning.text\",\"signature\":\"unseen\",\"format\":\"anthropic-claude-v1\",\"index\":1}]");
    }

    @Test
    void aThoughtAndItsSummaryAreNotReadTwice() {
        StreamedChoice choice = choice(
                PartStarted.reasoning(0, "openai-responses-v1"),
                new Delta(0, DeltaKind.SUMMARY, "short"),
                Delta.content(0, "long"),
                new Delta(0, DeltaKind.SUMMARY, "er"),
                new PartEnded(0),
                STOP);

        assertThat(choice.reasoning()).isEqualTo("shorter");
        assertThat(choice.details()).hasSize(3);
    }

    @Test
    void logprobsComeAsTheProviderWroteThem() {
        String logprobs =
                "{\"content\":[{\"token\":\"a\",\"logprob\":-0.50,\"bytes\":[97],\"top_logprobs\":[]}],\"refusal\":null}";
        String stream = render(
                request(false),
                List.of(
                        started(Dialect.OPENAI_CHAT, Map.of()),
                        PartStarted.of(0, PartKind.TEXT),
                        Delta.content(0, "a"),
                        new Delta(0, DeltaKind.LOGPROBS, logprobs),
                        new PartEnded(0),
                        STOP));

        assertThat(stream).contains("\"delta\":{},\"logprobs\":" + logprobs + ",\"finish_reason\":null");
        assertThat(new OpenAiStreamValidator(false).validate(stream).choice(0).logprobs())
                .hasSize(1);
    }

    @Test
    void citationsComeTogetherAtTheEnd() {
        StreamedChoice choice = choice(
                PartStarted.of(0, PartKind.TEXT),
                new Delta(
                        0,
                        DeltaKind.ANNOTATION,
                        "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a\"}}"),
                Delta.content(0, "a"),
                new PartEnded(0),
                PartStarted.of(1, PartKind.TEXT),
                new Delta(1, DeltaKind.ANNOTATION, "{\"type\":\"file\"}"),
                new PartEnded(1),
                STOP);

        assertThat(choice.annotations()).hasSize(2);
    }

    @Test
    void aCitationOfAnotherDialectPointsAtTheTextItBelongsTo() {
        String stream = render(
                request(false),
                List.of(
                        started(Dialect.ANTHROPIC_MESSAGES, Map.of()),
                        PartStarted.of(0, PartKind.TEXT),
                        Delta.content(0, "Look: "),
                        new PartEnded(0),
                        PartStarted.of(1, PartKind.TEXT),
                        new Delta(
                                1,
                                DeltaKind.ANNOTATION,
                                "{\"type\":\"web_search_result_location\",\"url\":\"https://a\",\"title\":null,\"cited_text\":\"x\"}"),
                        new Delta(1, DeltaKind.ANNOTATION, "{\"type\":\"char_location\",\"start_char_index\":3}"),
                        Delta.content(1, "rain"),
                        new PartEnded(1),
                        Finished.of(FinishReason.STOP, "end_turn")));

        StreamedChoice choice =
                new OpenAiStreamValidator(false).validate(stream).choice(0);
        assertThat(choice.annotations().encode())
                .isEqualTo("[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":6,\"end_index\":10,"
                        + "\"url\":\"https://a\",\"title\":\"\"}}]");
        assertThat(choice.further().getJsonArray("citations").encode())
                .isEqualTo("[{\"type\":\"char_location\",\"start_char_index\":3}]");
    }

    // H82: what only OpenAI's dialect knows goes through, of other dialects nothing can.
    @Test
    void unknownMembersOfADeltaGoThroughInTheirOwnDialectOnly() {
        StreamedChoice choice = choice(
                new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, 0, " {\"audio\":{\"id\":\"a\",\"data\":\"AA==\"}} "),
                new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, 0, "{}"),
                new UnifiedChunk.Opaque(Dialect.ANTHROPIC_MESSAGES, 0, "{\"type\":\"server_tool_use\"}"),
                STOP);

        assertThat(choice.further().encode()).isEqualTo("{\"audio\":{\"id\":\"a\",\"data\":\"AA==\"}}");
    }

    @Test
    void whatAProviderAddsIsRepeatedOrSaidOnce() {
        Map<String, String> added = new LinkedHashMap<>();
        added.put("system_fingerprint", "\"fp\"");
        added.put("prompt_filter_results", "[1]");
        added.put("provider", "\"P\"");
        added.put("id", "\"not this\"");
        OpenAiStreamValidator seen = new OpenAiStreamValidator(false)
                .validate(render(request(false), List.of(started(Dialect.OPENAI_CHAT, added), STOP)));

        assertThat(seen.chunks()).hasSize(2).allSatisfy(chunk -> {
            assertThat(chunk.getString("id")).isEqualTo("gen-1");
            assertThat(chunk.getString("system_fingerprint")).isEqualTo("fp");
            assertThat(chunk.getString("provider")).isEqualTo("P");
        });
        assertThat(seen.chunks().get(0).getJsonArray("prompt_filter_results")).hasSize(1);
        assertThat(seen.chunks().get(1).containsKey("prompt_filter_results")).isFalse();
    }

    @Test
    void extrasOfAnotherDialectAreNotSaid() {
        String stream = render(
                request(true),
                List.of(
                        started(Dialect.ANTHROPIC_MESSAGES, Map.of("container", "{}")),
                        new UsageReported(new Usage(
                                1, 0, 0, 0, 0, 1, 0, 0, null, Usage.Source.REPORTED, extras("server_tool_use", "{}"))),
                        new Finished(List.of(new UnifiedChunk.Ending(
                                0, FinishReason.REFUSAL, "refusal", null, extras("stop_details", "{}"))))));

        OpenAiStreamValidator seen = new OpenAiStreamValidator(true).validate(stream);
        assertThat(stream).doesNotContain("container", "server_tool_use", "stop_details");
        // A refusal without a word of it would look like an empty answer.
        assertThat(seen.choice(0).finish()).isEqualTo("content_filter");
        assertThat(seen.choice(0).end().getString("native_finish_reason")).isEqualTo("refusal");
    }

    @Test
    void theEndOfAChoiceAndItsUsageKeepWhatTheProviderAdds() {
        Map<String, String> ending = new LinkedHashMap<>();
        ending.put("content_filter_results", "{\"hate\":{}}");
        ending.put("native_finish_reason", "\"completed\"");
        ending.put("finish_reason", "\"not this\"");
        Map<String, String> usage = new LinkedHashMap<>();
        usage.put("cost_details", "{\"upstream\":0.1}");
        usage.put("prompt_tokens", "77");
        String stream = render(
                request(true),
                List.of(
                        started(Dialect.OPENAI_CHAT, Map.of()),
                        new UsageReported(new Usage(
                                9,
                                1,
                                2,
                                3,
                                4,
                                5,
                                1,
                                2,
                                new BigDecimal("0.0000012"),
                                Usage.Source.REPORTED,
                                new Extras(usage))),
                        new Finished(List.of(
                                new UnifiedChunk.Ending(0, FinishReason.STOP, "finished", null, new Extras(ending))))));
        OpenAiStreamValidator seen = new OpenAiStreamValidator(true).validate(stream);

        JsonObject end = seen.choice(0).end();
        assertThat(end.getString("finish_reason")).isEqualTo("stop");
        assertThat(end.getString("native_finish_reason")).isEqualTo("completed");
        assertThat(end.getJsonObject("content_filter_results").fieldNames()).containsExactly("hate");
        assertThat(stream)
                .contains("\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":1,\"audio_tokens\":4,\"cache_write_tokens\":5},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":1,\"audio_tokens\":2},"
                        + "\"cost\":0.0000012,\"cost_details\":{\"upstream\":0.1}}}\n");
    }

    // H75: usage that was not asked for, or that nobody reported, is not told.
    @Test
    void usageIsToldOnlyWhereAskedForAndReported() {
        UsageReported usage = new UsageReported(Usage.of(1, 2, Usage.Source.REPORTED));
        Started start = started(Dialect.OPENAI_CHAT, Map.of());
        assertThat(render(request(false), List.of(start, usage, STOP))).doesNotContain("usage", "_tokens");
        assertThat(new OpenAiStreamValidator(true)
                        .validate(render(request(true), List.of(start, STOP)))
                        .usage())
                .isNull();
    }

    // H102: choices end on their own, in any order and number.
    @Test
    void choicesAreKeptApart() {
        List<UnifiedChunk> events = new ArrayList<>(List.of(
                started(Dialect.OPENAI_CHAT, Map.of()),
                new PartStarted(0, 2, PartKind.TEXT, null, null, null, Extras.NONE),
                new PartStarted(1, 0, PartKind.TOOL_CALL, "c0", "f", null, Extras.NONE),
                new PartStarted(2, 2, PartKind.TOOL_CALL, "c2", "f", null, Extras.NONE),
                Delta.content(0, "two"),
                Delta.content(1, "{\"a\":0}"),
                Delta.content(2, "{\"a\":2}"),
                new PartEnded(0),
                new PartEnded(1),
                new PartEnded(2)));
        events.add(new Finished(List.of(
                new UnifiedChunk.Ending(2, FinishReason.LENGTH, null, null, Extras.NONE),
                new UnifiedChunk.Ending(1, FinishReason.STOP, null, null, Extras.NONE),
                new UnifiedChunk.Ending(0, FinishReason.TOOL_CALLS, null, null, Extras.NONE))));

        OpenAiStreamValidator seen = new OpenAiStreamValidator(false).validate(render(request(false), events));
        assertThat(seen.choices()).hasSize(3);
        assertThat(seen.choice(0).calls().getFirst().text()).isEqualTo("{\"a\":0}");
        assertThat(seen.choice(1).text()).isEmpty();
        assertThat(seen.choice(2).text()).isEqualTo("two");
        assertThat(seen.choice(2).calls().getFirst().text()).isEqualTo("{\"a\":2}");
        assertThat(seen.choice(2).finish()).isEqualTo("length");
    }

    // H29, H31
    @Test
    void aFailureIsAnErrorWithNothingBehindIt() {
        StreamRenderer renderer = new OpenAiChatProtocol().stream(request(false), new CallIdentity("r", 5));
        ByteWriter out = new ByteWriter(64);
        renderer.render(started(Dialect.OPENAI_CHAT, Map.of()), out);
        renderer.render(PartStarted.of(0, PartKind.TEXT), out);
        out.take();

        renderer.render(new UnifiedChunk.Failed(Fault.of(FaultKind.OVERLOADED, "No capacity.")), out);
        assertThat(out.take().toString())
                .isEqualTo("data: {\"error\":{\"message\":\"No capacity.\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"overloaded\"}}\n\n");
        renderer.render(STOP, out);
        renderer.keepAlive(out);
        assertThat(out.length()).isZero();
    }

    @Test
    void aFailureMayComeFirst() {
        String stream =
                render(request(true), List.of(new UnifiedChunk.Failed(Fault.of(FaultKind.RATE_LIMITED, "Slow down."))));
        assertThat(new OpenAiStreamValidator(true).validate(stream).error().getString("code"))
                .isEqualTo("rate_limit_exceeded");
    }

    @Test
    void aSilentStreamIsKeptAliveByAComment() {
        StreamRenderer renderer = new OpenAiChatProtocol().stream(request(false), new CallIdentity("r", 5));
        ByteWriter out = new ByteWriter(64);
        renderer.keepAlive(out);
        assertThat(out.take().toString()).startsWith(":").endsWith("\n\n");
    }

    @Test
    void whatTheProviderDoesNotSayOfItselfTheCallSays() {
        String stream = render(request(false), List.of(new Started("", "", 0, Dialect.GEMINI, Extras.NONE), STOP));
        JsonObject chunk =
                new OpenAiStreamValidator(false).validate(stream).chunks().getFirst();

        assertThat(chunk.getString("id")).isEqualTo("chatcmpl-req-1");
        assertThat(chunk.getString("model")).isEqualTo("asked-model");
        assertThat(chunk.getLong("created")).isEqualTo(1_700_000_000);
    }

    // A provider that cuts a character in two must not break the stream of its neighbours.
    @Test
    void halfACharacterIsEscaped() {
        String stream = render(
                request(false),
                List.of(
                        started(Dialect.OPENAI_CHAT, Map.of()),
                        PartStarted.of(0, PartKind.TEXT),
                        Delta.content(0, "a\ud83c"),
                        Delta.content(0, "\udf0d"),
                        new PartEnded(0),
                        STOP));
        assertThat(stream).contains("a\\ud83c").contains("\\udf0d");
        assertThat(new OpenAiStreamValidator(false).validate(stream).choice(0).text())
                .isEqualTo("a🌍");
    }

    @Test
    void anEventOutOfOrderIsABug() {
        StreamRenderer renderer = new OpenAiChatProtocol().stream(request(false), new CallIdentity("r", 5));
        ByteWriter out = new ByteWriter(64);
        assertThatThrownBy(() -> renderer.render(PartStarted.of(0, PartKind.TEXT), out))
                .isInstanceOf(IllegalStateException.class);
        renderer.render(started(Dialect.OPENAI_CHAT, Map.of()), out);
        assertThatThrownBy(() -> renderer.render(Delta.content(3, "x"), out)).isInstanceOf(IllegalStateException.class);
    }

    private static StreamedChoice.Call called(List<String> fragments) {
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(PartStarted.toolCall(0, "c", "f"));
        fragments.forEach(fragment -> events.add(Delta.content(0, fragment)));
        events.add(new PartEnded(0));
        events.add(Finished.of(FinishReason.TOOL_CALLS, "tool_calls"));
        return choice(events.toArray(UnifiedChunk[]::new)).calls().getFirst();
    }

    private static StreamedChoice choice(UnifiedChunk... events) {
        List<UnifiedChunk> all = new ArrayList<>(List.of(events));
        all.addFirst(started(Dialect.OPENAI_CHAT, Map.of()));
        return new OpenAiStreamValidator(false)
                .validate(render(request(false), all))
                .choice(0);
    }

    private static Started started(Dialect dialect, Map<String, String> extras) {
        return new Started("gen-1", "provider/model", 1_234, dialect, new Extras(extras));
    }

    private static Extras extras(String name, String raw) {
        return Extras.of(Map.of(name, raw));
    }

    private static UnifiedRequest legacyRequest() {
        return new UnifiedRequestBuilder(request(false)).legacyFunctions(true).build();
    }
}
