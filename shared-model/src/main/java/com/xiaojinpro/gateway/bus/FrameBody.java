package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a frame says. The sender and receiver of each kind stand beside it. */
public sealed interface FrameBody {

    /** Ingress to router: find someone to answer this call. */
    record Dispatch(CallRequest call) implements FrameBody {}

    /** Router to ingress, connector to router: the work is taken; its progress comes from the sender of this frame. */
    record Accepted(int attempt) implements FrameBody {}

    /** Router to connector: ask this target. */
    record Attempt(AttemptRequest request) implements FrameBody {}

    /** Connector to router: content has come; the plan is over and this attempt is the answer. */
    record Committed(int attempt) implements FrameBody {}

    /**
     * Router to ingress: nobody could answer; nothing of this dispatch follows.
     *
     * @param tried the attempts of this dispatch, oldest first
     */
    record Refused(int dispatch, Fault fault, List<Tried> tried) implements FrameBody {
        public Refused {
            tried = List.copyOf(tried);
        }

        /** Nobody was asked. */
        public Refused(int dispatch, Fault fault) {
            this(dispatch, fault, List.of());
        }
    }

    /**
     * Connector to ingress: events decoded from one upstream buffer.
     *
     * @param seq counts the frames of the attempt from 0
     * @param bytes what this frame costs of the credit
     * @param origin on the first frame who answers, else null
     */
    record Data(
            int attempt,
            int seq,
            int bytes,
            List<UnifiedChunk> events,
            @Nullable Origin origin) implements FrameBody {}

    /**
     * Connector to ingress: the last events of a whole answer.
     *
     * @param seq counts on from the last {@link Data}
     * @param count all events of the attempt, those of this frame included
     * @param origin where this is the first frame, who answers, else null
     */
    record End(
            int attempt,
            int seq,
            int bytes,
            List<UnifiedChunk> events,
            long count,
            @Nullable Origin origin) implements FrameBody {}

    /** Connector to router before the commit, connector to ingress after it: the attempt failed. */
    record Failed(int attempt, Fault fault) implements FrameBody {}

    /**
     * Ingress to connector: how many bytes the client's socket has taken in all. A total, so that the next one makes good
     * for one that was lost.
     */
    record Credit(long total) implements FrameBody {}

    /**
     * Between any two ends, where a stream was silent for long: do you still know it? From the ingress it is a {@link
     * Credit} too.
     */
    record Probe(long total) implements FrameBody {}

    /**
     * Connector to ingress or router, in answer to a {@link Probe}: the stream lives.
     *
     * @param seq the number of frames sent so far; where fewer have come, one was lost
     */
    record Position(int attempt, int seq) implements FrameBody {}

    /** The answer to a {@link Probe} of a stream that has ended here: what ended it was lost on the way. */
    record Unknown() implements FrameBody {}

    /** Ingress to router or connector, router to connector: stop, nobody wants the answer. */
    record Cancel() implements FrameBody {}

    /** Between peers that share streams: are you there? */
    record Ping() implements FrameBody {}

    /** The answer to a {@link Ping}. */
    record Pong() implements FrameBody {}

    /**
     * A frame of another version of the protocol, or one that cannot be read; made by the codec only.
     *
     * @param version the version byte it came with; -1 where not even that can be read
     */
    record Unreadable(int version) implements FrameBody {}
}
