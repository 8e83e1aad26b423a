package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one answer into events, wherever they are cut. Errors are events too: what cannot be read ends the
 * stream with {@link UnifiedChunk.Failed}, never with an exception and never with a clean end. Used by one exchange on one
 * thread.
 */
public interface EventDecoder {

    /** Takes the next bytes and appends the events they complete. After a terminal event it appends nothing. */
    void decode(Buffer bytes, List<UnifiedChunk> out);

    /**
     * A response ended: what to ask before the answer can go on, where the provider gives it in pieces that are asked for one by
     * one. The bytes of the next response go to this decoder, too. Null where the answer ends here; then {@link #end} follows.
     */
    default @Nullable UpstreamRequest next(List<UnifiedChunk> out) {
        return null;
    }

    /** The answer's bytes ended: appends the terminal event where it has not come yet. */
    void end(List<UnifiedChunk> out);

    /**
     * Whether the provider has said how the answer ended and only usage may follow. The exchange then waits a bounded time
     * for it and calls {@link #end} itself (H18).
     */
    boolean awaitingUsage();
}
