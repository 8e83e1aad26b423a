package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** An answer whose head already says that it cannot be read. */
public final class FailedDecoder implements EventDecoder {
    private final Fault fault;
    private boolean ended;

    public FailedDecoder(Fault fault) {
        this.fault = fault;
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        end(out);
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        if (!ended) {
            ended = true;
            out.add(new UnifiedChunk.Failed(fault));
        }
    }

    @Override
    public boolean awaitingUsage() {
        return false;
    }
}
