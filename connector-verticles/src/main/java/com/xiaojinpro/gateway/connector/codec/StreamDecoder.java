package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.sse.SseDecoder;
import com.xiaojinpro.gateway.connector.sse.SseSink;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Decodes a streamed answer: server-sent events, each one JSON value, in some dialects closed by {@code [DONE]}. */
public final class StreamDecoder implements EventDecoder, SseSink {
    private final SseDecoder events;
    private final AnswerReader answer;
    private boolean atEnd;

    public StreamDecoder(AnswerReader answer, int maxEventBytes) {
        this.answer = answer;
        this.events = new SseDecoder(maxEventBytes);
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        if (answer.ended()) {
            return;
        }
        answer.to(out);
        ByteView view = ByteView.of(bytes);
        try {
            events.feed(view.bytes(), view.offset(), view.length(), this);
        } catch (FaultException tooLong) {
            answer.fail(tooLong.fault());
        }
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        if (answer.ended()) {
            return;
        }
        answer.to(out);
        atEnd = true;
        try {
            events.end(this);
        } catch (FaultException tooLong) {
            answer.fail(tooLong.fault());
        }
        if (!answer.ended()) {
            answer.endOfBytes();
        }
    }

    @Override
    public boolean awaitingUsage() {
        return !answer.ended() && answer.finished();
    }

    @Override
    public boolean event(String name, byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (from < to && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return true;
        }
        if (isDone(bytes, from, to)) {
            answer.done();
            return false;
        }
        if (atEnd && !JsonShape.whole(bytes, from, to)) {
            // Half an event: behind the finish it can only have been usage; before it the answer broke off.
            return !answer.finished() && halfEvent();
        }
        answer.accept(bytes, from, to - from, name, false);
        return !answer.ended();
    }

    private boolean halfEvent() {
        answer.fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The provider closed the stream in the middle of an event."));
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        String done = "[DONE]";
        if (to - from < done.length()) {
            return false;
        }
        for (int i = 0; i < done.length(); i++) {
            if (bytes[from + i] != done.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
