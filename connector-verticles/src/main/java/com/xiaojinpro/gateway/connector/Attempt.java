package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.OutboundStream;
import com.xiaojinpro.gateway.fault.Fault;
import java.util.function.Function;

/** One attempt: the stream to the ingress on one side, the exchange with the provider on the other. */
final class Attempt implements OutboundStream.Listener {
    private final OutboundStream out;
    private final Exchange exchange;

    Attempt(Endpoint endpoint, Frame opening, AttemptRequest request, Function<OutboundStream, Exchange> exchange) {
        this.out = new OutboundStream(endpoint, opening, request, this);
        this.exchange = exchange.apply(out);
    }

    void start() {
        try {
            exchange.start();
        } catch (RuntimeException bug) {
            out.broken(bug);
        }
    }

    /** Breaks it off from this side. */
    void abort(Fault fault) {
        out.fail(fault);
        exchange.cancel();
    }

    boolean tick(long nowNanos) {
        return exchange.tick(nowNanos);
    }

    @Override
    public void writable() {
        exchange.resume();
    }

    @Override
    public void cancelled() {
        exchange.cancel();
    }
}
