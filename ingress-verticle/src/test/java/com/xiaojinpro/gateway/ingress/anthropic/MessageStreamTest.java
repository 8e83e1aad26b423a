package com.xiaojinpro.gateway.ingress.anthropic;

import static com.xiaojinpro.gateway.ingress.anthropic.Streams.started;
import static com.xiaojinpro.gateway.ingress.anthropic.Streams.validated;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageStreamTest {
    private static final UnifiedChunk STOP = UnifiedChunk.Finished.of(FinishReason.STOP, "stop");
    private static final UnifiedChunk FAILED = new UnifiedChunk.Failed(Fault.of(FaultKind.TIMEOUT, "slow"));

    @Test
    @DisplayName("H74: the start has an estimate of the prompt, the end the provider's count")
    void theStartCountsThePrompt() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                new UnifiedChunk.UsageReported(Usage.of(123, 45, Usage.Source.REPORTED)),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.start().getJsonObject("usage").getLong("input_tokens"))
                .isBetween(5L, 20L);
        assertThat(stream.usage().getLong("input_tokens")).isEqualTo(123);
        assertThat(stream.usage().getLong("output_tokens")).isEqualTo(45);
    }

    @Test
    @DisplayName("H74: Anthropic's own count stands in the start, unless it counted nothing")
    void theStartWaitsForAnthropicsCount() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.ANTHROPIC_MESSAGES),
                new UnifiedChunk.UsageReported(Usage.of(123, 1, Usage.Source.REPORTED)),
                STOP);
        assertThat(stream.start().getJsonObject("usage").getLong("input_tokens"))
                .isEqualTo(123);
        stream = validated(
                started(Dialect.ANTHROPIC_MESSAGES),
                new UnifiedChunk.UsageReported(Usage.of(0, 0, Usage.Source.REPORTED)),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.start().getJsonObject("usage").getLong("input_tokens"))
                .isPositive();
    }

    @Test
    @DisplayName("H71: input_tokens is what no cache had to do with, and never negative")
    void cachedTokensAreNotInputTokens() {
        JsonObject usage = usageOf(new Usage(25, 12, 3, 2, 0, 40, 30, 0, null, Usage.Source.REPORTED, Extras.NONE));
        assertThat(usage.getLong("input_tokens")).isEqualTo(8);
        assertThat(usage.getLong("cache_read_input_tokens")).isEqualTo(12);
        assertThat(usage.getLong("cache_creation_input_tokens")).isEqualTo(5);
        assertThat(usage.getJsonObject("cache_creation"))
                .isEqualTo(new JsonObject("{\"ephemeral_5m_input_tokens\":3,\"ephemeral_1h_input_tokens\":2}"));
        assertThat(usage.getLong("output_tokens")).isEqualTo(40);
        assertThat(usage.getJsonObject("output_tokens_details").getLong("thinking_tokens"))
                .isEqualTo(30);
        assertThat(usageOf(new Usage(2459, 2455, 0, 0, 0, 9, 0, 0, null, Usage.Source.REPORTED, Extras.NONE))
                        .getLong("input_tokens"))
                .isEqualTo(4);
        assertThat(usageOf(new Usage(10, 12, 3, 0, 0, 9, 0, 0, null, Usage.Source.REPORTED, Extras.NONE))
                        .getLong("input_tokens"))
                .isZero();
    }

    @Test
    void anAnswerWithoutUsageIsEstimatedAndClaimsNothingOfCaches() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "12345678901"),
                UnifiedChunk.Delta.content(0, "2"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.usage().getLong("output_tokens")).isEqualTo(3);
        assertThat(stream.usage().getLong("input_tokens"))
                .isEqualTo(stream.start().getJsonObject("usage").getLong("input_tokens"));
        assertThat(stream.usage().getValue("cache_read_input_tokens")).isNull();
    }

    @Test
    void theNamesOfTheAnswerAreTheProvidersWhereTheyFit() {
        assertThat(validated(started(Dialect.OPENAI_CHAT), STOP).start().getString("id"))
                .isEqualTo("msg_1");
        AnthropicStreamValidator other =
                validated(new UnifiedChunk.Started("chatcmpl-1", "", 7, Dialect.OPENAI_CHAT, Extras.NONE), STOP);
        assertThat(other.start().getString("id")).isEqualTo("msg_req_1");
        assertThat(other.start().getString("model")).isEqualTo("asked");
    }

    @Test
    @DisplayName("H20: text, thought and call are blocks of their own kind, and the message starts once")
    void kindsAreNotMixed() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.reasoning(0, null),
                UnifiedChunk.Delta.content(0, "hm"),
                new UnifiedChunk.PartEnded(0),
                UnifiedChunk.PartStarted.of(1, PartKind.TEXT),
                UnifiedChunk.Delta.content(1, "yes"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.PartStarted.toolCall(2, "call_1", "f"),
                new UnifiedChunk.PartEnded(2),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks())
                .extracting(block -> block.getString("type"))
                .containsExactly("thinking", "text", "tool_use");
        assertThat(stream.blocks().getFirst().getString("signature")).isEqualTo("xjp1.none.");
    }

    @Test
    @DisplayName("H21: what stays empty opens no block")
    void emptyPartsAreNotShown() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, ""),
                UnifiedChunk.PartStarted.reasoning(1, null),
                UnifiedChunk.PartStarted.of(2, PartKind.IMAGE),
                new UnifiedChunk.Delta(0, DeltaKind.LOGPROBS, "{}"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.PartEnded(2),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks()).isEmpty();
        assertThat(stream.stop().getString("stop_reason")).isEqualTo("end_turn");
    }

    @Test
    @DisplayName("an open part without content does not keep the others waiting")
    void anEmptyPartDoesNotBlock() {
        StreamRenderer renderer = new MessageStream(Streams.REQUEST, Streams.CALL);
        ByteWriter out = new ByteWriter(64);
        renderer.render(started(Dialect.OPENAI_CHAT), out);
        renderer.render(UnifiedChunk.PartStarted.of(0, PartKind.TEXT), out);
        renderer.render(UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"), out);
        out.take();
        renderer.render(UnifiedChunk.Delta.content(1, "{"), out);
        assertThat(out.take().toString()).contains("input_json_delta");
    }

    @Test
    @DisplayName("H35: what waits is held once and comes in one piece")
    void heldFragmentsComeInOnePiece() {
        List<UnifiedChunk> chunks = new ArrayList<>(List.of(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.toolCall(0, "call_0", "f"),
                UnifiedChunk.Delta.content(0, "{"),
                UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"),
                UnifiedChunk.Delta.content(1, "{\"a\":\"")));
        for (int i = 0; i < 10_000; i++) {
            chunks.add(UnifiedChunk.Delta.content(1, "x"));
        }
        chunks.addAll(List.of(
                UnifiedChunk.Delta.content(1, "\"}"),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.Delta.content(0, "}"),
                new UnifiedChunk.PartEnded(0),
                STOP));
        AnthropicStreamValidator stream = validated(chunks);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.fragments()).isEqualTo(3);
        assertThat(stream.blocks().get(1).getJsonObject("input").getString("a")).hasSize(10_000);
    }

    @Test
    void aLongQueueIsShownWithoutRecursion() {
        List<UnifiedChunk> chunks = new ArrayList<>(List.of(
                started(Dialect.ANTHROPIC_MESSAGES),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "a")));
        for (int i = 0; i < 20_000; i++) {
            chunks.add(new UnifiedChunk.Opaque(Dialect.ANTHROPIC_MESSAGES, 0, "{\"type\":\"fallback\"}"));
        }
        chunks.addAll(List.of(new UnifiedChunk.PartEnded(0), STOP));
        AnthropicStreamValidator stream = validated(chunks);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks()).hasSize(20_001);
    }

    @Test
    void onlyTheFirstOfSeveralAnswersIsShown() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                new UnifiedChunk.PartStarted(0, 1, PartKind.TEXT, null, null, null, Extras.NONE),
                new UnifiedChunk.PartStarted(1, 0, PartKind.TEXT, null, null, null, Extras.NONE),
                UnifiedChunk.Delta.content(0, "second"),
                UnifiedChunk.Delta.content(1, "first"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, 0, "{\"audio\":{}}"),
                new UnifiedChunk.Finished(List.of(
                        new UnifiedChunk.Ending(1, FinishReason.LENGTH, "length", null, Extras.NONE),
                        new UnifiedChunk.Ending(0, FinishReason.STOP, "stop", null, Extras.NONE))));
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks()).extracting(block -> block.getString("text")).containsExactly("first");
        assertThat(stream.stop().getString("stop_reason")).isEqualTo("end_turn");
    }

    @Test
    @DisplayName("a signature that comes after its call follows it")
    void aLateCallSignatureIsNotLost() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.toolCall(0, "call_1", "f"),
                UnifiedChunk.Delta.content(0, "{}"),
                new UnifiedChunk.Delta(0, DeltaKind.SIGNATURE, "sig"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks())
                .extracting(block -> block.getString("type"))
                .containsExactly("tool_use", "thinking");
        assertThat(SignatureTag.parse(stream.blocks().get(1).getString("signature")))
                .isEqualTo(new SignatureTag("google-gemini-v1", "sig", null, null, "call_1"));
    }

    @Test
    @DisplayName("H62: encrypted thoughts of another provider travel in the signature")
    void foreignCiphertextIsTagged() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_RESPONSES),
                new UnifiedChunk.PartStarted(
                        0, 0, PartKind.REASONING, "rs_1", null, "openai-responses-v1", Extras.NONE),
                new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "summed "),
                new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "up"),
                new UnifiedChunk.Delta(0, DeltaKind.ENCRYPTED, "enc"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.blocks().getFirst().getString("thinking")).isEqualTo("summed up");
        assertThat(SignatureTag.parse(stream.blocks().getFirst().getString("signature")))
                .isEqualTo(new SignatureTag("openai-responses-v1", null, "enc", "rs_1", null));
    }

    @Test
    void aThoughtIsShownOnceWhereTextAndSummaryCome() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_RESPONSES),
                UnifiedChunk.PartStarted.reasoning(0, null),
                UnifiedChunk.Delta.content(0, "the thought"),
                new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "the summary"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.blocks().getFirst().getString("thinking")).isEqualTo("the thought");
    }

    @Test
    void citationsOfSearchesAreShownWhereTheyCanBe() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "Found"),
                new UnifiedChunk.Delta(
                        0,
                        DeltaKind.ANNOTATION,
                        "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\",\"title\":\"t \\\"q\\\"\",\"content\":\"what it says\",\"start_index\":0}}"),
                new UnifiedChunk.Delta(
                        0, DeltaKind.ANNOTATION, "{\"type\":\"url_citation\",\"url\":\"u\",\"content\":\"flat\"}"),
                new UnifiedChunk.Delta(
                        0, DeltaKind.ANNOTATION, "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\"}}"),
                new UnifiedChunk.Delta(0, DeltaKind.ANNOTATION, "{\"type\":\"file_citation\"}"),
                new UnifiedChunk.Delta(0, DeltaKind.ANNOTATION, "{\"type\":\"url_citation\",\"url\":5}"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks().getFirst().getJsonArray("citations").encode())
                .isEqualTo(new JsonArray()
                        .add(citation("what it says", "t \"q\""))
                        .add(citation("flat", null))
                        .encode());
    }

    @Test
    void imagesAreShownAsLinks() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.IMAGE),
                UnifiedChunk.Delta.content(0, "data:image/png;base64,QU"),
                UnifiedChunk.Delta.content(0, "JD"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks().getFirst().getString("text")).isEqualTo("![image](data:image/png;base64,QUJD)");
    }

    @Test
    void providersMembersOfABlockAreKeptInTheirDialectOnly() {
        Extras extras =
                Extras.of(Map.of("caller", "{\"type\":\"code_execution\"}", "toolset_name", "\"t\"", "name", "7"));
        for (Dialect dialect : List.of(Dialect.ANTHROPIC_MESSAGES, Dialect.OPENAI_CHAT)) {
            AnthropicStreamValidator stream = validated(
                    started(dialect),
                    new UnifiedChunk.PartStarted(0, 0, PartKind.TOOL_CALL, "call_1", "f", null, extras),
                    new UnifiedChunk.PartEnded(0),
                    STOP);
            assertThat(stream.violations()).isEmpty();
            JsonObject block = stream.blocks().getFirst();
            boolean own = dialect == Dialect.ANTHROPIC_MESSAGES;
            assertThat(block.getString("name")).isEqualTo("f");
            assertThat(block.getString("toolset_name")).isEqualTo(own ? "t" : null);
            assertThat(block.getJsonObject("caller").getString("type")).isEqualTo(own ? "code_execution" : "direct");
        }
    }

    @Test
    @DisplayName("raw JSON over several lines stays on one line of the stream")
    void rawJsonStaysOnOneLine() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.ANTHROPIC_MESSAGES),
                new UnifiedChunk.Opaque(Dialect.ANTHROPIC_MESSAGES, 0, "{\n\"type\":\r\n\"fallback\"}"),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks().getFirst().getString("type")).isEqualTo("fallback");
    }

    @Test
    @DisplayName("H9, H10: silence is kept alive with a comment, later with a ping, after the end with nothing")
    void silenceIsKeptAlive() {
        StreamRenderer renderer = new MessageStream(Streams.REQUEST, Streams.CALL);
        ByteWriter out = new ByteWriter(64);
        renderer.keepAlive(out);
        renderer.render(started(Dialect.ANTHROPIC_MESSAGES), out);
        renderer.keepAlive(out);
        renderer.render(UnifiedChunk.PartStarted.of(0, PartKind.TEXT), out);
        renderer.render(UnifiedChunk.Delta.content(0, "a"), out);
        renderer.keepAlive(out);
        renderer.render(new UnifiedChunk.PartEnded(0), out);
        renderer.render(STOP, out);
        int end = out.length();
        renderer.keepAlive(out);
        assertThat(out.length()).isEqualTo(end);
        AnthropicStreamValidator stream = AnthropicStreamValidator.of(out.take().toString());
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.comments()).isEqualTo(1);
        assertThat(stream.pings()).isEqualTo(2);
        assertThat(stream.complete()).isTrue();
    }

    @Test
    @DisplayName("H29, H31: a failure is the last thing written, wherever it comes")
    void aFailureIsTheLastEvent() {
        AnthropicStreamValidator first = validated(FAILED, started(Dialect.OPENAI_CHAT), STOP);
        assertThat(first.violations()).isEmpty();
        assertThat(first.complete()).isFalse();
        AnthropicStreamValidator later = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "a"),
                FAILED,
                UnifiedChunk.Delta.content(0, "b"),
                new UnifiedChunk.PartEnded(0),
                STOP);
        assertThat(later.violations()).isEmpty();
        assertThat(later.complete()).isFalse();
        assertThat(later.error()).isNotNull();
        assertThat(later.error().getJsonObject("error").getString("type")).isEqualTo("timeout_error");
    }

    @Test
    void aPartLeftOpenAtTheEndIsClosed() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                UnifiedChunk.Delta.content(0, "a"),
                UnifiedChunk.PartStarted.of(1, PartKind.TEXT),
                UnifiedChunk.Delta.content(1, "b"),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks()).hasSize(2);
    }

    @Test
    void callsKeepTheirOrderWhereAnEarlierOneHasNoArgumentsYet() {
        AnthropicStreamValidator stream = validated(
                started(Dialect.OPENAI_CHAT),
                UnifiedChunk.PartStarted.toolCall(0, "call_1", "first"),
                UnifiedChunk.Delta.content(0, "{\"a\":1}"),
                UnifiedChunk.PartStarted.toolCall(1, "call_2", "second"),
                UnifiedChunk.PartStarted.toolCall(2, "call_3", "third"),
                UnifiedChunk.Delta.content(2, "{\"c\":3}"),
                UnifiedChunk.Delta.content(1, "{}"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.PartEnded(1),
                new UnifiedChunk.PartEnded(2),
                STOP);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks().stream().map(block -> block.getString("name")))
                .containsExactly("first", "second", "third");
    }

    @Test
    void manyBlocksKeepTheirIndices() {
        List<UnifiedChunk> chunks = new ArrayList<>(List.of(started(Dialect.OPENAI_CHAT)));
        for (int i = 0; i < 100; i++) {
            chunks.add(UnifiedChunk.PartStarted.of(i, PartKind.TEXT));
            chunks.add(UnifiedChunk.Delta.content(i, "t" + i));
            chunks.add(new UnifiedChunk.PartEnded(i));
        }
        chunks.add(STOP);
        AnthropicStreamValidator stream = validated(chunks);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.blocks()).hasSize(100);
        assertThat(stream.blocks().get(99).getString("text")).isEqualTo("t99");
    }

    private static JsonObject usageOf(Usage usage) {
        return validated(started(Dialect.OPENAI_CHAT), new UnifiedChunk.UsageReported(usage), STOP)
                .usage();
    }

    private static JsonObject citation(String text, String title) {
        return new JsonObject()
                .put("type", "web_search_result_location")
                .put("cited_text", text)
                .put("url", "u")
                .put("title", title)
                .put("encrypted_index", "xjp1.none.");
    }
}
