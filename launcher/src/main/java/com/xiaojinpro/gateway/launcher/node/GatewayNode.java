package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.accounts.Accounts;
import com.xiaojinpro.gateway.accounts.Welcome;
import com.xiaojinpro.gateway.accounts.admin.AdminApi;
import com.xiaojinpro.gateway.accounts.admin.ManagementAccess;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameCodec;
import com.xiaojinpro.gateway.bus.Node;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.connector.SharedSignatures;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import com.xiaojinpro.gateway.ingress.limits.History;
import com.xiaojinpro.gateway.ingress.limits.LeasedLimiter;
import com.xiaojinpro.gateway.ingress.limits.LocalBank;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: a Vert.x instance with as many lanes as event loops, alone or in a cluster, and its management port.
 * Thread-safe.
 */
public final class GatewayNode implements RunningNode {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayNode.class);
    private static final int EVENT_BUS_PING_MILLIS = 2_000;
    private static final int EVENT_BUS_PONG_MILLIS = 3_000;
    private static final long LIMITS_MILLIS = 1_000;

    private final Vertx vertx;
    private final Node node;
    private final Roles roles;
    private final @Nullable Cluster cluster;
    private final @Nullable Accounts accounts;
    private final LeasedLimiter limiter;
    private final IdempotencyStore repeats;
    private final SharedSignatures signatures;
    private final IdempotencyListener repeated;
    private volatile NodeState state;
    private final Supplier<ReloadStatus> reloads;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GatewayMetrics metrics = new GatewayMetrics(registry);
    private final CallListener calls;
    private volatile List<LaneVerticle> lanes = List.of();
    private volatile @Nullable Management management;
    private volatile boolean ready;
    private @Nullable Future<Void> stopped;

    private GatewayNode(
            Vertx vertx,
            Node node,
            Roles roles,
            @Nullable Cluster cluster,
            LoadedConfig loaded,
            Supplier<ReloadStatus> reloads) {
        this.vertx = vertx;
        this.node = node;
        this.roles = roles;
        this.cluster = cluster;
        // Only who authenticates needs keys.
        this.accounts = roles.ingress()
                ? Accounts.start(vertx, loaded.config(), loaded.dataDirectory(), () -> state.prices(), node.id())
                : null;
        this.calls = accounts == null ? metrics : CallListener.both(metrics, accounts.usage());
        if (accounts != null) {
            metrics.watch(accounts.usage().stats());
        }
        this.limiter = new LeasedLimiter(
                node.id(),
                cluster == null ? new LocalBank(InstantSource.system()) : cluster.bank(),
                new NewestPrices(() -> state.prices()),
                new LimitMetrics(registry),
                accounts == null ? History.NONE : accounts.history());
        this.repeats = Repeats.store(vertx, loaded.config(), cluster);
        this.repeated = new IdempotencyMetrics(registry);
        this.state = NodeState.of(loaded, accounts, limiter, repeats, repeated);
        this.reloads = reloads;
        this.signatures = loaded.services().signatures();
        vertx.eventBus().registerDefaultCodec(Frame.class, new FrameCodec());
        if (cluster != null) {
            signatures.share(cluster.signatures());
            cluster.onDeparture(departed -> {
                node.departed(departed);
                limiter.reportAll();
            });
        }
    }

    /**
     * Starts a node with as many event loops as there are processors.
     *
     * @param reloads how the node stands to its configuration file
     * @return fails, with everything closed, where it cannot start
     */
    public static Future<RunningNode> start(LoadedConfig loaded, Roles roles, Supplier<ReloadStatus> reloads) {
        String id =
                Long.toHexString(new SecureRandom().nextLong() | Long.MIN_VALUE).substring(0, 12);
        GatewayConfig.Cluster settings = loaded.config().cluster();
        Node node = new Node(id, settings);
        int eventLoops = Runtime.getRuntime().availableProcessors();
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true);
        // Of no context: where a start fails, the event loops that would tell it are gone.
        Promise<RunningNode> started = Promise.promise();
        if (!settings.enabled()) {
            launch(Vertx.vertx(options), node, roles, null, loaded, reloads, started);
            return started.future();
        }
        Cluster cluster;
        try {
            cluster = Cluster.join(settings, id);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
        Vertx.builder()
                .with(options.setEventBusOptions(eventBus(settings)))
                .withClusterManager(cluster.manager())
                .buildClustered()
                .onComplete(vertx -> launch(vertx, node, roles, cluster, loaded, reloads, started), failure -> {
                    cluster.leave();
                    started.fail(failure);
                });
        return started.future();
    }

    private static void launch(
            Vertx vertx,
            Node node,
            Roles roles,
            @Nullable Cluster cluster,
            LoadedConfig loaded,
            Supplier<ReloadStatus> reloads,
            Promise<RunningNode> started) {
        GatewayNode made;
        try {
            made = new GatewayNode(vertx, node, roles, cluster, loaded, reloads);
        } catch (RuntimeException e) {
            vertx.close().onComplete(closed -> {
                if (cluster != null) {
                    cluster.leave();
                }
                started.fail(e);
            });
            return;
        }
        made.deploy(Runtime.getRuntime().availableProcessors(), started);
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public int ingressPort() {
        return lanes.isEmpty() ? 0 : lanes.get(0).port();
    }

    @Override
    public int managementPort() {
        Management open = management;
        return open == null ? 0 : open.port();
    }

    @Override
    public Future<@Nullable Welcome> welcome() {
        Accounts known = accounts;
        return known == null ? Future.succeededFuture() : known.welcome().map(told -> told);
    }

    @Override
    public Future<Void> reload(LoadedConfig next) {
        state = NodeState.of(next, accounts, limiter, repeats, repeated);
        return Future.join(lanes.stream().map(LaneVerticle::reload).toList()).mapEmpty();
    }

    /** What is open now. */
    public Future<Open> open() {
        List<Future<Open>> counted = lanes.stream().map(LaneVerticle::open).toList();
        return Future.join(counted)
                .map(v -> counted.stream().map(Future::result).reduce(Open.NOTHING, Open::plus));
    }

    /**
     * Stops in the order that loses nothing: not ready, shared addresses withdrawn, streams finish or get an explicit error
     * at the end of the grace, private addresses, the cluster.
     */
    @Override
    public synchronized Future<Void> stop() {
        Future<Void> already = stopped;
        if (already != null) {
            return already;
        }
        ready = false;
        Duration grace = state.config().server().shutdownGrace();
        Future<Void> stopping = Future.join(
                        lanes.stream().map(lane -> lane.drain(grace)).toList())
                .<Void>mapEmpty()
                .eventually(this::close);
        stopped = stopping;
        return stopping;
    }

    private void deploy(int eventLoops, Promise<RunningNode> started) {
        deploy(eventLoops)
                .onComplete(
                        deployed -> started.complete(this),
                        failure -> close().onComplete(closed -> started.fail(failure)));
    }

    private Future<Void> deploy(int eventLoops) {
        return Lanes.deploy(vertx, eventLoops, this::lane)
                .onSuccess(started -> lanes = started)
                .compose(started -> manage())
                .onSuccess(v -> {
                    vertx.setPeriodic(LIMITS_MILLIS, id -> limiter.tick());
                    ready = true;
                });
    }

    private LaneVerticle lane(int index) {
        return new LaneVerticle(node, index, roles, () -> state, calls, metrics);
    }

    private Future<Void> manage() {
        GatewayConfig.Management settings = state.config().management();
        if (!settings.enabled()) {
            return Future.succeededFuture();
        }
        Accounts known = accounts;
        Supplier<@Nullable Directory> directory = () -> known == null ? null : known.directory();
        Management.Guard guard = new Management.Guard(
                new ManagementAccess(settings.metricsToken(), directory),
                known == null ? null : new AdminApi(directory));
        return Management.listen(vertx, settings.host(), settings.port(), registry, this::status, this::open, guard)
                .onSuccess(listening -> management = listening)
                .mapEmpty();
    }

    private NodeStatus status() {
        Cluster joined = cluster;
        return new NodeStatus(ready, node.id(), joined == null ? 1 : joined.members(), roles, reloads.get());
    }

    private Future<Void> close() {
        Cluster joined = cluster;
        Accounts open = accounts;
        // Calls that are cut off here have records, too: the books are closed after the last of them.
        Future<Void> ended = Future.join(
                        vertx.deploymentIDs().stream().map(vertx::undeploy).toList())
                .mapEmpty();
        Future<Void> settled = ended.eventually(limiter::close);
        Future<Void> stored = open == null ? settled : settled.eventually(open::close);
        return stored.eventually(repeats::close).eventually(vertx::close).eventually(() -> {
            registry.close();
            if (joined != null) {
                signatures.share(null);
                joined.leave();
            }
            LOG.debug("Node {} stopped", node.id());
            return Future.succeededFuture();
        });
    }

    private static EventBusOptions eventBus(GatewayConfig.Cluster settings) {
        return new EventBusOptions()
                .setHost(settings.host())
                .setPort(settings.eventBusPort())
                .setClusterPublicHost(settings.host())
                .setClusterPingInterval(EVENT_BUS_PING_MILLIS)
                .setClusterPingReplyInterval(EVENT_BUS_PONG_MILLIS)
                .setConnectTimeout(1_000)
                .setReconnectAttempts(0)
                .setTcpNoDelay(true)
                .setTrustAll(false);
    }
}
