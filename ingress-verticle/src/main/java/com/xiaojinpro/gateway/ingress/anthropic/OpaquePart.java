package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;

/** A block that only Anthropic knows; it comes whole. */
final class OpaquePart extends ShownPart {
    private final String json;

    OpaquePart(String json) {
        super(-1);
        this.json = json;
        end();
    }

    @Override
    boolean ready() {
        return true;
    }

    @Override
    void show(UnifiedChunk.Delta delta, BlockFrames blocks, ByteWriter out) {
        throw new IllegalStateException("an opaque block has no deltas");
    }

    @Override
    void finish(BlockFrames blocks, ByteWriter out) {
        blocks.opaque(json, out);
    }
}
