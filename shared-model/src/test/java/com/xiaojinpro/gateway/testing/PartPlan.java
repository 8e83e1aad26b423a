package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * One part of a generated answer before it has its index.
 *
 * @param name the tool's name; null where the part is no call
 * @param origin the format of reasoning; null elsewhere
 * @param fragments kind and value of each delta
 */
record PartPlan(
        PartKind kind,
        int choice,
        @Nullable String name,
        @Nullable String origin,
        Extras extras,
        List<Fragment> fragments) {

    record Fragment(DeltaKind kind, String value) {}

    static Arbitrary<PartPlan> any(int choices) {
        return new Shared<>(Arbitraries.oneOf(
                Arrays.stream(PartKind.values()).map(kind -> any(kind, choices)).toList()));
    }

    private static Arbitrary<PartPlan> any(PartKind kind, int choices) {
        boolean call = kind == PartKind.TOOL_CALL || kind == PartKind.CUSTOM_TOOL_CALL;
        return Combinators.combine(
                        Arbitraries.integers().between(0, choices - 1),
                        call ? ArbitraryText.name() : Arbitraries.just(null),
                        kind == PartKind.REASONING ? ArbitraryPart.origins() : Arbitraries.just(null),
                        kind == PartKind.REFUSAL ? Arbitraries.just(Extras.NONE) : ArbitraryJson.extras(),
                        fragments(kind))
                .as((choice, name, origin, extras, fragments) ->
                        new PartPlan(kind, choice, name, origin, extras, fragments));
    }

    /** The events of the part, from its start to its end. */
    List<UnifiedChunk> events(int index, String id) {
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(new UnifiedChunk.PartStarted(index, choice, kind, name == null ? null : id, name, origin, extras));
        fragments.forEach(fragment -> events.add(new UnifiedChunk.Delta(index, fragment.kind(), fragment.value())));
        events.add(new UnifiedChunk.PartEnded(index));
        return events;
    }

    private static Arbitrary<List<Fragment>> fragments(PartKind kind) {
        return switch (kind) {
            case TEXT ->
                joined(List.of(
                        cut(ArbitraryText.any(), DeltaKind.CONTENT),
                        some(DeltaKind.ANNOTATION, ArbitraryJson.foreignObjects()),
                        some(DeltaKind.LOGPROBS, ArbitraryJson.foreignObjects()),
                        cut(ArbitraryText.any(), DeltaKind.CONTENT)));
            case REASONING ->
                joined(List.of(
                        cut(ArbitraryText.any(), DeltaKind.CONTENT),
                        Arbitraries.oneOf(cut(ArbitraryText.any(), DeltaKind.SUMMARY), none()),
                        some(DeltaKind.ENCRYPTED, ArbitraryText.name()),
                        some(DeltaKind.SIGNATURE, ArbitraryText.name())));
            case REFUSAL -> cut(ArbitraryText.any(), DeltaKind.CONTENT);
            case TOOL_CALL ->
                joined(List.of(
                        cut(ArbitraryJson.objects(), DeltaKind.CONTENT),
                        some(DeltaKind.SIGNATURE, ArbitraryText.name())));
            case CUSTOM_TOOL_CALL -> cut(ArbitraryText.any(), DeltaKind.CONTENT);
            case IMAGE -> cut(Arbitraries.just("data:image/png;base64,iVBORw0KGgo="), DeltaKind.CONTENT);
        };
    }

    private static Arbitrary<List<Fragment>> cut(Arbitrary<String> texts, DeltaKind kind) {
        return ArbitraryText.fragments(texts)
                .map(pieces ->
                        pieces.stream().map(piece -> new Fragment(kind, piece)).toList());
    }

    private static Arbitrary<List<Fragment>> some(DeltaKind kind, Arbitrary<String> values) {
        return values.list()
                .ofMaxSize(1)
                .map(list ->
                        list.stream().map(value -> new Fragment(kind, value)).toList());
    }

    private static Arbitrary<List<Fragment>> none() {
        return Arbitraries.just(List.of());
    }

    private static Arbitrary<List<Fragment>> joined(List<Arbitrary<List<Fragment>>> runs) {
        return Combinators.combine(runs)
                .as(lists -> lists.stream().flatMap(List::stream).toList());
    }
}
