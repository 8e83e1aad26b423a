package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.OutboundStream;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.media.MediaFetcher;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.http.Inflate;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that talks to providers: one HTTP exchange of one attempt. Each upstream buffer becomes at most one frame;
 * without credit the response is paused and TCP holds the provider back. Its connection is free the moment the attempt is
 * cancelled. Owned by one attempt, used on its event loop.
 */
final class UpstreamExchange implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamExchange.class);
    private static final int MAX_ERROR_BODY = 1 << 20;

    private final Context context;
    private final HttpClient client;
    private final Origins origins;
    private final HttpCodec codec;
    private final Target target;
    private final OutboundStream out;
    private final Preparation preparation;
    private final Patience patience;
    private final Unsent unsent;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable EventDecoder decoder;
    private @Nullable Inflate inflate;
    private @Nullable Buffer errorBody;
    private @Nullable UpstreamHead head;
    private boolean flushing;
    private boolean paused;
    private boolean over;

    UpstreamExchange(
            Context context,
            HttpClient client,
            Origins origins,
            MediaFetcher media,
            HttpCodec codec,
            AttemptRequest attempt,
            OutboundStream out) {
        this.context = context;
        this.client = client;
        this.origins = origins;
        this.codec = codec;
        this.preparation = new Preparation(context, client, media, codec, attempt);
        this.target = attempt.target();
        this.out = out;
        this.patience = new Patience(target.timeouts());
        this.unsent = new Unsent(out, this::origin);
    }

    @Override
    public void start() {
        preparation.first().onComplete(this::prepared);
    }

    private void prepared(AsyncResult<UpstreamRequest> asked) {
        if (over) {
            return;
        }
        if (asked.succeeded()) {
            connect(asked.result());
            return;
        }
        if (!(asked.cause() instanceof FaultException)) {
            LOG.error("Encoding a request for {} failed", target.provider(), asked.cause());
        }
        fail(Fault.from(asked.cause()));
    }

    private void connect(UpstreamRequest asked) {
        Origins.Location location;
        try {
            location = origins.of(asked.url());
        } catch (FaultException unusable) {
            fail(unusable.fault());
            return;
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(location.host())
                .setPort(location.port())
                .setSsl(location.tls())
                .setURI(location.uri())
                .setConnectTimeout(target.timeouts().connect().toMillis());
        client.request(options).onComplete(opened -> {
            if (opened.failed()) {
                fail(unreachable(opened.cause()));
                return;
            }
            HttpClientRequest ready = opened.result();
            ready.exceptionHandler(this::broken);
            if (over) {
                ready.reset();
            } else {
                send(ready, asked);
            }
        });
    }

    @Override
    public void resume() {
        HttpClientResponse reading = response;
        if (paused && reading != null) {
            paused = false;
            patience.heard();
            reading.resume();
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            reset();
        }
    }

    @Override
    public boolean tick(long now) {
        if (over) {
            return true;
        }
        if (out.done()) {
            // The answer is whole; only the end of the HTTP exchange is missing, which would give the connection back.
            if (patience.graceOver(now)) {
                cancel();
            }
            return over;
        }
        boolean ending = awaitingUsage();
        if (over) {
            return true;
        }
        if (ending && patience.graceOver(now)) {
            finish();
            cancel();
            return true;
        }
        Fault late = patience.over(now, out.contentSeen(), response != null && !paused);
        if (late != null) {
            fail(late);
            reset();
        }
        return over;
    }

    private void send(HttpClientRequest opened, UpstreamRequest asked) {
        request = opened;
        asked.headers().forEach(opened::putHeader);
        preparation.authorization().forEach(opened::putHeader);
        opened.send(asked.body()).onComplete(answered -> {
            if (answered.failed()) {
                broken(answered.cause());
            } else if (over) {
                reset();
            } else {
                read(answered.result());
            }
        });
    }

    private void read(HttpClientResponse answered) {
        response = answered;
        answered.exceptionHandler(this::broken);
        patience.heard();
        UpstreamHead answerHead = new UpstreamHead(answered.statusCode(), answered.headers());
        head = answerHead;
        String encoding = answered.getHeader("content-encoding");
        inflate = encoding != null && Inflate.supports(encoding) ? new Inflate(encoding, Long.MAX_VALUE) : null;
        if (paused) {
            answered.pause();
        }
        if (answered.statusCode() == 401) {
            preparation.refused();
        }
        if (answered.statusCode() / 100 != 2) {
            decoder = null;
            errorBody = Buffer.buffer();
        } else if (decoder == null) {
            try {
                decoder = preparation.decoder(answerHead);
            } catch (RuntimeException bug) {
                broke(bug);
                return;
            }
        }
        answered.endHandler(v -> ended());
        answered.handler(this::bytes);
    }

    private void bytes(Buffer received) {
        if (over) {
            return;
        }
        patience.heard();
        if (out.done()) {
            return;
        }
        Buffer bytes;
        Inflate decompressor = inflate;
        try {
            bytes = decompressor == null ? received : decompressor.inflate(received);
        } catch (RuntimeException e) {
            fail(Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's compressed answer cannot be read."));
            reset();
            return;
        }
        EventDecoder reading = decoder;
        if (reading == null) {
            appendError(bytes);
            return;
        }
        try {
            reading.decode(bytes, unsent.events());
        } catch (RuntimeException bug) {
            broke(bug);
            return;
        }
        if (unsent.decoded(bytes.length())) {
            flush();
        } else if (!flushing) {
            flushing = true;
            context.runOnContext(this::flush);
        }
    }

    /** Sends what one turn of the event loop brought. */
    private void flush(Void turn) {
        flushing = false;
        if (!over) {
            flush();
        }
    }

    private void flush() {
        send();
        HttpClientResponse flowing = response;
        if (!over && !out.done() && !out.writable() && flowing != null) {
            paused = true;
            flowing.pause();
        }
    }

    private void ended() {
        if (over) {
            return;
        }
        EventDecoder reading = decoder;
        Buffer error = errorBody;
        UpstreamHead answered = head;
        UpstreamRequest next = reading == null || out.done() ? null : next(reading);
        if (over) {
            return;
        }
        if (next != null) {
            preparation.authorized(next).onComplete(this::prepared);
            return;
        }
        if (reading != null) {
            finish();
        } else if (error != null && answered != null) {
            refused(answered, error);
        }
        over = true;
    }

    /** What else is to be asked before the answer is whole; what came so far is sent first. */
    private @Nullable UpstreamRequest next(EventDecoder reading) {
        try {
            UpstreamRequest next = reading.next(unsent.events());
            flush();
            return next;
        } catch (RuntimeException bug) {
            broke(bug);
            return null;
        }
    }

    /** The connection broke. An answer whose end is known but for its usage is whole all the same. */
    private void broken(Throwable cause) {
        if (over) {
            return;
        }
        boolean ending = awaitingUsage();
        if (over) {
            return;
        }
        Buffer error = errorBody;
        UpstreamHead answered = head;
        if (ending) {
            finish();
        } else if (error != null && answered != null) {
            refused(answered, error);
        } else if (response != null) {
            fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The provider's connection broke in the middle of the answer."));
        } else {
            fail(unreachable(cause));
        }
        over = true;
        reset();
    }

    private boolean awaitingUsage() {
        EventDecoder reading = decoder;
        try {
            return reading != null && reading.awaitingUsage();
        } catch (RuntimeException bug) {
            broke(bug);
            return false;
        }
    }

    private void finish() {
        EventDecoder reading = decoder;
        if (reading != null && !out.done()) {
            try {
                reading.end(unsent.events());
            } catch (RuntimeException bug) {
                broke(bug);
                return;
            }
            flush();
            if (!out.done()) {
                fail(Fault.of(FaultKind.STREAM_INCOMPLETE, "The provider's answer ended before it was complete."));
            }
        }
    }

    private void send() {
        try {
            unsent.send();
        } catch (RuntimeException bug) {
            broke(bug);
        }
    }

    private Origin origin() {
        return new Origin(target.provider(), target.model(), patience.elapsedMicros(), preparation.dropped());
    }

    private void refused(UpstreamHead answered, Buffer error) {
        try {
            fail(codec.fault(answered, error));
        } catch (RuntimeException bug) {
            broke(bug);
        }
    }

    /** A codec that throws, or breaks the grammar, is a bug: logged once, an explicit error to the client. */
    private void broke(RuntimeException bug) {
        LOG.error("The codec of {} is wrong", target.provider(), bug);
        unsent.drop();
        fail(Fault.from(bug));
        reset();
    }

    private void appendError(Buffer bytes) {
        Buffer error = errorBody;
        if (error != null && error.length() < MAX_ERROR_BODY) {
            error.appendBuffer(bytes, 0, Math.min(bytes.length(), MAX_ERROR_BODY - error.length()));
        }
    }

    /** What came whole before the failure is sent first. */
    private void fail(Fault fault) {
        over = true;
        send();
        out.fail(fault);
    }

    private void reset() {
        preparation.abandon();
        HttpClientRequest open = request;
        if (open != null) {
            open.reset();
        }
    }

    private static Fault unreachable(Throwable cause) {
        LOG.debug("A provider could not be reached", cause);
        return Fault.of(FaultKind.UPSTREAM_UNAVAILABLE, "The provider cannot be reached.");
    }
}
