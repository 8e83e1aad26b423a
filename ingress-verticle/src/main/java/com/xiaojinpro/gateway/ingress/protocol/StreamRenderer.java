package com.xiaojinpro.gateway.ingress.protocol;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.Set;

/**
 * Renders one streamed answer as server-sent events. It owns the index allocation of its dialect. A {@link
 * UnifiedChunk.Failed} becomes the dialect's error event and nothing that looks like a clean end follows. Used by one call
 * on one thread.
 */
public interface StreamRenderer {

    /** Appends whole SSE events, or nothing where the dialect does not show this chunk (yet). */
    void render(UnifiedChunk chunk, ByteWriter out);

    /** Appends what keeps a silent connection alive and means nothing: a comment, a ping. */
    void keepAlive(ByteWriter out);

    /** What of the answer, so far, the protocol had no place for: words of {@link Untold}. */
    default Set<String> dropped() {
        return Set.of();
    }
}
