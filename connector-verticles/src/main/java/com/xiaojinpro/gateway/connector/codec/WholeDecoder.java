package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Decodes an answer that comes as one JSON value, asked for or not (H33), or an error in its place (H115). */
public final class WholeDecoder implements EventDecoder {
    private final AnswerReader answer;
    private final int maxBytes;
    private final Buffer body = Buffer.buffer();

    public WholeDecoder(AnswerReader answer, int maxBytes) {
        this.answer = answer;
        this.maxBytes = maxBytes;
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        if (answer.ended()) {
            return;
        }
        if ((long) body.length() + bytes.length() > maxBytes) {
            answer.to(out);
            answer.fail(Fault.of(
                    FaultKind.STREAM_INCOMPLETE, "The provider sent an answer of more than " + maxBytes + " bytes."));
            return;
        }
        body.appendBuffer(bytes);
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        if (answer.ended()) {
            return;
        }
        answer.to(out);
        ByteView view = ByteView.of(body);
        answer.accept(view.bytes(), view.offset(), view.length(), "", true);
        if (!answer.ended()) {
            answer.endOfAnswer();
        }
    }

    @Override
    public boolean awaitingUsage() {
        return false;
    }
}
