package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ingress's half of a call's stream. It asks a router, asks another where the first one dies before anybody answers,
 * takes the first attempt that sends events and cancels any other, checks that no frame is missing or doubled, and gives
 * credit back. Exactly one of {@link Listener#ended} and {@link Listener#failed} is called, unless the owner cancels first.
 * Owned by one call, used on its event loop.
 */
public final class InboundStream implements StreamEnd {
    /** How long a router may take to say that it has the call. */
    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_DISPATCHES = 3;
    private static final int NONE = -1;

    /** Hears of the answer. */
    public interface Listener {
        /** An attempt is the answer; its first events follow at once. */
        void answeredBy(Origin origin);

        /**
         * The next events, never terminal ones but a provider's own {@link UnifiedChunk.Finished}.
         *
         * @param bytes to be given back with {@link InboundStream#grant} once the client's socket has taken them
         */
        void events(List<UnifiedChunk> events, int bytes);

        /** Nobody could answer, though these were asked, oldest first; {@link #failed} follows at once. */
        default void tried(List<Tried> attempts) {}

        /** The answer is whole; nothing follows. */
        void ended();

        /** There is no answer, or it broke off; nothing follows. */
        void failed(Fault fault);
    }

    private final Endpoint endpoint;
    private final Listener listener;
    private final int window;
    private final long id;
    private final long deadlineNanos;
    private CallRequest call;
    private Hop.Reach reach = Hop.Reach.NEAREST;
    private @Nullable String router;
    private long routerStream;
    private long handshakeTimer = NONE;
    private int attempt = NONE;
    private String connector = "";
    private long connectorStream;
    private int nextSeq;
    private long count;
    private long taken;
    private long granted;
    private long heardNanos = System.nanoTime();
    private boolean done;

    /** A stream that has an id and has sent nothing yet. */
    public InboundStream(Endpoint endpoint, CallRequest call, Listener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.call = call;
        this.window = call.credit();
        this.deadlineNanos =
                System.nanoTime() + Duration.ofMillis(call.deadlineMillis()).toNanos();
        this.id = endpoint.register(this);
    }

    /** Asks a router. */
    public void dispatch() {
        int dispatch = call.dispatch();
        Frame frame = new Frame(endpoint.address(), id, 0, new FrameBody.Dispatch(call));
        boolean onLoop = reach == Hop.Reach.NEAREST && endpoint.hop().staysOnLoop(Addresses.ROUTE);
        if (!onLoop) {
            handshakeTimer = endpoint.lane()
                    .vertx()
                    .setTimer(HANDSHAKE_TIMEOUT.toMillis(), timer -> redispatch(dispatch, "No router took the call."));
        }
        endpoint.hop()
                .toShared(Addresses.ROUTE, frame, reach)
                .onFailure(e ->
                        endpoint.lane().context().runOnContext(v -> redispatch(dispatch, "No router can be reached.")));
    }

    /** Whether an attempt has sent events. */
    public boolean adopted() {
        return attempt != NONE;
    }

    /** Gives back credit for bytes that the client's socket took; sent in halves of the window. */
    public void grant(int bytes) {
        taken += bytes;
        if (taken - granted >= window / 2 && adopted() && !done) {
            granted = taken;
            endpoint.send(connector, id, connectorStream, new FrameBody.Credit(granted));
        }
    }

    /** Nobody wants the answer any more: whoever works for it is told to stop. The listener hears nothing. */
    public void cancel() {
        if (!done) {
            finish(true);
        }
    }

    /** Breaks the stream off with a fault of the owner's, such as its deadline. */
    public void fail(Fault fault) {
        if (!done) {
            finish(true);
            listener.failed(fault);
        }
    }

    @Override
    public void frame(Frame frame) {
        if (!(frame.body() instanceof FrameBody.Probe)) {
            heardNanos = System.nanoTime();
        }
        switch (frame.body()) {
            case FrameBody.Accepted accepted -> accepted(frame, accepted);
            case FrameBody.Data data -> data(frame, data);
            case FrameBody.End end -> end(frame, end);
            case FrameBody.Failed error -> {
                if (error.attempt() == attempt) {
                    finish(false);
                    listener.failed(error.fault());
                }
            }
            case FrameBody.Refused refused -> {
                if (refused.dispatch() == call.dispatch() && !adopted()) {
                    finish(false);
                    if (!refused.tried().isEmpty()) {
                        listener.tried(refused.tried());
                    }
                    listener.failed(refused.fault());
                }
            }
            case FrameBody.Unreadable ignored -> {
                if (!adopted()) {
                    redispatch(call.dispatch(), "The router speaks another version of the protocol.");
                } else if (frame.from().equals(connector) && frame.sender() == connectorStream) {
                    lostFrames();
                }
            }
            case FrameBody.Unknown ignored -> unknown(frame.from());
            case FrameBody.Position position -> {
                if (position.attempt() == attempt && position.seq() != nextSeq) {
                    lostFrames();
                }
            }
            case FrameBody.Dispatch ignored -> {}
            case FrameBody.Attempt ignored -> {}
            case FrameBody.Committed ignored -> {}
            case FrameBody.Credit ignored -> {}
            case FrameBody.Probe ignored -> {
                if (adopted() && !(frame.from().equals(connector) && frame.sender() == connectorStream)) {
                    endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Cancel());
                }
            }
            case FrameBody.Cancel ignored -> {}
            case FrameBody.Ping ignored -> {}
            case FrameBody.Pong ignored -> {}
        }
    }

    @Override
    public void peerLost(String address) {
        if (done) {
            return;
        }
        if (!adopted()) {
            redispatch(call.dispatch(), "The router was lost.");
        } else if (address.equals(connector)) {
            fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The node that produced the answer was lost."));
        }
    }

    @Override
    public void broken(Throwable bug) {
        fail(Fault.from(bug));
    }

    /** A stream that was silent for long asks whether anybody still works for it and how far it has come. */
    @Override
    public void tick(long nowNanos) {
        if (nowNanos - heardNanos < endpoint.probeNanos()) {
            return;
        }
        heardNanos = nowNanos;
        String current = router;
        if (adopted()) {
            granted = taken;
            endpoint.send(connector, id, connectorStream, new FrameBody.Probe(granted));
        } else if (current != null) {
            endpoint.send(current, id, routerStream, new FrameBody.Probe(0));
        }
    }

    /** The frame that ended the stream over there never came. */
    private void unknown(String from) {
        if (adopted() && from.equals(connector)) {
            lostFrames();
        } else if (!adopted() && from.equals(router)) {
            redispatch(call.dispatch(), "The router's answer was lost.");
        }
    }

    private void accepted(Frame frame, FrameBody.Accepted accepted) {
        if (accepted.attempt() != call.dispatch()) {
            endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Cancel());
            return;
        }
        cancelHandshakeTimer();
        if (!adopted()) {
            router = frame.from();
            routerStream = frame.sender();
            endpoint.watch(frame.from(), this);
        }
    }

    private void redispatch(int dispatch, String why) {
        if (done || adopted() || dispatch != call.dispatch()) {
            return;
        }
        releaseRouter(true);
        long remaining = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (dispatch + 1 >= MAX_DISPATCHES || remaining <= 0) {
            fail(Fault.of(FaultKind.UNAVAILABLE, why));
            return;
        }
        call = call.again(dispatch + 1, remaining);
        reach = Hop.Reach.ANY_NODE;
        dispatch();
    }

    private void data(Frame frame, FrameBody.Data data) {
        if (take(frame, data.attempt(), data.seq(), data.events(), data.origin())) {
            listener.events(data.events(), data.bytes());
        }
    }

    private void end(Frame frame, FrameBody.End end) {
        if (!take(frame, end.attempt(), end.seq(), end.events(), end.origin())) {
            return;
        }
        if (count != end.count()) {
            lostFrames();
            return;
        }
        // A listener that fails here, or wants no more, hears of it as in the middle of the stream.
        listener.events(end.events(), end.bytes());
        if (!done) {
            finish(false);
            listener.ended();
        }
    }

    /** Whether the frame is the next one of the one attempt this stream takes. */
    private boolean take(Frame frame, int frameAttempt, int seq, List<UnifiedChunk> events, @Nullable Origin origin) {
        if (!adopted()) {
            adopt(frame, frameAttempt);
        } else if (frameAttempt != attempt) {
            endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Cancel());
            return false;
        }
        if (seq != nextSeq) {
            lostFrames();
            return false;
        }
        nextSeq++;
        count += events.size();
        if (origin != null) {
            listener.answeredBy(origin);
        }
        return !done;
    }

    private void adopt(Frame frame, int frameAttempt) {
        cancelHandshakeTimer();
        releaseRouter(false);
        attempt = frameAttempt;
        connector = frame.from();
        connectorStream = frame.sender();
        endpoint.watch(connector, this);
    }

    private void lostFrames() {
        fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "A part of the answer was lost inside the gateway."));
    }

    private void finish(boolean tellPeers) {
        done = true;
        cancelHandshakeTimer();
        releaseRouter(tellPeers);
        if (adopted()) {
            endpoint.unwatch(connector, this);
            if (tellPeers) {
                endpoint.send(connector, id, connectorStream, new FrameBody.Cancel());
            }
        }
        endpoint.unregister(id);
    }

    private void releaseRouter(boolean cancel) {
        String current = router;
        if (current != null) {
            router = null;
            endpoint.unwatch(current, this);
            if (cancel) {
                endpoint.send(current, id, routerStream, new FrameBody.Cancel());
            }
        }
    }

    private void cancelHandshakeTimer() {
        if (handshakeTimer != NONE) {
            endpoint.lane().vertx().cancelTimer(handshakeTimer);
            handshakeTimer = NONE;
        }
    }
}
