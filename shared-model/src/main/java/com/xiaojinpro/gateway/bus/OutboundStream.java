package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ChunkGrammar;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connector's half of one attempt's stream. It holds events back until the first content commits the attempt, tells
 * the router of that moment, numbers the frames, and knows how much credit the client's socket has left. Before the commit a
 * failure goes to the router, after it to the ingress. Owned by one attempt, used on its event loop.
 */
public final class OutboundStream implements StreamEnd {

    /** Hears what the other ends want. */
    public interface Listener {
        /** There is credit again after {@link OutboundStream#writable} was false. */
        void writable();

        /** Nobody wants the answer, or nobody is left to take it: stop at once. Nothing follows. */
        void cancelled();
    }

    private final Endpoint endpoint;
    private final AttemptRequest request;
    private final String router;
    private final long routerStream;
    private final Listener listener;
    private final long id;
    private final ChunkGrammar grammar = new ChunkGrammar();
    private List<UnifiedChunk> held = new ArrayList<>(4);
    private int heldBytes;
    private @Nullable Origin origin;
    private final long window;
    private long granted;
    private long spent;
    private int seq;
    private long count;
    private boolean committed;
    private boolean contentSeen;
    private long heardNanos = System.nanoTime();
    private boolean done;

    /** The half that answers a frame with an {@link FrameBody.Attempt}; it tells the router that the work is taken. */
    public OutboundStream(Endpoint endpoint, Frame opening, AttemptRequest request, Listener listener) {
        this.endpoint = endpoint;
        this.request = request;
        this.router = opening.from();
        this.routerStream = opening.sender();
        this.listener = listener;
        this.window = request.call().credit();
        this.id = endpoint.register(this);
        endpoint.watch(request.ingress(), this);
        endpoint.send(router, id, routerStream, new FrameBody.Accepted(request.attempt()));
    }

    /** Whether more bytes may be sent now. */
    public boolean writable() {
        return spent < window + granted;
    }

    /** Says who answers, before the first content is sent. */
    public void origin(Origin answering) {
        origin = answering.after(request.tried());
    }

    /** Whether the attempt is the answer: nothing else may be tried. */
    public boolean committed() {
        return committed;
    }

    /** Whether any content came, sent or not: where nobody else can answer, an attempt is committed before that (H107). */
    public boolean contentSeen() {
        return contentSeen;
    }

    public boolean done() {
        return done;
    }

    /**
     * Sends the events decoded from one upstream buffer, as one frame. A terminal event ends the stream: whole with
     * {@link UnifiedChunk.Finished}, broken with {@link UnifiedChunk.Failed}.
     *
     * @param events not used by the caller afterwards; a buffer that held no event costs nothing and is not sent
     * @param bytes what they cost
     */
    public void send(List<UnifiedChunk> events, int bytes) {
        if (done || events.isEmpty()) {
            return;
        }
        spent += bytes;
        boolean content = false;
        for (UnifiedChunk chunk : events) {
            String violation = grammar.violation(chunk);
            if (violation != null) {
                throw new IllegalStateException("the connector broke the grammar of events: " + violation);
            }
            if (chunk instanceof UnifiedChunk.Failed failed) {
                sendBefore(failed, events, bytes);
                fail(failed.fault());
                return;
            }
            content |= chunk.content();
        }
        contentSeen |= content;
        if (!committed && !content && request.holdBack()) {
            held.addAll(events);
            heldBytes += bytes;
            return;
        }
        transmit(events, bytes);
    }

    /** Breaks the attempt off. */
    public void fail(Fault fault) {
        if (done) {
            return;
        }
        finish();
        FrameBody error = new FrameBody.Failed(request.attempt(), fault);
        if (committed) {
            endpoint.send(request.ingress(), id, request.ingressStream(), error);
        } else {
            endpoint.send(router, id, routerStream, error);
        }
    }

    @Override
    public void frame(Frame frame) {
        heardNanos = System.nanoTime();
        switch (frame.body()) {
            case FrameBody.Credit credit -> granted(credit.total());
            case FrameBody.Probe probe -> {
                granted(probe.total());
                endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Position(request.attempt(), seq));
            }
            case FrameBody.Cancel ignored -> cancelled();
            case FrameBody.Unknown ignored -> cancelled();
            default -> {}
        }
    }

    @Override
    public void peerLost(String address) {
        cancelled();
    }

    @Override
    public void broken(Throwable bug) {
        fail(Fault.from(bug));
        listener.cancelled();
    }

    /**
     * Both other ends probe a silent stream. One that hears of nobody asks the ingress: a cancel may have been lost while
     * this node was cut off.
     */
    @Override
    public void tick(long nowNanos) {
        if (nowNanos - heardNanos > 2 * endpoint.probeNanos()) {
            heardNanos = nowNanos;
            endpoint.send(request.ingress(), id, request.ingressStream(), new FrameBody.Probe(0));
        }
    }

    private void granted(long total) {
        boolean wasWritable = writable();
        granted = Math.max(granted, total);
        if (!wasWritable && writable()) {
            listener.writable();
        }
    }

    private void cancelled() {
        if (!done) {
            finish();
            listener.cancelled();
        }
    }

    /** What came whole before a failure in the same buffer is still sent, where the attempt is the answer already. */
    private void sendBefore(UnifiedChunk.Failed failed, List<UnifiedChunk> events, int bytes) {
        int whole = events.indexOf(failed);
        boolean content = events.subList(0, whole).stream().anyMatch(UnifiedChunk::content);
        if (whole > 0 && (committed || content)) {
            transmit(List.copyOf(events.subList(0, whole)), bytes);
        }
    }

    private void transmit(List<UnifiedChunk> events, int bytes) {
        List<UnifiedChunk> all = events;
        int cost = bytes;
        if (!committed) {
            committed = true;
            endpoint.send(router, id, routerStream, new FrameBody.Committed(request.attempt()));
            if (!held.isEmpty()) {
                held.addAll(events);
                all = held;
                held = List.of();
            }
            cost += heldBytes;
        }
        count += all.size();
        boolean last = all.get(all.size() - 1).terminal();
        FrameBody body = last
                ? new FrameBody.End(request.attempt(), seq++, cost, all, count, origin)
                : new FrameBody.Data(request.attempt(), seq++, cost, all, origin);
        origin = null;
        if (last) {
            finish();
        }
        endpoint.send(request.ingress(), id, request.ingressStream(), body);
    }

    private void finish() {
        done = true;
        endpoint.unwatch(request.ingress(), this);
        endpoint.unregister(id);
    }
}
