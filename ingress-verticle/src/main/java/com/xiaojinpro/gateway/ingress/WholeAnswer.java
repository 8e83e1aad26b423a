package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.idempotency.Recording;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.model.AnswerFold;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer in one piece: the events are folded, and the client sees nothing before the last of them. */
final class WholeAnswer implements Answer {
    private final HttpServerResponse response;
    private final ClientProtocol protocol;
    private final UnifiedRequest request;
    private final CallIdentity identity;
    private final AnswerFold fold = new AnswerFold();
    private final Tally tally;
    private final @Nullable Recording recording;
    private @Nullable Origin origin;
    private Set<String> untold = Set.of();
    private long firstContentNanos;

    WholeAnswer(
            HttpServerResponse response,
            ClientProtocol protocol,
            UnifiedRequest request,
            CallIdentity identity,
            @Nullable Recording recording) {
        this.response = response;
        this.protocol = protocol;
        this.request = request;
        this.identity = identity;
        this.tally = new Tally(request);
        this.recording = recording;
    }

    @Override
    public void answeredBy(Origin answering) {
        origin = answering;
    }

    @Override
    public void events(List<UnifiedChunk> events, Runnable taken) {
        for (UnifiedChunk chunk : events) {
            tally.count(chunk);
            fold.accept(chunk);
        }
        taken.run();
    }

    @Override
    public void complete() {
        UnifiedAnswer answer = fold.answer();
        Buffer body = protocol.answer(request, answer, identity);
        untold = protocol.dropped(request, answer);
        response.putHeader("content-type", "application/json");
        StreamedAnswer.identify(response, identity);
        StreamedAnswer.attribute(response, origin, dropped());
        if (estimated(answer.usage())) {
            response.putHeader("x-xjp-usage-source", "estimated");
        }
        record(body);
        firstContentNanos = System.nanoTime();
        response.end(body);
    }

    /** Whether the numbers the client reads are the gateway's own guess. */
    private static boolean estimated(@Nullable Usage told) {
        return told == null || told.source() == Usage.Source.ESTIMATED;
    }

    @Override
    public void fail(Fault fault) {
        ErrorResponse error = protocol.error(fault, identity);
        record(error.body());
        ErrorAnswer.send(response, error, fault, identity);
    }

    private void record(Buffer body) {
        Recording kept = recording;
        if (kept == null) {
            return;
        }
        kept.take(body);
        if (kept.tooLarge()) {
            response.putHeader(Idempotency.STATE_HEADER, Idempotency.TOO_LARGE);
        }
    }

    @Override
    public boolean begun() {
        return response.headWritten();
    }

    @Override
    public boolean stalled(long nowNanos) {
        return false;
    }

    @Override
    public void keepAlive(long nowNanos) {}

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
        return StreamedAnswer.dropped(origin, untold);
    }
}
