package com.xiaojinpro.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The generators make what they promise; a generator that makes too little would let every other property pass. */
class ArbitraryAnswerTest {
    @Provide
    Arbitrary<List<UnifiedChunk>> answers() {
        return ArbitraryAnswer.any();
    }

    @Property(tries = 200)
    void everyAnswerIsValidAndEnds(@ForAll("answers") List<UnifiedChunk> answer) {
        ChunkGrammar grammar = new ChunkGrammar();
        for (UnifiedChunk chunk : answer) {
            assertThat(grammar.violation(chunk)).isNull();
        }
        assertThat(grammar.ended()).isTrue();
    }

    @Property(tries = 200)
    void callIdsAreUniqueAndArgumentsAreNotBlank(@ForAll("answers") List<UnifiedChunk> answer) {
        Set<String> ids = new HashSet<>();
        for (UnifiedChunk chunk : answer) {
            if (chunk instanceof UnifiedChunk.PartStarted part && part.kind() == PartKind.TOOL_CALL) {
                assertThat(ids.add(part.id())).isTrue();
            }
            if (chunk instanceof UnifiedChunk.PartEnded end && kind(answer, end.index()) == PartKind.TOOL_CALL) {
                assertThat(content(answer, end.index())).startsWith("{").endsWith("}");
            }
        }
    }

    @Example
    void allKindsOfEventsCome() {
        Set<Class<?>> events = new HashSet<>();
        Set<PartKind> parts = EnumSet.noneOf(PartKind.class);
        Set<DeltaKind> deltas = EnumSet.noneOf(DeltaKind.class);
        Set<Integer> choices = new HashSet<>();
        boolean interleaved = false;
        boolean failedBeforeStart = false;
        for (List<UnifiedChunk> answer :
                ArbitraryAnswer.any().sampleStream().limit(500).toList()) {
            int open = 0;
            failedBeforeStart |= answer.size() == 1;
            for (UnifiedChunk chunk : answer) {
                events.add(chunk.getClass());
                if (chunk instanceof UnifiedChunk.PartStarted part) {
                    parts.add(part.kind());
                    choices.add(part.choice());
                    open++;
                } else if (chunk instanceof UnifiedChunk.PartEnded) {
                    open--;
                } else if (chunk instanceof UnifiedChunk.Delta delta) {
                    deltas.add(delta.kind());
                }
                interleaved |= open > 1;
            }
        }
        assertThat(events).containsExactlyInAnyOrder(UnifiedChunk.class.getPermittedSubclasses());
        assertThat(parts).containsExactlyInAnyOrder(PartKind.values());
        assertThat(deltas).containsExactlyInAnyOrder(DeltaKind.values());
        assertThat(choices).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(interleaved).isTrue();
        assertThat(failedBeforeStart).isTrue();
    }

    private static PartKind kind(List<UnifiedChunk> answer, int index) {
        return answer.stream()
                .filter(chunk -> chunk instanceof UnifiedChunk.PartStarted part && part.index() == index)
                .map(chunk -> ((UnifiedChunk.PartStarted) chunk).kind())
                .findFirst()
                .orElseThrow();
    }

    private static String content(List<UnifiedChunk> answer, int index) {
        StringBuilder content = new StringBuilder();
        for (UnifiedChunk chunk : answer) {
            if (chunk instanceof UnifiedChunk.Delta delta
                    && delta.index() == index
                    && delta.kind() == DeltaKind.CONTENT) {
                content.append(delta.value());
            }
        }
        return content.toString();
    }
}
