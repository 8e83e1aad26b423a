package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.MemorySignatures;
import com.xiaojinpro.gateway.connector.SignatureStore;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Codecs for tests: a standing clock, ids that count, signatures of their own. */
public final class GeminiCodecs {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final String KEY = "secret-key-1234567890";
    static final CallContext TENANT = new CallContext("req-1", "tenant-a", Map.of());

    private GeminiCodecs() {}

    public static Target target(String model) {
        return new Target("test", model, null, null, Timeouts.DEFAULT);
    }

    public static GeminiCodec gemini() {
        return gemini(Map.of());
    }

    static GeminiCodec gemini(Map<String, Object> settings) {
        return gemini(settings, signatures());
    }

    static GeminiCodec gemini(Map<String, Object> settings, SignatureStore signatures) {
        ApiSite site = new ApiSite(
                "https://gemini.example.com/v1beta",
                Map.of("x-goog-api-key", KEY),
                new Redaction(List.of(KEY, "gemini.example.com")));
        return of(site, settings, signatures);
    }

    public static GeminiCodec of(GeminiSite site, Map<String, Object> settings, SignatureStore signatures) {
        AtomicInteger count = new AtomicInteger();
        return new GeminiCodec(
                site,
                GeminiSwitches.of(new MapSettings(settings), site.kind()),
                signatures,
                InstantSource.fixed(NOW),
                () -> String.format("%024d", count.incrementAndGet()));
    }

    public static MemorySignatures signatures() {
        return new MemorySignatures(1 << 20, Duration.ofHours(1), InstantSource.fixed(NOW));
    }

    /** The body of the request for a model of the newest generation. */
    static JsonObject body(UnifiedRequest request) {
        return body(request, "gemini-3-flash");
    }

    static JsonObject body(UnifiedRequest request, String model) {
        return sent(request, model).body().toJsonObject();
    }

    static UpstreamRequest sent(UnifiedRequest request, String model) {
        return gemini().encode(request, target(model), TENANT);
    }
}
