package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for the stream of any answer. */
class MessageStreamPropertyTest {
    @Provide
    Arbitrary<List<UnifiedChunk>> sequential() {
        return ChunkSequences.sequential();
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> interleaved() {
        return ChunkSequences.interleaved();
    }

    /** The streamed answer and the whole answer say the same, member by member. */
    @Property(tries = 500)
    void aStreamAddsUpToTheWholeAnswer(@ForAll("sequential") List<UnifiedChunk> chunks) {
        AnthropicStreamValidator stream = Streams.validated(chunks);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.complete()).isTrue();
        assertThat(stream.message()).isEqualTo(Streams.whole(chunks));
    }

    /** H12, H35: however the parts interleave, blocks come one at a time, and nothing of a part is lost or mixed. */
    @Property(tries = 500)
    void interleavedPartsComeOutWhole(@ForAll("interleaved") List<UnifiedChunk> chunks) {
        assertGrammar(chunks);
        AnthropicStreamValidator stream = Streams.validated(chunks);
        assertThat(stream.violations()).isEmpty();
        JsonObject whole = Streams.whole(chunks);
        assertThat(sorted(new JsonArray(new ArrayList<>(stream.blocks()))))
                .isEqualTo(sorted(whole.getJsonArray("content")));
        assertThat(stream.usage()).isEqualTo(whole.getJsonObject("usage"));
        assertThat(stream.stop().getString("stop_reason")).isEqualTo(whole.getString("stop_reason"));
    }

    /** A stream that breaks off anywhere ends in an error and never looks finished. */
    @Property(tries = 500)
    void aBrokenAnswerNeverEndsCleanly(
            @ForAll("interleaved") List<UnifiedChunk> chunks, @ForAll @IntRange(max = 1_000) int at) {
        List<UnifiedChunk> broken = new ArrayList<>(chunks.subList(0, at % chunks.size()));
        broken.add(new UnifiedChunk.Failed(Fault.of(FaultKind.STREAM_INCOMPLETE, "cut")));
        broken.addAll(chunks.subList(at % chunks.size(), chunks.size()));
        AnthropicStreamValidator stream = Streams.validated(broken);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.complete()).isFalse();
        assertThat(stream.error()).isNotNull();
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> answers() {
        return ArbitraryAnswer.any().filter(ReadableJson::in).map(MessageStreamPropertyTest::counted);
    }

    /**
     * H11, H12: any answer at all, with several choices, foreign extras, usage anywhere, failures: every event has its name line,
     * every block its number.
     */
    @Property(tries = 300)
    void anyAnswerIsAStreamThatClientsCanRead(@ForAll("answers") List<UnifiedChunk> chunks) {
        AnthropicStreamValidator stream = Streams.validated(chunks);
        assertThat(stream.violations()).isEmpty();
        assertThat(stream.complete()).isEqualTo(chunks.getLast() instanceof UnifiedChunk.Finished);
    }

    /** Output counts that do not go back, as providers report them. */
    private static List<UnifiedChunk> counted(List<UnifiedChunk> chunks) {
        List<UnifiedChunk> counted = new ArrayList<>();
        long output = 0;
        for (UnifiedChunk chunk : chunks) {
            if (chunk instanceof UnifiedChunk.UsageReported report) {
                Usage usage = report.usage();
                output = Math.max(output, usage.output());
                counted.add(new UnifiedChunk.UsageReported(new Usage(
                        usage.input(),
                        usage.cacheRead(),
                        usage.cacheWrite5m(),
                        usage.cacheWrite1h(),
                        usage.inputAudio(),
                        output,
                        usage.reasoning(),
                        usage.outputAudio(),
                        usage.cost(),
                        usage.source(),
                        usage.extras())));
            } else {
                counted.add(chunk);
            }
        }
        return counted;
    }

    private static void assertGrammar(List<UnifiedChunk> chunks) {
        ChunkGrammar grammar = new ChunkGrammar();
        for (UnifiedChunk chunk : chunks) {
            assertThat(grammar.violation(chunk)).isNull();
        }
    }

    private static List<String> sorted(JsonArray content) {
        List<String> blocks = new ArrayList<>();
        for (Object block : content) {
            blocks.add(((JsonObject) block).encode());
        }
        blocks.sort(Comparator.naturalOrder());
        return blocks;
    }
}
