package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;

/**
 * Makes events of one answer from its JSON values, in one dialect; where a value begins and ends in the bytes, a {@link
 * StreamDecoder} or a {@link WholeDecoder} knows. Whatever it cannot read ends the answer with a fault, it never throws.
 * Used by one decoder on one thread.
 */
public interface AnswerReader {

    /** The list the next events go to. */
    void to(List<UnifiedChunk> out);

    /** Whether a terminal event was given; nothing may follow. */
    boolean ended();

    /** Whether the provider has said how the answer ended and only usage may follow (H18). */
    boolean finished();

    /**
     * Takes one JSON value: an event of a stream, or a whole answer.
     *
     * @param eventName the name of the server-sent event, empty for none
     * @param whole whether it is the whole answer
     */
    void accept(byte[] bytes, int offset, int length, String eventName, boolean whole);

    /** A stream's {@code [DONE]}. */
    void done();

    /** The bytes of a stream ended. */
    void endOfBytes();

    /** The bytes of a whole answer ended. */
    void endOfAnswer();

    /** Ends the answer with a fault. */
    void fail(Fault fault);
}
