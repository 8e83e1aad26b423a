package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Lane;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.anthropic.CountTokensProtocol;
import com.xiaojinpro.gateway.ingress.openai.EmbeddingsProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.responses.InputTokensProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes HTTP calls of clients and owns each of them until its one outcome. One instance a lane; the instances of a node
 * share the port.
 */
public final class IngressVerticle extends VerticleBase {
    private static final long TICK_MILLIS = 250;
    private static final int WRITER_BYTES = 16 * 1024;
    private static final int ACCEPT_BACKLOG = 4096;

    private final Lane lane;
    private final Endpoint endpoint;
    private final Supplier<IngressConfig> config;
    private final CallListener listener;
    private final RequestIds requestIds = new RequestIds();
    private final ByteWriter writer = new ByteWriter(WRITER_BYTES);
    private final Set<Call> calls = new LinkedHashSet<>();
    private final ClientProtocol openAi = new OpenAiChatProtocol();
    private final ClientProtocol anthropic = new AnthropicMessagesProtocol();
    private final ClientProtocol countTokens = new CountTokensProtocol();
    private final ClientProtocol embeddings = new EmbeddingsProtocol();
    private final ClientProtocol responses = new ResponsesProtocol();
    private final ClientProtocol inputTokens = new InputTokensProtocol();
    private @Nullable HttpServer server;
    private long timer = -1;
    private boolean draining;

    /**
     * An ingress that is not started.
     *
     * @param config the newest configuration; asked once a call
     */
    public IngressVerticle(Lane lane, Supplier<IngressConfig> config, CallListener listener) {
        this.lane = lane;
        this.endpoint = new Endpoint(lane, "i");
        this.config = config;
        this.listener = listener;
    }

    /** Registers on the bus, then listens. */
    @Override
    public Future<HttpServer> start() {
        timer = lane.vertx().setPeriodic(TICK_MILLIS, id -> tick());
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setTcpNoDelay(true)
                .setCompressionSupported(false);
        HttpServer http = lane.vertx().createHttpServer(options);
        server = http;
        http.requestHandler(new Routes(lane.vertx(), this).handler());
        http.invalidRequestHandler(request -> {
            StreamedAnswer.identify(request.response(), identity());
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
        });
        return endpoint.start().compose(v -> http.listen(address(config.get().server())));
    }

    /** Where no port is set, the lanes of a node share the one that is found. */
    private static SocketAddress address(GatewayConfig.Server settings) {
        return settings.port() == 0
                ? SocketAddress.sharedRandomPort(1, settings.host())
                : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    }

    /** Takes no new calls; those that run go on. */
    public void drain() {
        draining = true;
    }

    /** Ends what still runs with an explicit error, and closes. */
    @Override
    public Future<Void> stop() {
        draining = true;
        if (timer >= 0) {
            lane.vertx().cancelTimer(timer);
        }
        List.copyOf(calls).forEach(call -> call.fail(IngressFaults.shuttingDown()));
        HttpServer http = server;
        Future<Void> closed = http == null ? Future.succeededFuture() : http.close();
        return closed.eventually(endpoint::stop);
    }

    /** The port that is listened on. */
    public int port() {
        HttpServer http = server;
        return http == null ? 0 : http.actualPort();
    }

    /** Calls that have not ended. */
    public int openCalls() {
        return calls.size();
    }

    /** Streams on the bus that have not ended. */
    public int openStreams() {
        return endpoint.openStreams();
    }

    void openAi(HttpServerRequest request) {
        open(request, openAi, Dialect.OPENAI_CHAT);
    }

    void anthropic(HttpServerRequest request) {
        open(request, anthropic, Dialect.ANTHROPIC_MESSAGES);
    }

    void countTokens(HttpServerRequest request) {
        open(request, countTokens, Dialect.ANTHROPIC_MESSAGES);
    }

    void embeddings(HttpServerRequest request) {
        open(request, embeddings, Dialect.OPENAI_EMBEDDINGS);
    }

    void responses(HttpServerRequest request) {
        open(request, responses, Dialect.OPENAI_RESPONSES);
    }

    void inputTokens(HttpServerRequest request) {
        open(request, inputTokens, Dialect.OPENAI_RESPONSES);
    }

    /** Answers a request with an error in the protocol that its path and headers speak. */
    void refuse(HttpServerRequest request, Fault fault) {
        ClientProtocol protocol = speaksAnthropic(request) ? anthropic : openAi;
        CallIdentity identity = identity();
        ErrorAnswer.send(request, protocol.error(fault, identity), fault, identity, false);
    }

    static boolean speaksAnthropic(HttpServerRequest request) {
        return request.path().contains("/messages") || request.getHeader("anthropic-version") != null;
    }

    IngressConfig current() {
        return config.get();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Context context() {
        return lane.context();
    }

    /** The output buffer of this event loop; empty between two writes. */
    ByteWriter writer() {
        return writer;
    }

    void ended(Call call, CallRecord record) {
        calls.remove(call);
        listener.ended(record);
    }

    private void open(HttpServerRequest request, ClientProtocol protocol, Dialect dialect) {
        if (draining) {
            refuse(request, IngressFaults.shuttingDown());
            return;
        }
        Call call = new Call(this, config.get(), protocol, dialect, request, identity());
        calls.add(call);
        listener.started();
        call.run();
    }

    /** A new one for each request. */
    CallIdentity identity() {
        return new CallIdentity(requestIds.next(), System.currentTimeMillis() / 1000);
    }

    private void tick() {
        if (!calls.isEmpty()) {
            long now = System.nanoTime();
            List.copyOf(calls).forEach(call -> call.tick(now));
        }
    }
}
