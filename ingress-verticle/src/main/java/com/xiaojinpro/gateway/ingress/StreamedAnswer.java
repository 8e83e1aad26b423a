package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.idempotency.Recording;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.ingress.protocol.StreamRenderer;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events: one write and one flush for the events of one frame. Credit flows back only while the
 * client's socket takes bytes.
 */
final class StreamedAnswer implements Answer {
    private final HttpServerResponse response;
    private final ClientProtocol protocol;
    private final CallIdentity identity;
    private final StreamRenderer renderer;
    private final ByteWriter writer;
    private final GatewayConfig.Server settings;
    private final Tally tally;
    private final @Nullable Recording recording;
    private final long startedNanos = System.nanoTime();
    private final List<Runnable> untaken = new ArrayList<>(2);
    private @Nullable Origin origin;
    private long writtenNanos = startedNanos;
    private long fullSinceNanos;
    private long firstContentNanos;

    StreamedAnswer(
            HttpServerResponse response,
            ClientProtocol protocol,
            UnifiedRequest request,
            CallIdentity identity,
            ByteWriter writer,
            GatewayConfig.Server settings,
            @Nullable Recording recording) {
        this.response = response;
        this.protocol = protocol;
        this.identity = identity;
        this.renderer = protocol.stream(request, identity);
        this.writer = writer;
        this.settings = settings;
        this.tally = new Tally(request);
        this.recording = recording;
    }

    /** The headers that name a call, on every response. */
    static void identify(HttpServerResponse response, CallIdentity call) {
        response.putHeader("x-request-id", call.requestId()).putHeader("request-id", call.requestId());
    }

    /** The headers that tell who answered. */
    static void attribute(HttpServerResponse response, @Nullable Origin origin, List<String> dropped) {
        if (origin != null) {
            response.putHeader("x-xjp-provider", origin.provider());
        }
        if (!dropped.isEmpty()) {
            response.putHeader("x-xjp-dropped", String.join(", ", dropped));
        }
    }

    /** The names of what was lost on the way there and on the way back. */
    static List<String> dropped(@Nullable Origin origin, Set<String> untold) {
        List<String> ofRequest = origin == null ? List.of() : origin.dropped();
        if (untold.isEmpty()) {
            return ofRequest;
        }
        List<String> all = new ArrayList<>(ofRequest);
        all.addAll(untold);
        return all;
    }

    @Override
    public void answeredBy(Origin answering) {
        origin = answering;
    }

    @Override
    public void events(List<UnifiedChunk> events, Runnable taken) {
        for (int i = 0; i < events.size(); i++) {
            UnifiedChunk chunk = events.get(i);
            tally.count(chunk);
            if (firstContentNanos == 0 && chunk.content()) {
                firstContentNanos = System.nanoTime();
            }
            renderer.render(chunk, writer);
        }
        flush();
        if (!response.writeQueueFull()) {
            taken.run();
            return;
        }
        untaken.add(taken);
        if (fullSinceNanos == 0) {
            fullSinceNanos = System.nanoTime();
            response.drainHandler(v -> drained());
        }
    }

    @Override
    public void complete() {
        begin();
        Recording kept = recording;
        if (kept != null && kept.tooLarge()) {
            // The headers are long gone.
            response.putTrailer(Idempotency.STATE_HEADER, Idempotency.TOO_LARGE);
        }
        response.end();
    }

    @Override
    public void fail(Fault fault) {
        if (!begun()) {
            ErrorResponse error = protocol.error(fault, identity);
            Recording kept = recording;
            if (kept != null) {
                kept.take(error.body());
            }
            ErrorAnswer.send(response, error, fault, identity);
            return;
        }
        renderer.render(new UnifiedChunk.Failed(fault), writer);
        flush();
        response.end();
    }

    @Override
    public boolean begun() {
        return response.headWritten();
    }

    @Override
    public boolean stalled(long nowNanos) {
        return fullSinceNanos != 0
                && nowNanos - fullSinceNanos > settings.clientStallTimeout().toNanos();
    }

    @Override
    public void keepAlive(long nowNanos) {
        boolean due = begun()
                ? nowNanos - writtenNanos > settings.keepaliveInterval().toNanos()
                : nowNanos - startedNanos > settings.keepaliveAfter().toNanos();
        if (due && fullSinceNanos == 0) {
            renderer.keepAlive(writer);
            flush();
        }
    }

    @Override
    public long firstContentNanos() {
        return firstContentNanos;
    }

    @Override
    public @Nullable Usage usage(Outcome outcome) {
        return tally.usage(outcome);
    }

    @Override
    public List<String> dropped() {
        return dropped(origin, renderer.dropped());
    }

    private void drained() {
        fullSinceNanos = 0;
        List<Runnable> now = List.copyOf(untaken);
        untaken.clear();
        now.forEach(Runnable::run);
    }

    private void flush() {
        if (writer.length() > 0) {
            begin();
            writtenNanos = System.nanoTime();
            Buffer bytes = writer.take();
            Recording kept = recording;
            if (kept != null) {
                kept.take(bytes);
            }
            response.write(bytes);
        }
    }

    private void begin() {
        if (!begun()) {
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("cache-control", "no-cache")
                    .putHeader("x-accel-buffering", "no");
            identify(response, identity);
            attribute(response, origin, dropped());
        }
    }
}
