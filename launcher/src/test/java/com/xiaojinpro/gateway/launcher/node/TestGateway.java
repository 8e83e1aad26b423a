package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameCodec;
import com.xiaojinpro.gateway.bus.Node;
import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener;
import com.xiaojinpro.gateway.router.RouterListener;
import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A gateway under test, spread as a {@link Topology} says, with the lanes and buses in reach so that a test can break them.
 * Its end checks that nothing of any call is left.
 */
final class TestGateway implements AutoCloseable {
    static final String KEY = "test-key";
    static final String METRICS_TOKEN = "token-of-the-tests";
    private static final long POLL_NANOS = 10_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Vertx> instances = new ArrayList<>();
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<LaneVerticle> lanes = new ArrayList<>();
    private final List<ScriptedUpstream> upstreams = new ArrayList<>();
    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();
    private final CallListener calls = new CallListener() {
        @Override
        public void started() {}

        @Override
        public void ended(CallRecord call) {
            records.add(call);
        }
    };
    private boolean mayLeak;

    static TestGateway start(Topology topology, String providersAndModels) throws Exception {
        return start(topology, "", providersAndModels);
    }

    static TestGateway start(Topology topology, String server, String providersAndModels) throws Exception {
        return start(topology, server, providersAndModels, provider -> provider);
    }

    /**
     * Starts a gateway whose providers are not quite those of its configuration.
     *
     * @param change makes of each provider what stands in for it
     */
    static TestGateway start(
            Topology topology, String server, String providersAndModels, UnaryOperator<Provider> change)
            throws Exception {
        TestGateway gateway = new TestGateway();
        int clusterPort = FreePort.next();
        NodeState read = state(toml(server, clusterPort, topology == Topology.TWO_NODES, providersAndModels));
        Map<String, Provider> providers = new HashMap<>(read.providers());
        providers.replaceAll((name, provider) -> change.apply(provider));
        NodeState state = new NodeState(read.config(), providers, read.routes(), read.ingress());
        Roles ingress = Roles.parse("ingress");
        Roles router = Roles.parse("router");
        Roles connector = Roles.parse("connector");
        Roles back = Roles.parse("router,connector");
        switch (topology) {
            case ONE_LOOP -> gateway.node(state, Roles.ALL);
            case ONE_NODE -> gateway.node(state, ingress, router, connector);
            case TWO_NODES -> {
                gateway.node(state, ingress);
                NodeState other = state(toml(server, FreePort.next(), true, providersAndModels)
                        .replace("members = []", "members = [\"127.0.0.1:" + clusterPort + "\"]"));
                gateway.node(new NodeState(other.config(), providers, other.routes(), other.ingress()), back);
            }
        }
        return gateway;
    }

    /** Checks at the end that the gateway holds no connection to these providers in use. */
    TestGateway uses(ScriptedUpstream... providers) {
        upstreams.addAll(List.of(providers));
        return this;
    }

    int port() {
        return lanes.stream().mapToInt(LaneVerticle::port).max().orElseThrow();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** The lane of a role: 0 ingress, then router, then connector, as far as they are apart. */
    Context loopOf(int lane) {
        return lanes.get(lane).context();
    }

    int lanes() {
        return lanes.size();
    }

    List<Vertx> instances() {
        return instances;
    }

    /** The record of the next call that ends. */
    CallRecord awaitRecord() throws InterruptedException {
        CallRecord record = records.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (record == null) {
            throw new AssertionError("no call ended");
        }
        return record;
    }

    /** How many calls have ended that nobody has asked for. */
    int records() {
        return records.size();
    }

    Outcome awaitOutcome() throws InterruptedException {
        return awaitRecord().outcome();
    }

    /** For tests that break what would clean up. */
    void mayLeak() {
        mayLeak = true;
    }

    Open open() {
        Open open = Open.NOTHING;
        for (LaneVerticle lane : lanes) {
            open = open.plus(await(lane.open()));
        }
        return open;
    }

    /** Waits until no call, no stream and no exchange is left. */
    void awaitNothingOpen() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Open open = open();
        while (!open.equals(Open.NOTHING)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("something leaked: " + open);
            }
            LockSupport.parkNanos(POLL_NANOS);
            open = open();
        }
    }

    @Override
    public void close() {
        try {
            if (!mayLeak) {
                awaitNothingOpen();
                upstreams.forEach(ScriptedUpstream::awaitIdle);
            }
        } finally {
            for (Vertx vertx : instances) {
                await(vertx.close());
            }
            clusters.forEach(Cluster::leave);
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static NodeState state(String toml) {
        ConfiguredProviders providers = new ConfiguredProviders();
        ConfigReader reader = new ConfigReader(Map.of(), path -> {
            throw new IOException("no secret files in tests");
        });
        return switch (reader.read(toml, "test.toml", providers)) {
            case ConfigOutcome.Accepted accepted ->
                NodeState.of(new LoadedConfig(accepted.config(), providers.providers()));
            case ConfigOutcome.Refused refused ->
                throw new AssertionError(refused.problems().text());
        };
    }

    static String toml(String server, int clusterPort, boolean clustered, String providersAndModels) {
        return """
            [server]
            port = 0
            %s
            [management]
            port = 0
            metrics_token = "%s"
            [cluster]
            enabled = %s
            host = "127.0.0.1"
            port = %d
            members = []
            ping_interval_ms = 100
            peer_timeout_ms = 700
            [[auth.keys]]
            name = "test"
            key = "%s"
            %s
            """.formatted(server, METRICS_TOKEN, clustered, clusterPort, KEY, providersAndModels);
    }

    /** Starts one Vert.x instance with a lane for each of the role sets. */
    private void node(NodeState read, Roles... roleSets) throws Exception {
        String id = "t" + Long.toHexString(System.nanoTime());
        Node node = new Node(id, read.config().cluster());
        Vertx vertx;
        Cluster joined = null;
        if (read.config().cluster().enabled()) {
            Cluster cluster = Cluster.join(read.config().cluster(), id);
            clusters.add(cluster);
            joined = cluster;
            cluster.onDeparture(node::departed);
            vertx = await(Vertx.builder()
                    .with(options(roleSets.length).setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                    .withClusterManager(cluster.manager())
                    .buildClustered());
        } else {
            vertx = Vertx.vertx(options(roleSets.length));
        }
        instances.add(vertx);
        vertx.eventBus().registerDefaultCodec(Frame.class, new FrameCodec());
        NodeState state = NodeState.of(
                new LoadedConfig(read.config(), read.providers()),
                null,
                read.ingress().limiter(),
                Repeats.store(vertx, read.config(), joined),
                IdempotencyListener.NOOP);
        List<Roles> roles = List.of(roleSets);
        lanes.addAll(await(Lanes.deploy(
                vertx,
                roles.size(),
                index -> new LaneVerticle(node, index, roles.get(index), () -> state, calls, RouterListener.NOOP))));
    }

    private static VertxOptions options(int loops) {
        return new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setBlockedThreadCheckInterval(TimeUnit.MINUTES.toMillis(10));
    }
}
