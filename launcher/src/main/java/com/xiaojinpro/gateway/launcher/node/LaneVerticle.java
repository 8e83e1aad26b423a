package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.bus.Lane;
import com.xiaojinpro.gateway.bus.Node;
import com.xiaojinpro.gateway.connector.ConnectorVerticle;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.IngressVerticle;
import com.xiaojinpro.gateway.router.OrderedFallback;
import com.xiaojinpro.gateway.router.RouterListener;
import com.xiaojinpro.gateway.router.RouterVerticle;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and the instance of each role that runs on it. Deploying it gives it the loop; starting it deploys the
 * roles on its own context, so that a call of an all-in-one node never leaves the loop it arrived on.
 */
final class LaneVerticle implements Deployable {
    private static final Duration IDLE_POLL = Duration.ofMillis(20);

    private final Node node;
    private final int index;
    private final Roles roles;
    private final Supplier<NodeState> state;
    private final CallListener calls;
    private final RouterListener attempts;
    private volatile @Nullable Context context;
    private volatile @Nullable Thread loop;
    private @Nullable IngressVerticle ingress;
    private @Nullable RouterVerticle router;
    private @Nullable ConnectorVerticle connector;

    LaneVerticle(
            Node node, int index, Roles roles, Supplier<NodeState> state, CallListener calls, RouterListener attempts) {
        this.node = node;
        this.index = index;
        this.roles = roles;
        this.state = state;
        this.calls = calls;
        this.attempts = attempts;
    }

    /** Takes the context and its event loop; nothing runs there yet. */
    @Override
    public Future<?> deploy(Context own) {
        context = own;
        loop = Thread.currentThread();
        return Future.succeededFuture();
    }

    /** Starts from the provider's side: whoever listens can be served. */
    Future<Void> start() {
        return onLoop(this::startRoles);
    }

    private Future<Void> startRoles() {
        Context own = context();
        Lane lane = new Lane(own.owner(), own, node, index);
        Future<?> started = Future.succeededFuture();
        if (roles.connects()) {
            ConnectorVerticle starting = new ConnectorVerticle(
                    lane, served(state.get().providers()), state.get().config().media());
            connector = starting;
            started = deploy(starting, own);
        }
        if (roles.router()) {
            RouterVerticle starting =
                    new RouterVerticle(lane, () -> state.get().routes(), new OrderedFallback(), attempts);
            router = starting;
            started = started.compose(v -> deploy(starting, own));
        }
        if (roles.ingress()) {
            IngressVerticle starting =
                    new IngressVerticle(lane, () -> state.get().ingress(), calls);
            ingress = starting;
            started = started.compose(v -> deploy(starting, own));
        }
        return started.mapEmpty();
    }

    /** Ends from the client's side: what still runs gets an explicit error before its other half goes. */
    @Override
    public Future<?> undeploy(Context own) {
        Future<Void> stopped = Future.succeededFuture();
        IngressVerticle in = ingress;
        if (in != null) {
            stopped = stopped.eventually(in::stop);
        }
        RouterVerticle routing = router;
        if (routing != null) {
            stopped = stopped.eventually(routing::stop);
        }
        ConnectorVerticle out = connector;
        if (out != null) {
            stopped = stopped.eventually(out::stop);
        }
        return stopped;
    }

    /** Takes no new work; done when what runs has ended, or after the grace. */
    Future<Void> drain(Duration grace) {
        return onLoop(() -> {
            Future<Void> drained = Future.succeededFuture();
            IngressVerticle in = ingress;
            if (in != null) {
                in.drain();
            }
            RouterVerticle routing = router;
            if (routing != null) {
                drained = drained.eventually(routing::drain);
            }
            ConnectorVerticle out = connector;
            if (out != null) {
                drained = drained.eventually(out::drain);
            }
            return drained.compose(v -> idle(grace));
        });
    }

    /** Swaps the providers for those of the newest state. */
    Future<Void> reload() {
        return onLoop(() -> {
            ConnectorVerticle out = connector;
            return out == null
                    ? Future.succeededFuture()
                    : out.reload(
                            served(state.get().providers()),
                            state.get().config().media());
        });
    }

    /** The context of this lane's event loop. */
    Context context() {
        Context own = context;
        if (own == null) {
            throw new IllegalStateException("the lane is not deployed");
        }
        return own;
    }

    /** The thread of this lane's event loop. */
    Thread loop() {
        Thread own = loop;
        if (own == null) {
            throw new IllegalStateException("the lane is not deployed");
        }
        return own;
    }

    int port() {
        IngressVerticle in = ingress;
        return in == null ? 0 : in.port();
    }

    /** What is open on this lane. */
    Future<Open> open() {
        return onLoop(() -> Future.succeededFuture(count()));
    }

    private Open count() {
        IngressVerticle in = ingress;
        RouterVerticle routing = router;
        ConnectorVerticle out = connector;
        int streams = (in == null ? 0 : in.openStreams())
                + (routing == null ? 0 : routing.openCalls())
                + (out == null ? 0 : out.openStreams());
        return new Open(in == null ? 0 : in.openCalls(), streams, out == null ? 0 : out.openExchanges());
    }

    private Map<String, Provider> served(Map<String, Provider> providers) {
        return roles.connected(providers);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Context own = context();
        Promise<T> promise = Promise.promise();
        own.runOnContext(v -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private Future<Void> idle(Duration grace) {
        Context own = context();
        Promise<Void> idle = Promise.promise();
        long deadline = System.nanoTime() + grace.toNanos();
        own.owner().setPeriodic(1, IDLE_POLL.toMillis(), id -> {
            if (count().streams() == 0 || System.nanoTime() > deadline) {
                own.owner().cancelTimer(id);
                idle.tryComplete();
            }
        });
        return idle.future();
    }

    private static Future<?> deploy(Deployable verticle, Context context) {
        try {
            return verticle.deploy(context);
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }
}
