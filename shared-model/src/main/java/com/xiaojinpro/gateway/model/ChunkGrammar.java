package com.xiaojinpro.gateway.model;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the order of the events of one answer, in constant time an event. Every test runs its events through one, and
 * so does every connector. Not thread-safe.
 */
public final class ChunkGrammar {
    private final BitSet open = new BitSet();
    private final BitSet used = new BitSet();
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
            case UnifiedChunk.PartStarted part -> startPart(part.index());
            case UnifiedChunk.Delta delta -> open.get(delta.index()) ? null : "Delta of a part that is not open";
            case UnifiedChunk.PartEnded part -> endPart(part.index());
            case UnifiedChunk.UsageReported ignored -> null;
            case UnifiedChunk.Opaque ignored -> null;
            case UnifiedChunk.Finished ignored -> finish();
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

    private @Nullable String startPart(int index) {
        if (used.get(index)) {
            return "part index used twice";
        }
        used.set(index);
        open.set(index);
        openParts++;
        return null;
    }

    private @Nullable String endPart(int index) {
        if (!open.get(index)) {
            return "PartEnded of a part that is not open";
        }
        open.clear(index);
        openParts--;
        return null;
    }

    private @Nullable String finish() {
        if (openParts > 0) {
            return "Finished while a part is open";
        }
        ended = true;
        return null;
    }

    private @Nullable String fail() {
        ended = true;
        return null;
    }

    private static String name(UnifiedChunk chunk) {
        return chunk.getClass().getSimpleName();
    }
}
