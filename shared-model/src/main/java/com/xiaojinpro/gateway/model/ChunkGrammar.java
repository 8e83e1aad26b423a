package com.xiaojinpro.gateway.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the order of the events of one answer, in constant time an event, and that every choice has its end. Every test runs its events through one, and
 * so does every connector. Not thread-safe.
 */
public final class ChunkGrammar {
    /** No answer has so many parts or choices; an index beyond it would cost memory for nothing. */
    private static final int MAX_INDEX = 1 << 20;

    private final BitSet open = new BitSet();
    private final BitSet used = new BitSet();
    private final BitSet choices = new BitSet();
    private boolean started;
    private boolean ended;
    private int openParts;

    /** Takes the next event; the answer says what is wrong with it, or is null. */
    public @Nullable String violation(UnifiedChunk chunk) {
        if (ended) {
            return name(chunk) + " after the end";
        }
        if (!started && !(chunk instanceof UnifiedChunk.Started) && !(chunk instanceof UnifiedChunk.Failed)) {
            return name(chunk) + " before Started";
        }
        return switch (chunk) {
            case UnifiedChunk.Started ignored -> start();
            case UnifiedChunk.PartStarted part -> startPart(part);
            case UnifiedChunk.Delta delta -> isOpen(delta.index()) ? null : "Delta of a part that is not open";
            case UnifiedChunk.PartEnded part -> endPart(part.index());
            case UnifiedChunk.UsageReported ignored -> null;
            case UnifiedChunk.Opaque opaque -> choice(opaque.choice());
            case UnifiedChunk.Finished finish -> finish(finish);
            case UnifiedChunk.Failed ignored -> fail();
        };
    }

    /** Whether a terminal event came. */
    public boolean ended() {
        return ended;
    }

    private @Nullable String start() {
        if (started) {
            return "Started twice";
        }
        started = true;
        return null;
    }

    private @Nullable String startPart(UnifiedChunk.PartStarted part) {
        int index = part.index();
        if (index > MAX_INDEX) {
            return "part index out of bounds";
        }
        if (used.get(index)) {
            return "part index used twice";
        }
        used.set(index);
        open.set(index);
        openParts++;
        return choice(part.choice());
    }

    private boolean isOpen(int index) {
        return index >= 0 && open.get(index);
    }

    private @Nullable String endPart(int index) {
        if (!isOpen(index)) {
            return "PartEnded of a part that is not open";
        }
        open.clear(index);
        openParts--;
        return null;
    }

    private @Nullable String choice(int choice) {
        if (choice < 0 || choice > MAX_INDEX) {
            return "choice out of bounds";
        }
        choices.set(choice);
        return null;
    }

    private @Nullable String finish(UnifiedChunk.Finished finish) {
        if (openParts > 0) {
            return "Finished while a part is open";
        }
        ended = true;
        BitSet ends = new BitSet();
        for (UnifiedChunk.Ending ending : finish.endings()) {
            int choice = ending.choice();
            if (choice < 0 || choice > MAX_INDEX || ends.get(choice)) {
                return "Finished ends a choice twice or out of bounds";
            }
            ends.set(choice);
        }
        choices.andNot(ends);
        return choices.isEmpty() ? null : "Finished without an end for choice " + choices.nextSetBit(0);
    }

    private @Nullable String fail() {
        ended = true;
        return null;
    }

    private static String name(UnifiedChunk chunk) {
        return chunk.getClass().getSimpleName();
    }
}
