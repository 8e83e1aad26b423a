package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Valid event sequences of an answer: every kind of part, in order or interleaved, with and without usage. */
final class ChunkSequences {
    private static final Arbitrary<String> TEXT = Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.of("", " ", "\n", "\"quoted\" \\", "héllo 🌍", "日本語", "\u2028\u0000", "</script>"));

    private ChunkSequences() {}

    /** The parts one after the other. */
    static Arbitrary<List<UnifiedChunk>> sequential() {
        return sequences(false);
    }

    /** The parts in any order that the grammar allows. */
    static Arbitrary<List<UnifiedChunk>> interleaved() {
        return sequences(true);
    }

    private static Arbitrary<List<UnifiedChunk>> sequences(boolean interleave) {
        return Arbitraries.of(Dialect.values())
                .flatMap(dialect -> Combinators.combine(
                                part(dialect).list().ofMaxSize(6),
                                Arbitraries.of(FinishReason.values()),
                                usage().list().ofMaxSize(2),
                                Arbitraries.longs())
                        .as((parts, reason, usages, seed) ->
                                chunks(dialect, parts, reason, usages, interleave, new Random(seed))));
    }

    private static List<UnifiedChunk> chunks(
            Dialect dialect,
            List<Plan> plans,
            FinishReason reason,
            List<Usage> usages,
            boolean interleave,
            Random random) {
        List<List<UnifiedChunk>> lanes = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            lanes.add(new ArrayList<>(plans.get(i).chunks(i)));
        }
        List<UnifiedChunk> chunks = new ArrayList<>();
        chunks.add(new UnifiedChunk.Started("msg_1", "some-model", 7, dialect, Extras.NONE));
        while (!lanes.isEmpty()) {
            List<UnifiedChunk> lane = lanes.get(interleave ? random.nextInt(lanes.size()) : 0);
            chunks.add(lane.removeFirst());
            if (lane.isEmpty()) {
                lanes.remove(lane);
            }
        }
        long output = 0;
        for (Usage usage : usages) {
            output += usage.output();
            chunks.add(new UnifiedChunk.UsageReported(new Usage(
                    usage.input(),
                    usage.cacheRead(),
                    usage.cacheWrite5m(),
                    usage.cacheWrite1h(),
                    0,
                    output,
                    usage.reasoning(),
                    0,
                    null,
                    usage.source(),
                    Extras.NONE)));
        }
        chunks.add(UnifiedChunk.Finished.of(reason, null));
        return chunks;
    }

    private static Arbitrary<Usage> usage() {
        Arbitrary<Long> tokens = Arbitraries.longs().between(0, 5_000);
        return Combinators.combine(tokens, tokens, tokens, tokens, tokens, tokens)
                .as((uncached, read, write5m, write1h, output, reasoning) -> new Usage(
                        1 + uncached + read + write5m + write1h,
                        read,
                        write5m,
                        write1h,
                        0,
                        output,
                        Math.min(output, reasoning),
                        0,
                        null,
                        Usage.Source.REPORTED,
                        Extras.NONE));
    }

    private static Arbitrary<Plan> part(Dialect dialect) {
        Arbitrary<List<String>> fragments = TEXT.list().ofMaxSize(5);
        Arbitrary<Plan> text =
                fragments.map(list -> new Plan(PartKind.TEXT, null, list, DeltaKind.CONTENT, null, null));
        Arbitrary<Plan> refusal =
                fragments.map(list -> new Plan(PartKind.REFUSAL, null, list, DeltaKind.CONTENT, null, null));
        Arbitrary<Plan> image = Arbitraries.of("https://example.com/a.png", "data:image/png;base64,QUJD", "")
                .map(url -> new Plan(PartKind.IMAGE, null, List.of(url), DeltaKind.CONTENT, null, null));
        Arbitrary<Plan> thought = Combinators.combine(
                        fragments,
                        Arbitraries.of(DeltaKind.CONTENT, DeltaKind.SUMMARY),
                        Arbitraries.of("anthropic-claude-v1", "google-gemini-v1", "openai-responses-v1")
                                .injectNull(0.3),
                        Arbitraries.of("c2ln", "x/+=").injectNull(0.5),
                        Arbitraries.of("ZW5j").injectNull(0.7))
                .as((list, kind, origin, signature, encrypted) ->
                        new Plan(PartKind.REASONING, origin, list, kind, signature, encrypted));
        Arbitrary<Plan> call = Combinators.combine(
                        Arbitraries.of(
                                List.of("{\"x\":", "9007199254740993", ",\"y\":\"é\\n\"}"),
                                List.of("{}"),
                                List.of(" ", "\n{", "}"),
                                List.<String>of(),
                                List.of("", " "),
                                List.of("[1,", "2]"),
                                List.of("not", " json \"\n\u0001"),
                                List.of("null")),
                        Arbitraries.of("signed").injectNull(dialect == Dialect.GEMINI ? 0.5 : 1.0))
                .as((list, signature) -> new Plan(PartKind.TOOL_CALL, null, list, DeltaKind.CONTENT, signature, null));
        Arbitrary<Plan> custom =
                fragments.map(list -> new Plan(PartKind.CUSTOM_TOOL_CALL, null, list, DeltaKind.CONTENT, null, null));
        return Arbitraries.oneOf(text, text, thought, call, call, custom, refusal, image);
    }

    /** A part to be: its fragments, and what comes once at its end. */
    private record Plan(
            PartKind kind,
            String origin,
            List<String> fragments,
            DeltaKind fragmentKind,
            String signature,
            String encrypted) {
        List<UnifiedChunk> chunks(int index) {
            boolean call = kind == PartKind.TOOL_CALL || kind == PartKind.CUSTOM_TOOL_CALL;
            List<UnifiedChunk> chunks = new ArrayList<>();
            chunks.add(new UnifiedChunk.PartStarted(
                    index, 0, kind, call ? "call_" + index : null, call ? "tool_" + index : null, origin, Extras.NONE));
            for (String fragment : fragments) {
                chunks.add(new UnifiedChunk.Delta(index, fragmentKind, fragment));
            }
            if (signature != null) {
                chunks.add(new UnifiedChunk.Delta(index, DeltaKind.SIGNATURE, signature));
            }
            if (encrypted != null) {
                chunks.add(new UnifiedChunk.Delta(index, DeltaKind.ENCRYPTED, encrypted));
            }
            chunks.add(new UnifiedChunk.PartEnded(index));
            return chunks;
        }
    }
}
