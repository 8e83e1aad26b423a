package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * A part of the answer on its way to its content block. The protocol has one block open at a time, so a part either is on
 * stage and renders what comes, or holds it until the part before it has ended. Owned by one {@link MessageStream}.
 */
abstract sealed class ShownPart permits TextPart, ThinkingPart, CallPart, OpaquePart {
    private final int index;
    private @Nullable HeldDeltas held;
    private boolean ended;
    private boolean queued;

    ShownPart(int index) {
        this.index = index;
    }

    /** Renders a delta; this part is on stage. Opens the block with the first thing there is to show. */
    abstract void show(UnifiedChunk.Delta delta, BlockFrames blocks, ByteWriter out);

    /** Renders what is left and closes the block, if one was opened. */
    abstract void finish(BlockFrames blocks, ByteWriter out);

    /** Whether a block can be opened with what is held. */
    abstract boolean ready();

    /** Takes a delta while this part is not on stage. */
    void hold(UnifiedChunk.Delta delta) {
        HeldDeltas deltas = held;
        if (deltas == null) {
            deltas = new HeldDeltas(index);
            held = deltas;
        }
        deltas.add(delta);
    }

    /** Renders what was held; this part is on stage from now on. */
    final void enter(BlockFrames blocks, ByteWriter out) {
        HeldDeltas deltas = held;
        held = null;
        if (deltas != null) {
            for (UnifiedChunk.Delta delta : deltas.take()) {
                show(delta, blocks, out);
            }
        }
    }

    final int index() {
        return index;
    }

    final boolean ended() {
        return ended;
    }

    final void end() {
        ended = true;
    }

    /** Whether this part was put in the queue before; after the call it was. */
    final boolean queue() {
        boolean before = queued;
        queued = true;
        return before;
    }
}
