package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.OutboundStream;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer of a provider inside the gateway, paced and held back like any other. One attempt, one event loop. */
final class LocalExchange implements Exchange {
    private static final int BATCH = 64;
    /** What an event costs of the credit besides its text: about what its server-sent event takes on the wire. */
    private static final int EVENT_BYTES = 100;

    private final Vertx vertx;
    private final LocalProvider provider;
    private final AttemptRequest attempt;
    private final OutboundStream out;
    private @Nullable Iterator<UnifiedChunk> events;
    private Duration pace = Duration.ZERO;
    private boolean waiting;
    private boolean over;

    LocalExchange(Vertx vertx, LocalProvider provider, AttemptRequest attempt, OutboundStream out) {
        this.vertx = vertx;
        this.provider = provider;
        this.attempt = attempt;
        this.out = out;
    }

    @Override
    public void start() {
        try {
            boolean streamed = attempt.call().request().stream();
            pace = streamed ? provider.pace(attempt.call().request()) : Duration.ZERO;
            events = provider.answer(attempt.call().request(), attempt.target());
        } catch (RuntimeException e) {
            over = true;
            out.fail(Fault.from(e));
            return;
        }
        out.origin(new Origin(attempt.target().provider(), attempt.target().model(), 0, List.of()));
        resume();
    }

    @Override
    public void resume() {
        Iterator<UnifiedChunk> remaining = events;
        while (remaining != null && !over && !waiting && out.writable() && remaining.hasNext()) {
            int batch = pace.isZero() ? BATCH : 1;
            List<UnifiedChunk> next = new ArrayList<>(batch);
            int bytes = 0;
            while (next.size() < batch && remaining.hasNext()) {
                UnifiedChunk chunk = remaining.next();
                bytes += EVENT_BYTES
                        + (chunk instanceof UnifiedChunk.Delta delta
                                ? delta.value().length()
                                : 0);
                next.add(chunk);
            }
            out.send(next, bytes);
            over |= out.done();
            if (!pace.isZero() && !over) {
                waiting = true;
                vertx.setTimer(Math.max(1, pace.toMillis()), timer -> {
                    waiting = false;
                    resume();
                });
            }
        }
    }

    @Override
    public void cancel() {
        over = true;
    }

    @Override
    public boolean tick(long nowNanos) {
        return over;
    }
}
