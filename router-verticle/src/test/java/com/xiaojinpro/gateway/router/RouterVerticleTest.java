package com.xiaojinpro.gateway.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.Addresses;
import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.CallRequest;
import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameBody;
import com.xiaojinpro.gateway.bus.FrameCodec;
import com.xiaojinpro.gateway.bus.Hop;
import com.xiaojinpro.gateway.bus.Lane;
import com.xiaojinpro.gateway.bus.Node;
import com.xiaojinpro.gateway.bus.StreamEnd;
import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The router on a real event bus, between an ingress and connectors that the test plays. */
@Timeout(30)
class RouterVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Played ingress = new Played();
    private final Played connector = new Played();
    private final BlockingQueue<Frame> attempts = new LinkedBlockingQueue<>();
    private Endpoint ingressEnd;
    private Endpoint connectorEnd;
    private RouterVerticle router;
    private long stream;
    private long work;

    @BeforeEach
    void start() {
        vertx.eventBus().registerDefaultCodec(Frame.class, new FrameCodec());
        GatewayConfig.Cluster settings = new GatewayConfig.Cluster(
                false, "t", "127.0.0.1", 0, List.of(), 0, Duration.ofMillis(50), Duration.ofMillis(300));
        Node node = new Node("n", settings);
        ingressEnd = endpoint(node, 0, "i");
        connectorEnd = endpoint(node, 1, "c");
        Lane lane = new Lane(vertx, vertx.getOrCreateContext(), node, 2);
        RouteTable routes = new RouteTable(List.of(
                new ModelRoute("one", List.of(target("a"))),
                new ModelRoute("two", List.of(target("a"), target("b"))),
                new ModelRoute("gone", List.of(target("nowhere"), target("b")))));
        router = new RouterVerticle(lane, () -> routes, new OrderedFallback(), new Listener());
        await(connectorEnd.serve(Addresses.connect("a"), attempts::add));
        await(connectorEnd.serve(Addresses.connect("b"), attempts::add));
        await(router.start());
        stream = ingressEnd.register(ingress);
        work = connectorEnd.register(connector);
    }

    @AfterEach
    void stop() {
        await(router.stop());
        await(vertx.close());
    }

    @Test
    void aCallIsAcceptedAndHandedToTheFirstTarget() throws Exception {
        dispatch("two");
        assertThat(ingress.next(FrameBody.Accepted.class).attempt()).isZero();
        AttemptRequest request = attempt();
        assertThat(request.target().provider()).isEqualTo("a");
        assertThat(request.holdBack()).isTrue();
        assertThat(request.tried()).isEmpty();
        assertThat(request.ingress()).isEqualTo(ingressEnd.address());
    }

    @Test
    void nothingOfACallIsLeftOnceAnAttemptHasCommitted() throws Exception {
        dispatch("one");
        Frame asked = attempts.take();
        answer(asked, new FrameBody.Accepted(1));
        answer(asked, new FrameBody.Committed(1));
        untilHeard("committed a");
    }

    @Test
    void aFailedAttemptIsFollowedByTheNextTarget() throws Exception {
        dispatch("two");
        Frame first = attempts.take();
        answer(
                first,
                new FrameBody.Failed(1, Fault.of(FaultKind.OVERLOADED, "busy").withUpstreamStatus(529)));
        Frame second = attempts.take();
        AttemptRequest request = ((FrameBody.Attempt) second.body()).request();
        assertThat(request.target().provider()).isEqualTo("b");
        assertThat(request.holdBack()).isFalse();
        answer(second, new FrameBody.Failed(2, Fault.of(FaultKind.TIMEOUT, "slow")));
        Tried busy = new Tried("a", request.target().model(), FaultKind.OVERLOADED, 529);
        Tried slow = new Tried("b", request.target().model(), FaultKind.TIMEOUT, 0);
        assertThat(request.tried()).containsExactly(busy);
        FrameBody.Refused refused = ingress.next(FrameBody.Refused.class);
        assertThat(refused.fault().kind()).isEqualTo(FaultKind.TIMEOUT);
        assertThat(refused.tried()).containsExactly(busy, slow);
        untilHeard("failed a OVERLOADED", "failed b TIMEOUT");
    }

    @Test
    void aProviderThatNoNodeServesIsPassedOver() throws Exception {
        dispatch("gone");
        assertThat(attempt().target().provider()).isEqualTo("b");
    }

    @Test
    void anUnknownModelIsRefused() throws Exception {
        dispatch("nope");
        assertThat(ingress.next(FrameBody.Refused.class).fault().kind()).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void aCallerThatLeavesTakesTheAttemptAlong() throws Exception {
        dispatch("one");
        Frame asked = attempts.take();
        answer(asked, new FrameBody.Accepted(1));
        ingress.next(FrameBody.Accepted.class);
        untilWatched(asked);
        ingressEnd.send(asked.from(), stream, asked.sender(), new FrameBody.Cancel());
        connector.next(FrameBody.Cancel.class);
        untilHeard("abandoned a");
    }

    @Test
    void aLateCommitOfAnAttemptThatWasGivenUpIsCancelled() throws Exception {
        dispatch("two");
        Frame first = attempts.take();
        answer(first, new FrameBody.Failed(1, Fault.of(FaultKind.OVERLOADED, "busy")));
        attempts.take();
        answer(first, new FrameBody.Committed(1));
        connector.next(FrameBody.Cancel.class);
    }

    /** It was given up; what it says must not keep the next attempt from its turn. */
    @Test
    void anAttemptThatIsAcceptedInThePauseBeforeTheNextIsCancelled() throws Exception {
        Fault missing = Fault.of(FaultKind.UNAVAILABLE, "no node");
        dispatch("one");
        answer(attempts.take(), new FrameBody.Failed(1, missing));
        Frame second = attempts.take();
        answer(second, new FrameBody.Failed(2, missing));
        answer(second, new FrameBody.Accepted(2));
        connector.next(FrameBody.Cancel.class);
        Frame third = attempts.take();
        answer(third, new FrameBody.Accepted(3));
        answer(third, new FrameBody.Committed(3));
        untilHeard("failed a UNAVAILABLE", "failed a UNAVAILABLE", "committed a");
    }

    @Test
    void aSilentAttemptIsProbedAndGivenUpWhereItIsUnknown() throws Exception {
        dispatch("two");
        Frame asked = attempts.take();
        answer(asked, new FrameBody.Accepted(1));
        connector.next(FrameBody.Probe.class);
        answer(asked, new FrameBody.Unknown());
        assertThat(attempt().target().provider()).isEqualTo("a");
    }

    @Test
    void aConnectorThatNeverAcceptsIsPassedOver() throws Exception {
        dispatch("two");
        attempts.take();
        // The first target's node is thought missing: it is asked twice more before the next target's turn.
        assertThat(attempt().target().provider()).isEqualTo("a");
        assertThat(attempt().target().provider()).isEqualTo("a");
        assertThat(attempt().target().provider()).isEqualTo("b");
    }

    @Test
    void aShutdownRefusesWhatHasNoAnswerYet() throws Exception {
        dispatch("one");
        attempts.take();
        assertThat(router.openCalls()).isEqualTo(1);
        await(router.drain());
        await(router.stop());
        assertThat(ingress.next(FrameBody.Refused.class).fault().kind()).isEqualTo(FaultKind.UNAVAILABLE);
    }

    private void dispatch(String model) {
        CallRequest call = new CallRequest(
                "req",
                "",
                0,
                20_000,
                65_536,
                Map.of(),
                new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model(model).build());
        Frame frame = new Frame(ingressEnd.address(), stream, 0, new FrameBody.Dispatch(call));
        await(ingressEnd.hop().toShared(Addresses.ROUTE, frame, Hop.Reach.NEAREST));
    }

    private AttemptRequest attempt() throws InterruptedException {
        return ((FrameBody.Attempt) attempts.take().body()).request();
    }

    private void answer(Frame asked, FrameBody body) {
        connectorEnd.send(asked.from(), work, asked.sender(), body);
    }

    /** A frame of the router to the ingress shows that what the connector sent before has been handled. */
    private void untilWatched(Frame asked) throws InterruptedException {
        connector.next(FrameBody.Probe.class);
        assertThat(asked.from()).isNotEmpty();
    }

    /** Waits until the listener has heard just this, and nothing of the call is left. */
    private void untilHeard(String... expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while ((router.openCalls() > 0 || heard.size() < expected.length) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(router.openCalls()).isZero();
        assertThat(heard).containsExactly(expected);
    }

    private Endpoint endpoint(Node node, int lane, String role) {
        Endpoint endpoint = new Endpoint(new Lane(vertx, vertx.getOrCreateContext(), node, lane), role);
        await(endpoint.start());
        return endpoint;
    }

    private static Target target(String provider) {
        return new Target(provider, "m", null, null, Timeouts.DEFAULT);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private final class Listener implements RouterListener {
        @Override
        public void committed(Target target) {
            heard.add("committed " + target.provider());
        }

        @Override
        public void failed(Target target, FaultKind kind) {
            heard.add("failed " + target.provider() + " " + kind);
        }

        @Override
        public void abandoned(Target target) {
            heard.add("abandoned " + target.provider());
        }
    }

    /** An end of a stream that the test plays. */
    private static final class Played implements StreamEnd {
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

        @Override
        public void frame(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void peerLost(String address) {}

        @Override
        public void broken(Throwable bug) {}

        @Override
        public void tick(long nowNanos) {}

        <T extends FrameBody> T next(Class<T> kind) throws InterruptedException {
            while (true) {
                Frame frame = frames.poll(10, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no " + kind.getSimpleName() + " came");
                }
                if (kind.isInstance(frame.body())) {
                    return kind.cast(frame.body());
                }
            }
        }
    }
}
