package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.bus.Addresses;
import com.xiaojinpro.gateway.bus.AttemptRequest;
import com.xiaojinpro.gateway.bus.Endpoint;
import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameBody;
import com.xiaojinpro.gateway.bus.Lane;
import com.xiaojinpro.gateway.bus.OutboundStream;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.connector.media.MediaFetcher;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Operation;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks providers on behalf of routers. One instance a lane, with an HTTP client of its own, so that an answer is read on the
 * event loop that sends it on. It holds nothing but the exchanges that run.
 */
public final class ConnectorVerticle extends VerticleBase {
    private static final long TICK_MILLIS = 100;

    private final Endpoint endpoint;
    private final Origins origins = new Origins();
    private final Set<Attempt> running = new LinkedHashSet<>();
    private final HttpClient client;
    private Map<String, Provider> providers;
    private MediaFetcher media;
    private Set<String> served = Set.of();
    private final EstimatedCount estimate = new EstimatedCount();
    private long timer = -1;

    /** A connector that is not started, for these providers by their configured names. */
    public ConnectorVerticle(Lane lane, Map<String, Provider> providers, GatewayConfig.Media media) {
        this.endpoint = new Endpoint(lane, "c");
        this.providers = Map.copyOf(providers);
        this.media = new MediaFetcher(lane.vertx(), media);
        this.client = UpstreamClient.create(lane.vertx());
    }

    /** Registers its addresses; from then on attempts may come. */
    @Override
    public Future<Void> start() {
        timer = endpoint.lane().vertx().setPeriodic(TICK_MILLIS, id -> tick());
        return endpoint.start().compose(v -> serve(providers.keySet()));
    }

    /** Swaps the providers whole; attempts that run go on with the old ones. */
    public Future<Void> reload(Map<String, Provider> newProviders, GatewayConfig.Media newMedia) {
        providers = Map.copyOf(newProviders);
        media = media.with(newMedia);
        return serve(providers.keySet());
    }

    /** Takes no new attempts from other lanes and nodes. */
    public Future<Void> drain() {
        return endpoint.drain();
    }

    /** Breaks off what still runs, with an explicit error, and leaves the bus. */
    @Override
    public Future<Void> stop() {
        if (timer >= 0) {
            endpoint.lane().vertx().cancelTimer(timer);
        }
        List.copyOf(running)
                .forEach(attempt -> attempt.abort(Fault.of(FaultKind.UNAVAILABLE, "The gateway is shutting down.")));
        running.clear();
        return endpoint.stop().eventually(media::close).eventually(client::close);
    }

    /** Attempts that have not ended. */
    public int openStreams() {
        return endpoint.openStreams();
    }

    /** Exchanges with providers that are not over. */
    public int openExchanges() {
        return running.size();
    }

    private Future<Void> serve(Set<String> names) {
        Set<String> wanted = new HashSet<>(names);
        List<Future<Void>> changes = new ArrayList<>();
        for (String name : served) {
            if (!wanted.contains(name)) {
                changes.add(endpoint.withdraw(Addresses.connect(name)));
            }
        }
        for (String name : wanted) {
            if (!served.contains(name)) {
                changes.add(endpoint.serve(Addresses.connect(name), this::open));
            }
        }
        served = wanted;
        return changes.isEmpty()
                ? Future.succeededFuture()
                : Future.all(changes).mapEmpty();
    }

    private void open(Frame frame) {
        if (!(frame.body() instanceof FrameBody.Attempt asked)) {
            return;
        }
        AttemptRequest request = asked.request();
        Provider provider = providers.get(request.target().provider());
        if (provider == null) {
            endpoint.refuse(frame, Fault.of(FaultKind.UNAVAILABLE, "The provider is not configured on this node."));
            return;
        }
        Operation operation = request.call().request().operation();
        Provider performing =
                provider.performs(request.call().request(), request.target()) ? provider : standIn(operation);
        if (performing == null) {
            endpoint.refuse(frame, unsupported(operation));
            return;
        }
        Attempt attempt = new Attempt(endpoint, frame, request, out -> exchange(performing, request, out));
        running.add(attempt);
        attempt.start();
    }

    /** Who does what a provider does not do itself; null for nobody. */
    private @Nullable Provider standIn(Operation operation) {
        return switch (operation) {
            case COUNT_TOKENS -> estimate;
            case GENERATE, EMBED -> null;
        };
    }

    /** The client's next target may do it, so this is no reason to end the call. */
    private static Fault unsupported(Operation operation) {
        String what = operation == Operation.EMBED ? "makes no embeddings" : "does not generate answers";
        return Fault.of(FaultKind.INVALID_REQUEST, "The model's provider " + what + ".")
                .withCode("unsupported_operation")
                .withRetryable(true);
    }

    private Exchange exchange(Provider provider, AttemptRequest request, OutboundStream out) {
        return switch (provider) {
            case HttpCodec codec ->
                new UpstreamExchange(endpoint.lane().context(), client, origins, media, codec, request, out);
            case LocalProvider local -> new LocalExchange(endpoint.lane().vertx(), local, request, out);
        };
    }

    private void tick() {
        if (!running.isEmpty()) {
            long now = System.nanoTime();
            running.removeIf(attempt -> attempt.tick(now));
        }
    }
}
