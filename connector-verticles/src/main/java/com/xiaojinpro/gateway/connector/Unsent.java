package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.OutboundStream;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an exchange has decoded and not sent yet. A burst comes as many buffers of one read, each a chunk of the HTTP framing;
 * sent one by one, each would cost a frame, a write and a flush of its own. Owned by one exchange, used on its event loop.
 */
final class Unsent {
    /** So many bytes are not held for the end of the turn: memory and credit are bounded by them. */
    private static final int BATCH_BYTES = 16 * 1024;

    private final OutboundStream out;
    private final Supplier<Origin> origin;
    private List<UnifiedChunk> events = new ArrayList<>();
    private int bytes;
    private boolean named;

    /**
     * @param origin asked once, before the first events are sent
     */
    Unsent(OutboundStream out, Supplier<Origin> origin) {
        this.out = out;
        this.origin = origin;
    }

    /** Where decoded events are added. */
    List<UnifiedChunk> events() {
        return events;
    }

    /**
     * Counts bytes of the provider that were decoded.
     *
     * @return whether enough are held to be sent now
     */
    boolean decoded(int length) {
        bytes += length;
        return bytes >= BATCH_BYTES;
    }

    /**
     * Sends what there is, as one frame.
     *
     * @throws RuntimeException where the events break the grammar
     */
    void send() {
        List<UnifiedChunk> batch = events;
        int size = bytes;
        bytes = 0;
        if (batch.isEmpty()) {
            return;
        }
        events = new ArrayList<>();
        if (!named) {
            named = true;
            out.origin(origin.get());
        }
        out.send(batch, size);
    }

    /** Forgets what there is. */
    void drop() {
        events = new ArrayList<>();
        bytes = 0;
    }
}
