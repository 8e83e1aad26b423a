package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.SignatureStore;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.FailedDecoder;
import com.xiaojinpro.gateway.connector.codec.HostedTools;
import com.xiaojinpro.gateway.connector.codec.SniffingDecoder;
import com.xiaojinpro.gateway.connector.codec.TokenCount;
import com.xiaojinpro.gateway.connector.codec.WholeDecoder;
import com.xiaojinpro.gateway.connector.codec.WholeReader;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.http.Inflate;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.TokenEstimate;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code generateContent}, {@code countTokens} and embeddings, on the Gemini API and on Vertex AI. Signatures of calls go
 * into a store as they come by; else immutable. Thread-safe.
 */
public final class GeminiCodec implements HttpCodec {
    private final GeminiSite site;
    private final GeminiSwitches switches;
    private final SignatureStore signatures;
    private final GoogleFaults faults;
    private final Supplier<String> ids;

    /**
     * @param clock tells how far away a moment in a header is
     * @param ids makes the random tail of ids for calls that have none
     */
    public GeminiCodec(
            GeminiSite site,
            GeminiSwitches switches,
            SignatureStore signatures,
            InstantSource clock,
            Supplier<String> ids) {
        this.site = site;
        this.switches = switches;
        this.signatures = signatures;
        this.faults = new GoogleFaults(site.redaction(), clock);
        this.ids = ids;
    }

    @Override
    public boolean performs(Operation operation) {
        return true;
    }

    @Override
    public @Nullable Credentials credentials() {
        return site.credentials();
    }

    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        return switches.fetchUrls() || MediaParts.atGoogle(url);
    }

    @Override
    public Future<Void> recall(UnifiedRequest request, Target target, CallContext context) {
        if (request.operation() == Operation.EMBED
                || !switches.models().of(target.model()).has(ModelTraits.SIGNATURES)) {
            return Future.succeededFuture();
        }
        Set<String> unsigned = ModelTurn.unsigned(request.messages());
        return unsigned.isEmpty() ? Future.succeededFuture() : signatures.recall(context.tenant(), unsigned);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        return switch (request.operation()) {
            case GENERATE -> generate(request, target, context, null);
            case COUNT_TOKENS -> count(request, target, context);
            case EMBED -> embed(request, target);
        };
    }

    private UpstreamRequest generate(
            UnifiedRequest request, Target target, CallContext context, @Nullable String continuation) {
        Set<String> dropped = new LinkedHashSet<>();
        Buffer body = writer(request, target, context, dropped).generate(continuation);
        String method = request.stream() ? "streamGenerateContent?alt=sse" : "generateContent";
        Map<String, String> headers = headers(request.stream());
        String tier = RequestWriter.tier(request.serviceTier());
        if (site.kind() == GeminiSite.Kind.VERTEX && tier != null && !tier.equals("standard")) {
            headers.put("x-vertex-ai-llm-shared-request-type", tier);
        }
        return new UpstreamRequest(site.url(target, method), headers, body, new ArrayList<>(dropped));
    }

    private UpstreamRequest count(UnifiedRequest request, Target target, CallContext context) {
        // What has no tokens is not missed here.
        Buffer body = writer(request, target, context, new LinkedHashSet<>()).count(target.model());
        return new UpstreamRequest(site.url(target, "countTokens"), headers(false), body);
    }

    private UpstreamRequest embed(UnifiedRequest request, Target target) {
        Set<String> dropped = new LinkedHashSet<>();
        EmbeddingRequest embedding = new EmbeddingRequest(request, dropped);
        boolean vertex = site.kind() == GeminiSite.Kind.VERTEX;
        boolean single = vertex && oneByOne(target.model());
        if (single && embedding.size() != 1) {
            throw Fault.invalid("input", "This model of the provider takes one text at a time.")
                    .exception();
        }
        String method = single ? "embedContent" : vertex ? "predict" : "batchEmbedContents";
        Buffer body = single ? embedding.single(0) : vertex ? embedding.instances() : embedding.batch(target.model());
        return new UpstreamRequest(site.url(target, method), headers(false), body, new ArrayList<>(dropped));
    }

    /** Models of Vertex since the second generation, which have left {@code predict} behind. */
    private static boolean oneByOne(String model) {
        return model.contains("gemini-embedding-") && !model.contains("gemini-embedding-001");
    }

    private RequestWriter writer(UnifiedRequest request, Target target, CallContext context, Set<String> dropped) {
        UnifiedRequest told = HostedTools.of(request, ToolFields::has, dropped);
        return new RequestWriter(told, target.model(), switches, site.kind(), signatures, context.tenant(), dropped);
    }

    private Map<String, String> headers(boolean stream) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", stream ? "text/event-stream, application/json" : "application/json");
        // A compressed stream is held back until a block is full (H8).
        headers.put("accept-encoding", "identity");
        headers.putAll(site.headers());
        return headers;
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return decoder(head, request, target, CallContext.NONE);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target, CallContext context) {
        String type = head.mediaType();
        if (type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml") || type.startsWith("image/")) {
            return new FailedDecoder(Fault.of(
                            FaultKind.UPSTREAM_INVALID,
                            "The provider answered with " + type + " in place of an answer.")
                    .withUpstreamStatus(head.status()));
        }
        String coding = head.header("content-encoding");
        if (coding != null && !coding.isBlank() && !coding.equalsIgnoreCase("identity") && !Inflate.supports(coding)) {
            return new FailedDecoder(
                    Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's answer has a content coding nobody asked for.")
                            .withUpstreamStatus(head.status()));
        }
        return switch (request.operation()) {
            case GENERATE -> answer(head, request, target, context);
            case COUNT_TOKENS -> whole(head, "count-", target, new TokenCount("totalTokens"));
            case EMBED ->
                whole(head, "embd-", target, new Embeddings(request.messages().size(), TokenEstimate.prompt(request)));
        };
    }

    private EventDecoder answer(UpstreamHead head, UnifiedRequest request, Target target, CallContext context) {
        GeminiAnswer answer = new GeminiAnswer(
                error -> faults.inside(head, error),
                ids,
                target.model(),
                request.choices(),
                new ToolNames(request),
                (callId, signature) -> signatures.keep(context.tenant(), callId, signature));
        boolean stream = !head.mediaType().equals("application/json");
        return new GeminiDecoder(
                answer,
                () -> new SniffingDecoder(answer, switches.maxEventBytes(), stream),
                token -> generate(request, target, context, token));
    }

    private EventDecoder whole(UpstreamHead head, String prefix, Target target, WholeReader.Body body) {
        WholeReader reader = new WholeReader(
                prefix + ids.get(), target.model(), Dialect.GEMINI, body, error -> faults.inside(head, error));
        return new WholeDecoder(reader, switches.maxEventBytes());
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return faults.of(head, body);
    }
}
