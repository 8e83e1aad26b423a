package com.xiaojinpro.gateway.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.PartKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two halves of a stream against each other, over a real event bus. The ingress is on one node, the rest on another. */
class StreamTest {
    private static final int WINDOW = 64 * 1024;
    private static final GatewayConfig.Cluster SETTINGS = new GatewayConfig.Cluster(
            false, "test", "localhost", 0, List.of(), 0, Duration.ofHours(1), Duration.ofHours(3));
    private static final Tried BUSY = new Tried("q", "n", FaultKind.OVERLOADED, 529);
    private static final Origin ORIGIN = new Origin("p", "m", 5, List.of());
    private static final Target TARGET = new Target("p", "m", null, null, Timeouts.DEFAULT);
    private static final Fault FAULT = Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "The provider is down.");
    private static final UnifiedChunk STARTED =
            new UnifiedChunk.Started("id", "m", 1, Dialect.OPENAI_CHAT, Extras.NONE);
    private static final UnifiedChunk PART = UnifiedChunk.PartStarted.of(0, PartKind.TEXT);
    private static final UnifiedChunk TEXT = UnifiedChunk.Delta.content(0, "hello");
    private static final UnifiedChunk PART_END = new UnifiedChunk.PartEnded(0);
    private static final UnifiedChunk FINISHED = UnifiedChunk.Finished.of(FinishReason.STOP, "stop");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Node near = new Node("near", SETTINGS);
    private final Node far = new Node("far", SETTINGS);
    private final Endpoint ingress = new Endpoint(new Lane(vertx, context, near, 0), "ingress");
    private final Endpoint router = new Endpoint(new Lane(vertx, context, far, 0), "router");
    private final Endpoint connector = new Endpoint(new Lane(vertx, context, far, 0), "connector");
    private final Heard client = new Heard();
    private final Heard plan = new Heard();
    private final Heard upstream = new Heard();
    private final BlockingQueue<OutboundStream> attempts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> dispatches = new LinkedBlockingQueue<>();
    private boolean holdBack = true;
    private List<Tried> tried = List.of();

    @BeforeEach
    void start() {
        vertx.eventBus().registerDefaultCodec(Frame.class, new FrameCodec());
        on(() -> Future.all(ingress.start(), router.start(), connector.start()));
        on(() -> connector.serve(Addresses.connect("p"), this::attempt));
    }

    @AfterEach
    void stop() {
        on(() -> Future.all(ingress.stop(), router.stop(), connector.stop()));
        join(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEventsArriveInOrderAndTheAnswerEndsOnce(boolean held) {
        holdBack = held;
        call();
        OutboundStream out = next(attempts);
        send(out, 10, STARTED);
        send(out, 20, PART, TEXT);
        send(out, 30, UnifiedChunk.Delta.content(0, " world"));
        send(out, 0);
        send(out, 40, PART_END, FINISHED);
        assertThat(client.next()).isEqualTo(ORIGIN);
        if (held) {
            heardEvents(30, STARTED, PART, TEXT);
        } else {
            heardEvents(10, STARTED);
            heardEvents(20, PART, TEXT);
        }
        heardEvents(30, UnifiedChunk.Delta.content(0, " world"));
        heardEvents(40, PART_END, FINISHED);
        assertThat(client.next()).isEqualTo("ended");
        send(out, 5, TEXT);
        settle();
        client.assertNothingMore();
        upstream.assertNothingMore();
        assertThat(plan.next()).isEqualTo(new FrameBody.Accepted(7));
        assertThat(plan.next()).isEqualTo(new FrameBody.Committed(7));
        plan.assertNothingMore();
        assertThat(out.done() && out.committed()).isTrue();
        assertThat(ingress.openStreams() + connector.openStreams()).isZero();
    }

    @Test
    void aFailureBeforeContentGoesToTheRouterAndTheClientHearsNothing() {
        call();
        OutboundStream out = next(attempts);
        send(out, 10, STARTED, PART);
        run(() -> {
            out.fail(FAULT);
            out.fail(FAULT);
        });
        assertThat(plan.next()).isEqualTo(new FrameBody.Accepted(7));
        assertThat(plan.next()).isEqualTo(new FrameBody.Failed(7, FAULT));
        settle();
        plan.assertNothingMore();
        client.assertNothingMore();
        assertThat(out.committed()).isFalse();
    }

    @Test
    void aFailureAfterContentGoesToTheClient() {
        call();
        OutboundStream out = next(attempts);
        send(out, 10, STARTED, PART, TEXT);
        run(() -> {
            out.fail(FAULT);
        });
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(10, STARTED, PART, TEXT);
        assertThat(client.next()).isEqualTo(FAULT);
        settle();
        client.assertNothingMore();
    }

    /** What came before the failure is sent, and does not make the answer whole. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamCutInTheMiddleOfABufferNeverEndsCleanly(boolean committed) {
        call();
        OutboundStream out = next(attempts);
        if (committed) {
            send(out, 10, STARTED, PART, TEXT);
            send(out, 20, UnifiedChunk.Delta.content(0, "!"), new UnifiedChunk.Failed(FAULT));
        } else {
            send(out, 10, STARTED, PART, TEXT, new UnifiedChunk.Failed(FAULT));
        }
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(10, STARTED, PART, TEXT);
        if (committed) {
            heardEvents(20, UnifiedChunk.Delta.content(0, "!"));
        }
        assertThat(client.next()).isEqualTo(FAULT);
        settle();
        client.assertNothingMore();
    }

    @Test
    void anAttemptThatFailsAtOnceTellsTheRouterOnly() {
        call();
        send(next(attempts), 10, STARTED, new UnifiedChunk.Failed(FAULT));
        assertThat(plan.next()).isEqualTo(new FrameBody.Accepted(7));
        assertThat(plan.next()).isEqualTo(new FrameBody.Failed(7, FAULT));
        settle();
        client.assertNothingMore();
    }

    @Test
    void aSlowClientStopsTheConnectorUntilItHasTakenEnough() {
        InboundStream in = call();
        OutboundStream out = next(attempts);
        send(out, WINDOW - 1, STARTED, PART, TEXT);
        assertThat(out.writable()).isTrue();
        send(out, 1, TEXT);
        assertThat(out.writable()).isFalse();
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(WINDOW - 1, STARTED, PART, TEXT);
        heardEvents(1, TEXT);
        grant(in, WINDOW / 2 - 1);
        settle();
        upstream.assertNothingMore();
        grant(in, 1);
        assertThat(upstream.next()).isEqualTo("writable");
        assertThat(out.writable()).isTrue();
        grant(in, WINDOW / 2);
        settle();
        upstream.assertNothingMore();
    }

    @Test
    void onlyTheFirstAttemptThatSendsIsTaken() {
        CallEnd call = puppetCall();
        Heard second = new Heard();
        long secondId = register(connector, second);
        data(call, call.puppetId, 1, 0, STARTED);
        data(call, secondId, 2, 0, STARTED);
        assertThat(second.next()).isEqualTo(new FrameBody.Cancel());
        heardEvents(1, STARTED);
        settle();
        client.assertNothingMore();
        upstream.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void aDoubledOrMissingFrameBreaksTheStream(int seq) {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        data(call, call.puppetId, 1, seq, PART);
        heardEvents(1, STARTED);
        heardFailure(FaultKind.STREAM_INCOMPLETE);
        assertThat(upstream.next()).isEqualTo(new FrameBody.Cancel());
        data(call, call.puppetId, 1, 1, PART);
        assertThat(upstream.next()).isEqualTo(new FrameBody.Cancel());
        client.assertNothingMore();
    }

    @Test
    void anEndThatCountsMoreEventsThanCameIsNoEnd() {
        CallEnd call = puppetCall();
        say(call, call.puppetId, new FrameBody.End(1, 0, 1, List.of(STARTED, FINISHED), 3, null));
        heardFailure(FaultKind.STREAM_INCOMPLETE);
        settle();
        client.assertNothingMore();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesStopsTheConnector(boolean owner) {
        InboundStream in = call();
        OutboundStream out = next(attempts);
        send(out, 10, STARTED, PART, TEXT);
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(10, STARTED, PART, TEXT);
        run(() -> {
            if (owner) {
                in.cancel();
                in.cancel();
            } else {
                in.fail(FAULT);
                in.fail(FAULT);
            }
        });
        assertThat(upstream.next()).isEqualTo("cancelled");
        if (!owner) {
            assertThat(client.next()).isEqualTo(FAULT);
        }
        send(out, 5, TEXT);
        settle();
        client.assertNothingMore();
        upstream.assertNothingMore();
    }

    @Test
    void aClientThatLeavesBeforeAnyAnswerStopsTheRouter() {
        InboundStream in = call();
        next(attempts);
        assertThat(plan.next()).isEqualTo(new FrameBody.Accepted(7));
        settle();
        run(() -> {
            in.cancel();
        });
        assertThat(plan.next()).isEqualTo(new FrameBody.Cancel());
        client.assertNothingMore();
    }

    @Test
    void aProbeOfAStreamThatEndedIsAnsweredWithUnknown() {
        Heard asking = new Heard();
        long id = register(connector, asking);
        run(() -> {
            connector.send(ingress.address(), id, 99, new FrameBody.Probe(0));
            connector.send(ingress.address(), id, 99, new FrameBody.Accepted(0));
            connector.send(ingress.address(), id, 99, new FrameBody.Credit(0));
        });
        assertThat(asking.next()).isEqualTo(new FrameBody.Unknown());
        assertThat(asking.next()).isEqualTo(new FrameBody.Cancel());
        settle();
        asking.assertNothingMore();
    }

    @Test
    void aSilentStreamThatLivesGoesOnAfterAProbe() {
        InboundStream in = call();
        OutboundStream out = next(attempts);
        send(out, WINDOW, STARTED, PART, TEXT);
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(WINDOW, STARTED, PART, TEXT);
        grant(in, 100);
        settle();
        upstream.assertNothingMore();
        longSilence(in);
        assertThat(upstream.next()).as("a probe gives credit too").isEqualTo("writable");
        longSilence(out);
        settle();
        client.assertNothingMore();
        upstream.assertNothingMore();
    }

    @Test
    void aLostEndIsFoundByAProbe() {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        heardEvents(1, STARTED);
        run(() -> {
            connector.unregister(call.puppetId);
        });
        longSilence(call.in);
        heardFailure(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void aLostFrameIsFoundByThePositionOfTheOtherEnd() {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        heardEvents(1, STARTED);
        longSilence(call.in);
        assertThat(upstream.next()).isEqualTo(new FrameBody.Probe(0));
        say(call, call.puppetId, new FrameBody.Position(1, 1));
        settle();
        client.assertNothingMore();
        say(call, call.puppetId, new FrameBody.Position(1, 2));
        heardFailure(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void aConnectorWhoseIngressForgotTheCallStops() {
        InboundStream in = call();
        OutboundStream out = next(attempts);
        run(() -> {
            ingress.ends().forEach(end -> assertThat(end).isSameAs(in));
            ingress.unregister(1);
        });
        longSilence(out);
        assertThat(upstream.next()).isEqualTo("cancelled");
    }

    @Test
    void anAttemptThatIsNotTheAnswerIsStoppedByItsProbe() {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        Heard other = new Heard();
        long otherId = register(connector, other);
        say(call, otherId, new FrameBody.Probe(0));
        assertThat(other.next()).isEqualTo(new FrameBody.Cancel());
        say(call, call.puppetId, new FrameBody.Probe(0));
        settle();
        upstream.assertNothingMore();
    }

    @Test
    void aBreachOfTheGrammarIsABug() {
        call();
        OutboundStream out = next(attempts);
        assertThatThrownBy(() -> send(out, 1, TEXT)).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutARouterTheCallIsUnavailable() {
        InboundStream in = inbound();
        run(() -> {
            in.dispatch();
        });
        heardFailure(FaultKind.UNAVAILABLE);
        settle();
        client.assertNothingMore();
        assertThat(ingress.openStreams()).isZero();
    }

    @Test
    void aRefusalIsTheAnswer() {
        route(frame -> router.refuse(frame, FAULT));
        dispatch();
        assertThat(client.next()).isEqualTo(FAULT);
        settle();
        client.assertNothingMore();
    }

    @Test
    void whatWasTriedBeforeTheAnswerIsToldWithIt() {
        tried = List.of(BUSY);
        call();
        send(next(attempts), 10, STARTED, PART, TEXT);
        assertThat(client.next()).isEqualTo(new Origin("p", "m", 5, List.of(), List.of(BUSY)));
    }

    @Test
    void whatWasTriedInVainIsToldBeforeTheRefusal() {
        route(frame -> router.send(frame.from(), 1, frame.sender(), new FrameBody.Refused(0, FAULT, List.of(BUSY))));
        dispatch();
        assertThat(client.next()).isEqualTo(List.of(BUSY));
        assertThat(client.next()).isEqualTo(FAULT);
    }

    @Test
    void aRouterThatThrowsRefuses() {
        route(frame -> {
            throw new IllegalArgumentException("a bug");
        });
        dispatch();
        heardFailure(FaultKind.INTERNAL);
    }

    @Test
    void aRouterThatIsLostOrOfAnotherVersionIsReplacedTwice() {
        route(frame -> {
            dispatches.add(frame);
            router.send(frame.from(), 1, frame.sender(), new FrameBody.Accepted(dispatches.size() - 1));
        });
        dispatch();
        Frame first = next(dispatches);
        settle();
        near.departed("far");
        Frame second = next(dispatches);
        assertThat(((FrameBody.Dispatch) first.body()).call().dispatch()).isZero();
        assertThat(((FrameBody.Dispatch) second.body()).call().dispatch()).isEqualTo(1);
        run(() -> {
            router.send(second.from(), 1, second.sender(), new FrameBody.Refused(0, FAULT));
            router.send(second.from(), 1, second.sender(), new FrameBody.Unreadable(2));
        });
        assertThat(((FrameBody.Dispatch) next(dispatches).body()).call().dispatch())
                .isEqualTo(2);
        near.departed("far");
        settle();
    }

    @Test
    void aLostConnectorBreaksTheAnswerAndALostIngressStopsTheConnector() {
        call();
        OutboundStream out = next(attempts);
        send(out, 10, STARTED, PART, TEXT);
        assertThat(client.next()).isEqualTo(ORIGIN);
        heardEvents(10, STARTED, PART, TEXT);
        far.departed("near");
        assertThat(upstream.next()).isEqualTo("cancelled");
        near.departed("far");
        heardFailure(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void aWriteToAnAddressNobodyHasLosesThePeer() {
        Heard end = new Heard();
        long id = register(ingress, end);
        run(() -> {
            ingress.watch("xjp.n.gone.0.router", end);
            ingress.send("xjp.n.gone.0.router", id, 1, new FrameBody.Cancel());
        });
        assertThat(end.next()).isEqualTo("lost xjp.n.gone.0.router");
    }

    @Test
    void aHandlerThatThrowsBreaksItsOwnStreamOnly() {
        Heard end = new Heard();
        long id = register(ingress, end);
        IllegalStateException bug = new IllegalStateException("a bug");
        long broken = register(ingress, new StreamEnd() {
            @Override
            public void frame(Frame frame) {
                throw bug;
            }

            @Override
            public void peerLost(String address) {}

            @Override
            public void broken(Throwable e) {
                end.broken(e);
            }

            @Override
            public void tick(long nowNanos) {}
        });
        run(() -> {
            connector.send(ingress.address(), 0, broken, new FrameBody.Cancel());
            connector.send(ingress.address(), 0, id, new FrameBody.Cancel());
        });
        assertThat(end.next()).isSameAs(bug);
        assertThat(end.next()).isEqualTo(new FrameBody.Cancel());
    }

    @Test
    void aBugInAStreamEndsItWithAFault() {
        InboundStream in = call();
        OutboundStream out = next(attempts);
        run(() -> {
            out.broken(new IllegalStateException("a bug"));
            in.broken(new IllegalStateException("a bug"));
        });
        heardFailure(FaultKind.INTERNAL);
        assertThat(upstream.next()).isEqualTo("cancelled");
        assertThat(plan.next()).isEqualTo(new FrameBody.Accepted(7));
        assertThat(((FrameBody.Failed) plan.next()).fault().kind()).isEqualTo(FaultKind.INTERNAL);
    }

    @Test
    void aWithdrawnOrDrainedRoleTakesNoNewStreams() {
        route(frame -> router.refuse(frame, FAULT));
        Hop hop = router.hop();
        assertThat(hop.staysOnLoop(Addresses.ROUTE)).isTrue();
        on(() -> router.drain());
        assertThat(far.serves(Addresses.ROUTE)).isFalse();
        assertThat(hop.staysOnLoop(Addresses.ROUTE)).isTrue();
        on(() -> router.withdraw(Addresses.ROUTE));
        assertThat(hop.staysOnLoop(Addresses.ROUTE)).isFalse();
        dispatch();
        heardFailure(FaultKind.UNAVAILABLE);
    }

    @Test
    void aFrameOfAnotherVersionIsAnsweredWithTheOwn() {
        route(dispatches::add);
        Heard asking = new Heard();
        long id = register(ingress, asking);
        on(() -> ingress.hop()
                .toShared(
                        Addresses.ROUTE,
                        new Frame(ingress.address(), id, 0, new FrameBody.Unreadable(9)),
                        Hop.Reach.ANY_NODE));
        assertThat(asking.next()).isEqualTo(new FrameBody.Unreadable(FrameCodec.VERSION));
        assertThat(dispatches).isEmpty();
    }

    @Test
    void anUnreadableFrameOfTheAnswerBreaksItAtOnce() {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        heardEvents(1, STARTED);
        say(call, call.puppetId + 1, new FrameBody.Unreadable(FrameCodec.VERSION));
        settle();
        client.assertNothingMore();
        say(call, call.puppetId, new FrameBody.Unreadable(FrameCodec.VERSION));
        heardFailure(FaultKind.STREAM_INCOMPLETE);
        assertThat(upstream.next()).isEqualTo(new FrameBody.Cancel());
    }

    @Test
    void aFrameWithoutAReadableHeadIsDroppedAndTheStreamGoesOn() {
        CallEnd call = puppetCall();
        data(call, call.puppetId, 1, 0, STARTED);
        heardEvents(1, STARTED);
        Buffer wire = Buffer.buffer();
        new FrameCodec().encodeToWire(wire, new Frame(connector.address(), 1, 1, new FrameBody.Ping()));
        Frame headless = new FrameCodec().decodeFromWire(0, wire.slice(0, 9));
        on(() -> connector.hop().toPrivate(call.ingress, headless));
        on(() -> ingress.hop().toShared(Addresses.ROUTE, headless, Hop.Reach.ANY_NODE));
        settle();
        client.assertNothingMore();
        data(call, call.puppetId, 1, 1, PART);
        heardEvents(1, PART);
        assertThat(dispatches).isEmpty();
    }

    private record CallEnd(InboundStream in, String ingress, long ingressStream, long puppetId) {}

    /** A call whose connector is the test itself; what it hears is in {@link #upstream}. */
    private CallEnd puppetCall() {
        route(dispatches::add);
        InboundStream in = dispatch();
        Frame frame = next(dispatches);
        return new CallEnd(in, frame.from(), frame.sender(), register(connector, upstream));
    }

    private void data(CallEnd call, long from, int attempt, int seq, UnifiedChunk event) {
        say(call, from, new FrameBody.Data(attempt, seq, 1, List.of(event), null));
    }

    private void say(CallEnd call, long from, FrameBody body) {
        run(() -> {
            connector.send(call.ingress, from, call.ingressStream, body);
        });
    }

    /** A call that a router hands to a connector; the attempt is in {@link #attempts}. */
    private InboundStream call() {
        long planId = register(router, plan);
        route(frame -> {
            CallRequest call = ((FrameBody.Dispatch) frame.body()).call();
            router.send(frame.from(), planId, frame.sender(), new FrameBody.Accepted(call.dispatch()));
            AttemptRequest attempt = new AttemptRequest(frame.from(), frame.sender(), 7, holdBack, TARGET, tried, call);
            Frame opening = new Frame(router.address(), planId, 0, new FrameBody.Attempt(attempt));
            router.hop().toShared(Addresses.connect("p"), opening, Hop.Reach.NEAREST);
        });
        return dispatch();
    }

    private void attempt(Frame frame) {
        AttemptRequest request = ((FrameBody.Attempt) frame.body()).request();
        OutboundStream out = new OutboundStream(connector, frame, request, upstream);
        out.origin(ORIGIN);
        attempts.add(out);
    }

    private void route(Endpoint.Opener opener) {
        on(() -> router.serve(Addresses.ROUTE, opener));
    }

    private InboundStream dispatch() {
        InboundStream in = inbound();
        run(() -> {
            in.dispatch();
        });
        return in;
    }

    private InboundStream inbound() {
        CallRequest call = new CallRequest(
                "r",
                "",
                0,
                60_000,
                WINDOW,
                Map.of(),
                new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("m").build());
        BlockingQueue<InboundStream> made = new LinkedBlockingQueue<>();
        run(() -> {
            made.add(new InboundStream(ingress, call, client));
        });
        return next(made);
    }

    private long register(Endpoint endpoint, StreamEnd end) {
        BlockingQueue<Long> id = new LinkedBlockingQueue<>();
        run(() -> {
            id.add(endpoint.register(end));
        });
        return next(id);
    }

    private void send(OutboundStream out, int bytes, UnifiedChunk... events) {
        run(() -> {
            out.send(List.of(events), bytes);
        });
    }

    private void grant(InboundStream in, int bytes) {
        run(() -> {
            in.grant(bytes);
        });
    }

    private void longSilence(StreamEnd end) {
        run(() -> {
            end.tick(System.nanoTime());
            end.tick(System.nanoTime() + Duration.ofHours(7).toNanos());
        });
    }

    private void heardEvents(int bytes, UnifiedChunk... events) {
        assertThat(client.next()).isEqualTo(List.of(events));
        assertThat(client.next()).isEqualTo(bytes);
    }

    private void heardFailure(FaultKind kind) {
        assertThat(((Fault) client.next()).kind()).isEqualTo(kind);
    }

    /** Lets everything that is on its way arrive: every hop of a frame is one task of the one event loop. */
    private void settle() {
        for (int i = 0; i < 20; i++) {
            run(() -> {});
        }
    }

    private void run(Runnable action) {
        on(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    private void on(Supplier<Future<?>> action) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                action.get().onComplete(ok -> done.complete("done"), done::completeExceptionally);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void join(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
