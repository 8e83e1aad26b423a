package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.CallRequest;
import com.xiaojinpro.gateway.bus.InboundStream;
import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.auth.Authenticator;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.ingress.idempotency.Idempotency;
import com.xiaojinpro.gateway.ingress.idempotency.Recording;
import com.xiaojinpro.gateway.ingress.limits.Admission;
import com.xiaojinpro.gateway.ingress.limits.Demand;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import com.xiaojinpro.gateway.ingress.protocol.RequestPeek;
import com.xiaojinpro.gateway.ingress.validation.Validation;
import com.xiaojinpro.gateway.ingress.validation.Violation;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, from its headers to its one outcome. The whole life of it is the list in {@link #run}. Lives on the event loop
 * its connection is on.
 */
final class Call implements InboundStream.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    /** Bodies larger than this are parsed off the event loop. */
    private static final int LARGE_BODY = 256 * 1024;

    private static final int FIRST_ERROR = 400;
    private static final int CREDIT_WINDOW = 64 * 1024;
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEADLINE = Duration.ofHours(1);

    private final IngressVerticle ingress;
    private final IngressConfig config;
    private final ClientProtocol protocol;
    private final Dialect dialect;
    private final HttpServerRequest request;
    private final CallIdentity identity;
    private final long startedNanos = System.nanoTime();
    private final Instant startedAt = Instant.now();
    private @Nullable Principal principal;
    private @Nullable ModelRoute route;
    private @Nullable InboundStream stream;
    private @Nullable Answer answer;
    private @Nullable Origin origin;
    private final Settlement settlement = new Settlement();
    private @Nullable UnifiedRequest asked;
    private @Nullable Fault fault;
    private List<Tried> tried = List.of();
    private @Nullable Keyed keyed;
    private boolean bodyRead;
    private boolean over;

    Call(
            IngressVerticle ingress,
            IngressConfig config,
            ClientProtocol protocol,
            Dialect dialect,
            HttpServerRequest request,
            CallIdentity identity) {
        this.ingress = ingress;
        this.config = config;
        this.protocol = protocol;
        this.dialect = dialect;
        this.request = request;
        this.identity = identity;
    }

    /** The life of a call. Each stage fails with a fault, which becomes an error in the client's protocol. */
    void run() {
        request.response().exceptionHandler(e -> clientGone());
        request.response().closeHandler(v -> clientGone());
        authenticate()
                .compose(caller -> readBody())
                .compose(this::admitModel)
                .compose(this::once)
                .compose(this::parse)
                .compose(this::validate)
                .compose(this::reserve)
                .onComplete(parsed -> {
                    if (parsed.succeeded()) {
                        dispatch(parsed.result());
                    } else {
                        refuse(parsed.cause());
                    }
                });
    }

    private Future<Principal> authenticate() {
        Future<Principal> found = Authenticator.authenticate(request.headers(), config.keys());
        if (!found.isComplete()) {
            request.pause();
        }
        return found.onSuccess(caller -> principal = caller);
    }

    private Future<Buffer> readBody() {
        return BodyReader.read(request, config.server().maxBodyBytes()).onSuccess(body -> bodyRead = true);
    }

    /** An unknown or forbidden model costs no parse tree. */
    private Future<Buffer> admitModel(Buffer body) {
        String model = RequestPeek.of(body).model();
        Principal caller = principal;
        if (model == null || caller == null) {
            return Future.succeededFuture(body);
        }
        ModelRoute found = config.routes().find(model);
        if (found == null) {
            return Future.failedFuture(IngressFaults.unknownModel(model).exception());
        }
        if (!caller.mayUse(model)) {
            return Future.failedFuture(IngressFaults.forbiddenModel(model).exception());
        }
        route = found;
        return Future.succeededFuture(body);
    }

    /** Of the calls with one key, the first one goes on; the others get what it got. */
    private Future<Buffer> once(Buffer body) {
        String key = request.getHeader(Idempotency.HEADER);
        Principal caller = principal;
        if (key == null || caller == null) {
            return Future.succeededFuture(body);
        }
        Keyed own = new Keyed(request.response(), identity);
        keyed = own;
        return config.idempotency()
                .claim(ingress.context(), key, caller, request.method().name(), request.path(), body, () -> over)
                .compose(claim -> {
                    Future<Buffer> decided = own.decided(claim, body);
                    if (own.replayed() && !over) {
                        end(request.response().getStatusCode() < FIRST_ERROR ? Outcome.COMPLETED : Outcome.REFUSED);
                    }
                    return decided;
                });
    }

    private Future<UnifiedRequest> parse(Buffer body) {
        Fault nested = Validation.depth(body, config.ceilings());
        if (nested != null) {
            return Future.failedFuture(nested.exception());
        }
        if (body.length() <= LARGE_BODY) {
            try {
                return Future.succeededFuture(protocol.read(body));
            } catch (RuntimeException e) {
                return Future.failedFuture(e);
            }
        }
        return ingress.context().executeBlocking(() -> protocol.read(body), false);
    }

    /** Of all limits of the key and the tenant, or of none. Whatever is reserved here is settled in {@link #end}. */
    private Future<UnifiedRequest> reserve(UnifiedRequest parsed) {
        Principal caller = principal;
        asked = parsed;
        if (over || caller == null) {
            return Future.succeededFuture(parsed);
        }
        ModelRoute found = route;
        Target first = found == null ? null : found.targets(parsed.model()).get(0);
        return config.limiter()
                .admit(caller, new Demand(parsed, first, config.outputEstimate()))
                .compose(decided -> admitted(decided, parsed));
    }

    private Future<UnifiedRequest> admitted(Admission decided, UnifiedRequest parsed) {
        if (over) {
            // The client left while a limit was asked for.
            decided.refund();
            return Future.succeededFuture(parsed);
        }
        HttpServerResponse response = request.response();
        decided.headers(dialect, response::putHeader);
        Fault refusal = decided.refusal();
        if (refusal != null) {
            return Future.failedFuture(refusal.exception());
        }
        settlement.hold(decided);
        return Future.succeededFuture(parsed);
    }

    private Future<UnifiedRequest> validate(UnifiedRequest parsed) {
        List<Violation> violations = Validation.check(parsed, config.ceilings());
        return violations.isEmpty()
                ? Future.succeededFuture(parsed)
                : Future.failedFuture(Validation.fault(violations).exception());
    }

    private void dispatch(UnifiedRequest parsed) {
        Principal caller = principal;
        if (over || caller == null) {
            return;
        }
        Keyed own = keyed;
        Recording recording = own == null ? null : own.recording();
        answer = parsed.stream()
                ? new StreamedAnswer(
                        request.response(), protocol, parsed, identity, ingress.writer(), config.server(), recording)
                : new WholeAnswer(request.response(), protocol, parsed, identity, recording);
        CallRequest call = new CallRequest(
                identity.requestId(),
                caller.tenant(),
                0,
                DEADLINE.toMillis(),
                CREDIT_WINDOW,
                ForwardedHeaders.of(request.headers()),
                parsed);
        InboundStream opened = new InboundStream(ingress.endpoint(), call, this);
        stream = opened;
        opened.dispatch();
    }

    @Override
    public void answeredBy(Origin answering) {
        origin = answering;
        tried = answering.tried();
        Answer current = answer;
        if (current != null) {
            current.answeredBy(answering);
        }
    }

    @Override
    public void tried(List<Tried> attempts) {
        tried = attempts;
    }

    @Override
    public void events(List<UnifiedChunk> events, int bytes) {
        Answer current = answer;
        InboundStream open = stream;
        if (over || current == null || open == null) {
            return;
        }
        current.events(events, () -> open.grant(bytes));
    }

    @Override
    public void ended() {
        Answer current = answer;
        if (over || current == null) {
            return;
        }
        // Before the client can know of the end: its next call may come on another event loop, and must find its place
        // free.
        settlement.end(Outcome.COMPLETED, current.usage(Outcome.COMPLETED), origin);
        try {
            current.complete();
            end(Outcome.COMPLETED);
        } catch (FaultException e) {
            failed(e.fault());
        }
    }

    @Override
    public void failed(Fault told) {
        Answer current = answer;
        if (over || current == null) {
            return;
        }
        fault = told;
        Outcome outcome = current.begun() ? Outcome.BROKEN : Outcome.FAILED;
        settlement.end(outcome, current.usage(outcome), origin);
        current.fail(told);
        end(outcome);
    }

    /** Checks the timers; the verticle calls it a few times a second. */
    void tick(long nowNanos) {
        Answer current = answer;
        if (over) {
            return;
        }
        Keyed own = keyed;
        if (own != null) {
            own.tick(nowNanos);
        }
        if (!bodyRead && nowNanos - startedNanos > BODY_TIMEOUT.toNanos()) {
            refuse(Fault.invalid(null, "The request body did not arrive in time.")
                    .exception());
            request.connection().close();
        } else if (nowNanos - startedNanos > DEADLINE.toNanos()) {
            fail(Fault.of(FaultKind.TIMEOUT, "The call took too long."));
        } else if (current != null && current.stalled(nowNanos)) {
            cut();
        } else if (current != null) {
            current.keepAlive(nowNanos);
        }
    }

    /** Breaks the call off from the gateway's side, with an explicit error. */
    void fail(Fault told) {
        InboundStream open = stream;
        if (open != null) {
            open.fail(told);
        } else {
            refuse(told.exception());
        }
    }

    /** On HTTP/2 this is heard of a normal end, too, and from within it. */
    private void clientGone() {
        if (!over && !request.response().ended()) {
            InboundStream open = stream;
            if (open != null) {
                open.cancel();
            }
            end(Outcome.CLIENT_GONE);
        }
    }

    /** A client that takes nothing holds an upstream and memory: it is cut, and its upstream freed. */
    private void cut() {
        InboundStream open = stream;
        if (open != null) {
            open.cancel();
        }
        end(Outcome.CLIENT_STALLED);
        request.connection().close();
    }

    private void refuse(Throwable cause) {
        if (over) {
            return;
        }
        if (!(cause instanceof FaultException)) {
            LOG.error("Call {} failed", identity.requestId(), cause);
        }
        Fault told = Fault.from(cause);
        fault = told;
        ErrorResponse error = protocol.error(told, identity);
        Keyed own = keyed;
        Recording recording = own == null ? null : own.recording();
        if (recording != null) {
            recording.take(error.body());
        }
        settlement.end(Outcome.REFUSED, null, origin);
        ErrorAnswer.send(request, error, told, identity, bodyRead);
        end(Outcome.REFUSED);
    }

    private void end(Outcome outcome) {
        over = true;
        Keyed own = keyed;
        if (own != null) {
            own.ended(outcome, fault);
        }
        Answer current = answer;
        settlement.end(outcome, current == null ? null : current.usage(outcome), origin);
        Principal caller = principal;
        ModelRoute served = route;
        UnifiedRequest known = asked;
        long now = System.nanoTime();
        Duration firstToken = current == null || current.firstContentNanos() == 0
                ? null
                : Duration.ofNanos(current.firstContentNanos() - startedNanos);
        ingress.ended(
                this,
                new CallRecord(
                        identity.requestId(),
                        dialect,
                        served == null ? "" : served.name(),
                        caller == null ? "" : caller.tenant(),
                        caller == null ? "" : caller.keyName(),
                        caller == null ? "" : caller.keyId(),
                        outcome,
                        request.response().headWritten() ? request.response().getStatusCode() : 0,
                        origin,
                        settlement.usage(),
                        Duration.ofNanos(now - startedNanos),
                        firstToken,
                        current == null ? List.of() : current.dropped(),
                        startedAt,
                        known == null ? null : CallRecord.Asked.of(known),
                        tried,
                        fault,
                        settlement.charged()));
    }
}
