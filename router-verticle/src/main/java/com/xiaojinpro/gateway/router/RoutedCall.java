package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.bus.Addresses;
import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.CallRequest;
import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameBody;
import com.xiaojinpro.gateway.bus.Hop;
import com.xiaojinpro.gateway.bus.StreamEnd;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan of one call, from its dispatch until an attempt commits, nothing is left to try, or the ingress leaves. Lives on
 * one router's event loop; afterwards nothing of it remains.
 */
final class RoutedCall implements StreamEnd {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(1);
    private static final int ATTEMPTS_A_DISPATCH = 1000;
    private static final int NONE = -1;

    private final Endpoint endpoint;
    private final AttemptPolicy policy;
    private final RouterListener listener;
    private final CallRequest call;
    private final String ingress;
    private final long ingressStream;
    private final long id;
    private final long deadlineNanos;
    private Plan plan;
    private @Nullable Target target;
    private int attempt;
    private Hop.Reach reach = Hop.Reach.NEAREST;
    private @Nullable String connector;
    private long connectorStream;
    private long timer = NONE;
    private long heardNanos = System.nanoTime();
    private boolean done;

    RoutedCall(
            Endpoint endpoint,
            AttemptPolicy policy,
            RouterListener listener,
            Frame opening,
            CallRequest call,
            List<Target> targets) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.listener = listener;
        this.call = call;
        this.ingress = opening.from();
        this.ingressStream = opening.sender();
        this.plan = new Plan(targets, List.of());
        this.attempt = call.dispatch() * ATTEMPTS_A_DISPATCH;
        this.deadlineNanos =
                System.nanoTime() + Duration.ofMillis(call.deadlineMillis()).toNanos();
        this.id = endpoint.register(this);
    }

    void start() {
        endpoint.watch(ingress, this);
        endpoint.send(ingress, id, ingressStream, new FrameBody.Accepted(call.dispatch()));
        next();
    }

    @Override
    public void frame(Frame frame) {
        switch (frame.body()) {
            case FrameBody.Accepted accepted -> accepted(frame, accepted.attempt());
            case FrameBody.Committed committed -> committed(frame, committed.attempt());
            case FrameBody.Failed error -> failed(error.attempt(), error.fault());
            case FrameBody.Unreadable ignored ->
                failed(
                        attempt,
                        Fault.of(FaultKind.UNAVAILABLE, "The connector speaks another version of the protocol."));
            case FrameBody.Unknown ignored ->
                failed(attempt, Fault.of(FaultKind.UNAVAILABLE, "The connector's answer was lost."));
            case FrameBody.Cancel ignored -> abandon();
            default -> {}
        }
    }

    @Override
    public void peerLost(String address) {
        if (address.equals(ingress)) {
            abandon();
        } else if (address.equals(connector)) {
            // It may only be cut off; should it ever hear of us again, it must not go on.
            cancelAttempt();
            failed(attempt, Fault.of(FaultKind.UNAVAILABLE, "The node that asked the provider was lost."));
        }
    }

    @Override
    public void broken(Throwable bug) {
        if (!done) {
            cancelAttempt();
            refuse(Fault.from(bug));
        }
    }

    /** An attempt that was silent for long is asked about: its commit or its failure may have been lost. */
    @Override
    public void tick(long nowNanos) {
        String current = connector;
        if (current != null && nowNanos - heardNanos >= endpoint.probeNanos()) {
            heardNanos = nowNanos;
            endpoint.send(current, id, connectorStream, new FrameBody.Probe(0));
        }
    }

    /** Gives the call up with a fault, as when the router shuts down. */
    void fail(Fault fault) {
        if (!done) {
            cancelAttempt();
            refuse(fault);
        }
    }

    private void next() {
        switch (policy.next(plan)) {
            case AttemptPolicy.Decision.GiveUp giveUp -> refuse(giveUp.fault());
            case AttemptPolicy.Decision.Try retry -> {
                if (retry.delay().isZero()) {
                    attempt(retry.target());
                } else {
                    long millis = Math.max(1, retry.delay().toMillis());
                    timer = endpoint.lane().vertx().setTimer(millis, t -> attempt(retry.target()));
                }
            }
        }
    }

    private void attempt(Target next) {
        timer = NONE;
        long remaining = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (remaining <= 0) {
            refuse(Fault.of(FaultKind.TIMEOUT, "The call's time is over."));
            return;
        }
        target = next;
        int current = ++attempt;
        boolean holdBack = policy.moreAfter(plan, next);
        AttemptRequest request = new AttemptRequest(
                ingress, ingressStream, current, holdBack, next, plan.told(), call.again(call.dispatch(), remaining));
        String address = Addresses.connect(next.provider());
        if (reach != Hop.Reach.NEAREST || !endpoint.hop().staysOnLoop(address)) {
            timer = endpoint.lane().vertx().setTimer(HANDSHAKE_TIMEOUT.toMillis(), t -> failed(current, noNode(next)));
        }
        endpoint.hop()
                .toShared(address, new Frame(endpoint.address(), id, 0, new FrameBody.Attempt(request)), reach)
                .onFailure(e -> endpoint.lane().context().runOnContext(v -> failed(current, noNode(next))));
    }

    private void accepted(Frame frame, int accepted) {
        // Between two attempts nobody is waited for: one that comes now was given up.
        if (accepted != attempt || done || target == null) {
            endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Cancel());
            return;
        }
        cancelTimer();
        connector = frame.from();
        connectorStream = frame.sender();
        heardNanos = System.nanoTime();
        endpoint.watch(frame.from(), this);
    }

    private void committed(Frame frame, int committed) {
        Target answering = target;
        if (committed != attempt || answering == null) {
            endpoint.send(frame.from(), id, frame.sender(), new FrameBody.Cancel());
            return;
        }
        finish();
        listener.committed(answering);
    }

    private void failed(int which, Fault fault) {
        Target asked = target;
        if (which != attempt || done || asked == null) {
            return;
        }
        target = null;
        releaseConnector();
        listener.failed(asked, fault.kind());
        plan = plan.after(asked, fault);
        reach = fault.kind() == FaultKind.UNAVAILABLE ? Hop.Reach.ANY_NODE : Hop.Reach.NEAREST;
        next();
    }

    private void abandon() {
        if (done) {
            return;
        }
        Target asked = target;
        cancelAttempt();
        finish();
        if (asked != null) {
            listener.abandoned(asked);
        }
    }

    private void refuse(Fault fault) {
        finish();
        endpoint.send(ingress, id, ingressStream, new FrameBody.Refused(call.dispatch(), fault, plan.told()));
    }

    private void cancelAttempt() {
        String current = connector;
        if (current != null) {
            endpoint.send(current, id, connectorStream, new FrameBody.Cancel());
        }
    }

    private void finish() {
        done = true;
        releaseConnector();
        endpoint.unwatch(ingress, this);
        endpoint.unregister(id);
    }

    private void releaseConnector() {
        cancelTimer();
        String current = connector;
        if (current != null) {
            connector = null;
            endpoint.unwatch(current, this);
        }
    }

    private void cancelTimer() {
        if (timer != NONE) {
            endpoint.lane().vertx().cancelTimer(timer);
            timer = NONE;
        }
    }

    private static Fault noNode(Target target) {
        return Fault.of(FaultKind.UNAVAILABLE, "No node serves the provider '" + target.provider() + "' now.");
    }
}
