package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generators of whole answers as events, valid by {@link com.xiaojinpro.gateway.model.ChunkGrammar} and by what decoders
 * promise: parts interleave, tool arguments and text are cut anywhere, usage comes anywhere before the end, every choice
 * has its end, or the answer fails at any point.
 */
public final class ArbitraryAnswer {
    private ArbitraryAnswer() {}

    /** An answer of any dialect with up to three choices, finished or failed. */
    public static Arbitrary<List<UnifiedChunk>> any() {
        return new Shared<>(Arbitraries.oneOf(Arrays.stream(Dialect.values())
                .flatMap(dialect -> Stream.of(finished(dialect, 3), failed(dialect, 3)))
                .toList()));
    }

    /** An answer that comes to its end. */
    public static Arbitrary<List<UnifiedChunk>> finished(Dialect dialect, int maxChoices) {
        return Arbitraries.oneOf(IntStream.rangeClosed(1, maxChoices)
                .mapToObj(choices -> Combinators.combine(
                                started(dialect),
                                middle(dialect, choices),
                                endings().list().ofSize(choices))
                        .as(ArbitraryAnswer::whole)
                        .withoutEdgeCases())
                .toList());
    }

    /** An answer that fails, perhaps before it started. */
    public static Arbitrary<List<UnifiedChunk>> failed(Dialect dialect, int maxChoices) {
        return Combinators.combine(
                        finished(dialect, maxChoices), Arbitraries.doubles().between(0, 1), ArbitraryFault.any())
                .as((whole, where, fault) -> {
                    int kept = (int) (where * (whole.size() - 1));
                    List<UnifiedChunk> cut = new ArrayList<>(whole.subList(0, kept));
                    cut.add(new UnifiedChunk.Failed(fault));
                    return cut;
                });
    }

    /** Single events of every kind. */
    public static Arbitrary<UnifiedChunk> events() {
        return Combinators.combine(any(), Arbitraries.integers().greaterOrEqual(0))
                .as((answer, number) -> answer.get(number % answer.size()));
    }

    public static Arbitrary<Usage> usages() {
        Arbitrary<Long> counts = Arbitraries.longs().between(0, 1L << 40);
        return Combinators.combine(
                        counts.array(Long[].class).ofSize(8),
                        Arbitraries.bigDecimals()
                                .between(java.math.BigDecimal.ZERO, java.math.BigDecimal.valueOf(1_000_000))
                                .ofScale(12)
                                .injectNull(0.5),
                        Arbitraries.of(Usage.Source.class),
                        ArbitraryJson.extras())
                .as((n, cost, source, extras) ->
                        new Usage(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], cost, source, extras));
    }

    private static Arbitrary<UnifiedChunk> started(Dialect dialect) {
        return Combinators.combine(
                        ArbitraryText.name(),
                        ArbitraryText.name(),
                        Arbitraries.longs().between(0, 1L << 33),
                        ArbitraryJson.extras())
                .as((id, model, created, extras) -> new UnifiedChunk.Started(id, model, created, dialect, extras));
    }

    /** What stands between the start and the end: the events of all parts, usage and opaque pieces, interleaved. */
    private static Arbitrary<List<UnifiedChunk>> middle(Dialect dialect, int choices) {
        return Combinators.combine(
                        PartPlan.any(choices).list().ofMaxSize(4),
                        usages().map(UnifiedChunk.UsageReported::new).list().ofMaxSize(2),
                        opaques(dialect, choices).list().ofMaxSize(1),
                        Arbitraries.longs())
                .as((parts, usages, opaques, seed) -> {
                    List<List<UnifiedChunk>> runs = new ArrayList<>();
                    int index = 0;
                    for (PartPlan part : parts) {
                        runs.add(part.events(index, "call_" + index));
                        index += 1 + (int) Math.floorMod(seed, 3L);
                    }
                    usages.forEach(usage -> runs.add(List.of(usage)));
                    opaques.forEach(opaque -> runs.add(List.of(opaque)));
                    return interleaved(runs, new Random(seed));
                });
    }

    private static Arbitrary<UnifiedChunk> opaques(Dialect dialect, int choices) {
        return Combinators.combine(Arbitraries.integers().between(0, choices - 1), ArbitraryJson.foreignObjects())
                .as((choice, json) -> {
                    boolean block = dialect == Dialect.ANTHROPIC_MESSAGES || dialect == Dialect.OPENAI_RESPONSES;
                    String typed =
                            json.equals("{}") ? "{\"type\":\"x_new\"}" : "{\"type\":\"x_new\"," + json.substring(1);
                    return new UnifiedChunk.Opaque(dialect, choice, block ? typed : json);
                });
    }

    private static Arbitrary<UnifiedChunk.Ending> endings() {
        return Combinators.combine(
                        Arbitraries.of(FinishReason.class),
                        ArbitraryText.name().injectNull(0.2),
                        ArbitraryText.any(),
                        ArbitraryJson.extras())
                .as((reason, word, stop, extras) -> new UnifiedChunk.Ending(
                        0, reason, word, reason == FinishReason.STOP_SEQUENCE ? stop : null, extras));
    }

    private static List<UnifiedChunk> whole(
            UnifiedChunk started, List<UnifiedChunk> middle, List<UnifiedChunk.Ending> endings) {
        List<UnifiedChunk> whole = new ArrayList<>();
        whole.add(started);
        whole.addAll(middle);
        List<UnifiedChunk.Ending> numbered = new ArrayList<>();
        for (UnifiedChunk.Ending ending : endings) {
            numbered.add(new UnifiedChunk.Ending(
                    numbered.size(), ending.reason(), ending.nativeReason(), ending.stopSequence(), ending.extras()));
        }
        whole.add(new UnifiedChunk.Finished(numbered));
        return whole;
    }

    private static List<UnifiedChunk> interleaved(List<List<UnifiedChunk>> runs, Random chance) {
        List<List<UnifiedChunk>> left = new ArrayList<>();
        runs.forEach(run -> left.add(new ArrayList<>(run)));
        List<UnifiedChunk> merged = new ArrayList<>();
        while (!left.isEmpty()) {
            int chosen = chance.nextInt(left.size());
            List<UnifiedChunk> run = left.get(chosen);
            merged.add(run.remove(0));
            if (run.isEmpty()) {
                left.remove(chosen);
            }
        }
        return merged;
    }
}
