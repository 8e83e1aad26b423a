package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private address of one verticle instance and the streams that end there. Registered once at start, never per call:
 * in a cluster a registration costs a millisecond and tells every node. Everything here runs on the lane's event loop.
 */
public final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    /** Takes the frames of a shared address, which open new streams. */
    public interface Opener {
        void open(Frame frame);
    }

    private final Lane lane;
    private final Hop hop;
    private final String address;
    private final Peers peers;
    private final Map<Long, StreamEnd> ends = new HashMap<>();
    private final List<MessageConsumer<Frame>> privateConsumers = new ArrayList<>();
    private final Map<String, MessageConsumer<Frame>> laneConsumers = new HashMap<>();
    private final Map<String, MessageConsumer<Frame>> sharedConsumers = new HashMap<>();
    private final Consumer<String> departures;
    private long lastId;
    private long timer = -1;

    /**
     * An endpoint that is not registered yet.
     *
     * @param role a short word, unique on the lane
     */
    public Endpoint(Lane lane, String role) {
        this.lane = lane;
        this.hop = new Hop(lane);
        this.address = lane.privateAddress(role);
        this.peers = new Peers(
                lane.node().settings().pingInterval(), lane.node().settings().peerTimeout(), System::nanoTime);
        this.departures = prefix -> lane.context().runOnContext(v -> peers.lostAll(prefix));
    }

    /** Registers the private address; done when every node can reach it. */
    public Future<Void> start() {
        lane.node().onDeparture(departures);
        timer = lane.vertx().setPeriodic(lane.node().settings().pingInterval().toMillis(), id -> tick());
        MessageConsumer<Frame> consumer = lane.vertx().eventBus().consumer(address, this::receive);
        privateConsumers.add(consumer);
        return consumer.completion();
    }

    /** Takes frames of a shared address too, on this lane's own form of it and on the cluster's. */
    public Future<Void> serve(String sharedAddress, Opener opener) {
        MessageConsumer<Frame> own = lane.vertx()
                .eventBus()
                .localConsumer(lane.laneAddress(sharedAddress), message -> open(message, opener));
        MessageConsumer<Frame> shared =
                lane.vertx().eventBus().consumer(sharedAddress, message -> open(message, opener));
        laneConsumers.put(sharedAddress, own);
        sharedConsumers.put(sharedAddress, shared);
        lane.served(sharedAddress);
        return Future.all(own.completion(), shared.completion()).mapEmpty();
    }

    /** Takes no new streams from a shared address at all; those that run go on. */
    public Future<Void> withdraw(String sharedAddress) {
        lane.unserved(sharedAddress);
        return unregister(laneConsumers.remove(sharedAddress))
                .eventually(() -> unregister(sharedConsumers.remove(sharedAddress)));
    }

    /** Takes no new streams from other lanes and nodes; calls that are already on this lane still find what they need. */
    public Future<Void> drain() {
        List<Future<Void>> unregistered = new ArrayList<>();
        for (String sharedAddress : List.copyOf(sharedConsumers.keySet())) {
            lane.node().unserved(sharedAddress);
            unregistered.add(unregister(sharedConsumers.remove(sharedAddress)));
        }
        return Future.join(unregistered).mapEmpty();
    }

    /** Unregisters everything. Streams that are still open are not told: end them first. */
    public Future<Void> stop() {
        lane.node().offDeparture(departures);
        if (timer >= 0) {
            lane.vertx().cancelTimer(timer);
        }
        List<Future<Void>> unregistered = new ArrayList<>();
        laneConsumers.values().forEach(consumer -> unregistered.add(consumer.unregister()));
        sharedConsumers.values().forEach(consumer -> unregistered.add(consumer.unregister()));
        privateConsumers.forEach(consumer -> unregistered.add(consumer.unregister()));
        return Future.join(unregistered).mapEmpty();
    }

    private static Future<Void> unregister(@Nullable MessageConsumer<Frame> consumer) {
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }

    public Lane lane() {
        return lane;
    }

    public Hop hop() {
        return hop;
    }

    public String address() {
        return address;
    }

    /** The number of streams that end here. */
    public int openStreams() {
        return ends.size();
    }

    /** The open ends, copied. */
    public List<StreamEnd> ends() {
        return List.copyOf(ends.values());
    }

    /** Opens an end of a stream: its id exists before anything is sent. */
    public long register(StreamEnd end) {
        ends.put(++lastId, end);
        return lastId;
    }

    public void unregister(long id) {
        ends.remove(id);
    }

    /** From now on the end hears of the peer's loss. A peer on the same event loop cannot be lost alone. */
    public void watch(String peer, StreamEnd end) {
        if (!lane.sameLoop(peer)) {
            peers.watch(peer, end);
        }
    }

    public void unwatch(String peer, StreamEnd end) {
        peers.unwatch(peer, end);
    }

    /** Sends a frame to a peer. A write that fails loses the peer, and all streams shared with it. */
    public void send(String peer, long senderStream, long peerStream, FrameBody body) {
        Future<Void> written = hop.toPrivate(peer, new Frame(address, senderStream, peerStream, body));
        if (!lane.sameLoop(peer)) {
            written.onFailure(e -> lane.context().runOnContext(v -> peers.lost(peer)));
        }
    }

    /** How long a stream may be silent before its other end is asked whether it still knows it. */
    public long probeNanos() {
        return lane.node().settings().peerTimeout().toNanos();
    }

    private void tick() {
        peers.tick(peer -> send(peer, 0, 0, new FrameBody.Ping()));
        if (!ends.isEmpty()) {
            long now = System.nanoTime();
            List.copyOf(ends.values()).forEach(end -> end.tick(now));
        }
    }

    private void receive(Message<Frame> message) {
        Frame frame = message.body();
        if (headless(frame)) {
            return;
        }
        peers.heard(frame.from());
        switch (frame.body()) {
            case FrameBody.Ping ignored -> send(frame.from(), 0, 0, new FrameBody.Pong());
            case FrameBody.Pong ignored -> {}
            default -> deliver(frame);
        }
    }

    /** Whether nobody knows whose frame it is. It is told here only; the stream it belonged to finds the gap. */
    private static boolean headless(Frame frame) {
        boolean headless = frame.from().equals(Frame.NOBODY);
        if (headless) {
            LOG.warn("Dropped a frame whose head cannot be read");
        }
        return headless;
    }

    private void deliver(Frame frame) {
        StreamEnd end = ends.get(frame.stream());
        if (end == null) {
            tellStranger(frame);
            return;
        }
        try {
            end.frame(frame);
        } catch (RuntimeException bug) {
            LOG.error("A frame handler failed", bug);
            end.broken(bug);
        }
    }

    /** A stream that is not, or no more, open here: whoever works for it must stop, whoever waits for it must know. */
    private void tellStranger(Frame frame) {
        switch (frame.body()) {
            case FrameBody.Data ignored -> send(frame.from(), 0, frame.sender(), new FrameBody.Cancel());
            case FrameBody.Accepted ignored -> send(frame.from(), 0, frame.sender(), new FrameBody.Cancel());
            case FrameBody.Probe ignored -> send(frame.from(), 0, frame.sender(), new FrameBody.Unknown());
            default -> {}
        }
    }

    private void open(Message<Frame> message, Opener opener) {
        Frame frame = message.body();
        if (headless(frame)) {
            return;
        }
        try {
            if (frame.body() instanceof FrameBody.Unreadable other) {
                LOG.warn("Refused a frame of protocol version {} from {}", other.version(), frame.from());
                send(frame.from(), 0, frame.sender(), new FrameBody.Unreadable(FrameCodec.VERSION));
            } else {
                opener.open(frame);
            }
        } catch (RuntimeException bug) {
            LOG.error("Opening a stream failed", bug);
            refuse(frame, Fault.of(FaultKind.INTERNAL, "The gateway failed to handle the request."));
        }
    }

    /** Answers a frame that asked for a stream with a fault. */
    public void refuse(Frame frame, Fault fault) {
        switch (frame.body()) {
            case FrameBody.Dispatch dispatch ->
                send(
                        frame.from(),
                        0,
                        frame.sender(),
                        new FrameBody.Refused(dispatch.call().dispatch(), fault));
            case FrameBody.Attempt attempt ->
                send(
                        frame.from(),
                        0,
                        frame.sender(),
                        new FrameBody.Failed(attempt.request().attempt(), fault));
            default -> {}
        }
    }
}
