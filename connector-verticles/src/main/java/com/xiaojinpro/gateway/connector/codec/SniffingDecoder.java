package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the first byte that means something how an answer is read: a brace or bracket begins JSON, anything else is
 * a stream of events. Content types are missing or wrong too often to be believed alone (H33).
 */
public final class SniffingDecoder implements EventDecoder {
    private final AnswerReader answer;
    private final int maxBytes;
    private final boolean streamByDefault;
    /** White space that came before anything that means something. */
    private final Buffer blank = Buffer.buffer();

    private @Nullable EventDecoder chosen;

    /**
     * @param streamByDefault what an answer without any byte is read as
     */
    public SniffingDecoder(AnswerReader answer, int maxBytes, boolean streamByDefault) {
        this.answer = answer;
        this.maxBytes = maxBytes;
        this.streamByDefault = streamByDefault;
    }

    @Override
    public void decode(Buffer bytes, List<UnifiedChunk> out) {
        EventDecoder decoder = chosen;
        if (decoder != null) {
            decoder.decode(bytes, out);
            return;
        }
        int begin = firstMeaning(bytes);
        if (begin < 0) {
            if (blank.length() + bytes.length() <= maxBytes) {
                blank.appendBuffer(bytes);
            }
            return;
        }
        byte b = bytes.getByte(begin);
        decoder = choose(b != '{' && b != '[');
        if (blank.length() > 0) {
            decoder.decode(blank, out);
        }
        decoder.decode(bytes, out);
    }

    @Override
    public void end(List<UnifiedChunk> out) {
        EventDecoder decoder = chosen;
        (decoder == null ? choose(streamByDefault) : decoder).end(out);
    }

    @Override
    public boolean awaitingUsage() {
        EventDecoder decoder = chosen;
        return decoder != null && decoder.awaitingUsage();
    }

    private EventDecoder choose(boolean stream) {
        EventDecoder decoder = stream ? new StreamDecoder(answer, maxBytes) : new WholeDecoder(answer, maxBytes);
        chosen = decoder;
        return decoder;
    }

    /** The first byte that is neither white space nor part of a byte-order mark; -1 for none. */
    private static int firstMeaning(Buffer bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            switch (bytes.getByte(i)) {
                case ' ', '\t', '\n', '\r', (byte) 0xEF, (byte) 0xBB, (byte) 0xBF -> {}
                default -> {
                    return i;
                }
            }
        }
        return -1;
    }
}
