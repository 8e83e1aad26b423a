package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.connector.wire.GzipStream;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Undoes gzip in front of another decoder, for providers that compress although asked not to (H8). */
final class InflatingDecoder implements EventDecoder {
    private final EventDecoder plain;
    private final ChatAnswer answer;
    private final GzipStream gzip = new GzipStream();
    private boolean ended;

    InflatingDecoder(EventDecoder plain, ChatAnswer answer) {
        this.plain = plain;
        this.answer = answer;
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        if (ended) {
            return;
        }
        ByteView view = ByteView.of(bytes);
        try {
            gzip.feed(
                    view.bytes(),
                    view.offset(),
                    view.length(),
                    (inflated, length) -> plain.decode(Buffer.buffer(length).appendBytes(inflated, 0, length), out));
        } catch (FaultException broken) {
            close();
            answer.to(out);
            answer.fail(broken.fault());
        }
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        if (!ended) {
            close();
            plain.end(out);
        }
    }

    @Override
    public boolean awaitingUsage() {
        return !ended && plain.awaitingUsage();
    }

    private void close() {
        ended = true;
        gzip.close();
    }
}
