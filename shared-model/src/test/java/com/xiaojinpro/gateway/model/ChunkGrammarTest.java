package com.xiaojinpro.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChunkGrammarTest {
    private static final UnifiedChunk START = new UnifiedChunk.Started("a", "m", 0, Dialect.OPENAI_CHAT, Extras.NONE);
    private static final UnifiedChunk FINISH = UnifiedChunk.Finished.of(FinishReason.STOP, "stop");

    @Test
    void partsMayInterleave() {
        assertThat(check(
                        START,
                        UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                        UnifiedChunk.PartStarted.toolCall(1, "call_1", "f"),
                        UnifiedChunk.Delta.content(0, "a"),
                        UnifiedChunk.Delta.content(1, "{}"),
                        new UnifiedChunk.PartEnded(0),
                        new UnifiedChunk.PartEnded(1),
                        FINISH))
                .isNull();
    }

    @Test
    void anAnswerCannotFinishWhileAPartIsOpen() {
        assertThat(check(START, UnifiedChunk.PartStarted.of(0, PartKind.TEXT), FINISH))
                .contains("open");
    }

    @Test
    void itMayFailAtAnyTime() {
        UnifiedChunk failed = new UnifiedChunk.Failed(Fault.of(FaultKind.TIMEOUT, "slow"));
        assertThat(check(failed)).isNull();
        assertThat(check(START, UnifiedChunk.PartStarted.of(0, PartKind.TEXT), failed))
                .isNull();
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(check(START, FINISH, FINISH)).contains("after the end");
    }

    @Test
    void nothingComesBeforeTheStart() {
        assertThat(check(FINISH)).contains("before Started");
        assertThat(check(START, START)).contains("twice");
    }

    @Test
    void aPartIndexIsUsedOnce() {
        assertThat(check(
                        START,
                        UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                        new UnifiedChunk.PartEnded(0),
                        UnifiedChunk.PartStarted.of(0, PartKind.TEXT)))
                .contains("twice");
        assertThat(check(START, UnifiedChunk.Delta.content(3, "x"))).contains("not open");
        assertThat(check(START, new UnifiedChunk.PartEnded(3))).contains("not open");
    }

    @Test
    void everyChoiceHasItsEnd() {
        UnifiedChunk second = new UnifiedChunk.PartStarted(0, 1, PartKind.TEXT, null, null, null, Extras.NONE);
        assertThat(check(START, second, new UnifiedChunk.PartEnded(0), FINISH)).contains("choice 1");
        assertThat(check(START, new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, 2, "{}"), FINISH))
                .contains("choice 2");
        UnifiedChunk.Ending end = new UnifiedChunk.Ending(0, FinishReason.STOP, null, null, Extras.NONE);
        assertThat(check(START, new UnifiedChunk.Finished(List.of(end, end)))).contains("twice");
    }

    @Test
    void anIndexOfNonsenseSizeIsRefusedBeforeItCostsMemory() {
        assertThat(check(START, UnifiedChunk.PartStarted.of(Integer.MAX_VALUE, PartKind.TEXT)))
                .contains("out of bounds");
        assertThat(check(START, UnifiedChunk.Delta.content(-1, "x"))).contains("not open");
        assertThat(check(START, new UnifiedChunk.PartEnded(-1))).contains("not open");
        assertThat(check(START, new UnifiedChunk.Opaque(Dialect.OPENAI_CHAT, -1, "{}")))
                .contains("out of bounds");
        assertThat(check(
                        START,
                        new UnifiedChunk.PartStarted(
                                0, Integer.MAX_VALUE, PartKind.TEXT, null, null, null, Extras.NONE)))
                .contains("out of bounds");
    }

    @Test
    void theEndIsKnown() {
        ChunkGrammar grammar = new ChunkGrammar();
        grammar.violation(START);
        assertThat(grammar.ended()).isFalse();
        grammar.violation(FINISH);
        assertThat(grammar.ended()).isTrue();
    }

    private static @Nullable String check(UnifiedChunk... chunks) {
        ChunkGrammar grammar = new ChunkGrammar();
        for (UnifiedChunk chunk : List.of(chunks)) {
            String violation = grammar.violation(chunk);
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }
}
