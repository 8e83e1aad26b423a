package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.bus.Addresses;
import com.xiaojinpro.gateway.bus.CallRequest;
import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameBody;
import com.xiaojinpro.gateway.bus.Lane;
import com.xiaojinpro.gateway.config.RouteTable;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.function.Supplier;

/**
 * Takes calls from ingresses, resolves their route and has connectors answer them. One instance a lane; it holds nothing of
 * a call once an attempt has committed.
 */
public final class RouterVerticle extends VerticleBase {
    private final Endpoint endpoint;
    private final Supplier<RouteTable> routes;
    private final AttemptPolicy policy;
    private final RouterListener listener;

    /**
     * A router that is not started.
     *
     * @param routes the newest route table; asked once a call
     */
    public RouterVerticle(Lane lane, Supplier<RouteTable> routes, AttemptPolicy policy, RouterListener listener) {
        this.endpoint = new Endpoint(lane, "r");
        this.routes = routes;
        this.policy = policy;
        this.listener = listener;
    }

    /** Registers its addresses; from then on calls may come. */
    @Override
    public Future<Void> start() {
        return endpoint.start().compose(v -> endpoint.serve(Addresses.ROUTE, this::open));
    }

    /** Takes no new calls from other lanes and nodes. */
    public Future<Void> drain() {
        return endpoint.drain();
    }

    /** Gives up the calls that are still without an answer and leaves the bus. */
    @Override
    public Future<Void> stop() {
        endpoint.ends().forEach(end -> {
            if (end instanceof RoutedCall call) {
                call.fail(Fault.of(FaultKind.UNAVAILABLE, "The gateway is shutting down."));
            }
        });
        return endpoint.stop();
    }

    /** Calls without an answer yet. */
    public int openCalls() {
        return endpoint.openStreams();
    }

    private void open(Frame frame) {
        if (!(frame.body() instanceof FrameBody.Dispatch dispatch)) {
            return;
        }
        CallRequest call = dispatch.call();
        List<Target> targets = routes.get().targets(call.request().model());
        if (targets.isEmpty()) {
            endpoint.refuse(
                    frame,
                    Fault.of(
                            FaultKind.NOT_FOUND,
                            "The model '" + call.request().model() + "' does not exist or is not served here."));
            return;
        }
        new RoutedCall(endpoint, policy, listener, frame, call, targets).start();
    }
}
