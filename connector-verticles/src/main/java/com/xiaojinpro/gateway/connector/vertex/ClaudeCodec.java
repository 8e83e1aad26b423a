package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.anthropic.Betas;
import com.xiaojinpro.gateway.connector.anthropic.MessagesAnswers;
import com.xiaojinpro.gateway.connector.anthropic.MessagesBody;
import com.xiaojinpro.gateway.connector.gemini.GoogleFaults;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claude on Vertex AI: the Messages protocol within {@code rawPredict} and {@code streamRawPredict}, where the path names the
 * model and the body the version. Immutable and thread-safe.
 */
final class ClaudeCodec implements HttpCodec {
    private static final String PUBLISHER = "anthropic";

    private final VertexSite site;
    private final MessagesBody body;
    private final MessagesAnswers answers;
    private final GoogleFaults platform;
    private final Betas betas;

    /**
     * @param platform reads the errors that are not Anthropic's but of the platform around it
     */
    ClaudeCodec(VertexSite site, MessagesBody body, MessagesAnswers answers, GoogleFaults platform, Betas betas) {
        this.site = site;
        this.body = body;
        this.answers = answers;
        this.platform = platform;
        this.betas = betas;
    }

    /** Whether a model's name is one of Anthropic's. */
    static boolean serves(String model) {
        int publisher = model.indexOf("publishers/");
        if (publisher >= 0) {
            return model.startsWith(PUBLISHER + "/", publisher + "publishers/".length());
        }
        String name = model.startsWith("models/") ? model.substring("models/".length()) : model;
        return name.startsWith("claude-") || name.startsWith(PUBLISHER + "/");
    }

    @Override
    public boolean performs(Operation operation) {
        return operation != Operation.EMBED;
    }

    @Override
    public @Nullable Credentials credentials() {
        return site.credentials();
    }

    /** Here Claude takes images and documents within the request only, and nothing else has a place at all. */
    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        return !(part instanceof ContentPart.Image || part instanceof ContentPart.Document);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        if (request.operation() == Operation.EMBED) {
            throw Fault.of(FaultKind.NOT_FOUND, "This model makes no embeddings.")
                    .withParam("model")
                    .exception();
        }
        Set<String> dropped = new LinkedHashSet<>();
        boolean streams = body.streams(request, target.model());
        boolean counts = request.operation() == Operation.COUNT_TOKENS;
        String resource = VertexSite.resource(target.model(), PUBLISHER);
        String name = target.model().substring(target.model().lastIndexOf('/') + 1);
        String url = counts
                ? site.url(target, sibling(resource, "count-tokens"), "rawPredict")
                : site.url(target, resource, streams ? "streamRawPredict" : "rawPredict");
        Buffer bytes = body.of(request, name, dropped);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", streams ? "text/event-stream" : "application/json");
        // A compressed stream is held back until a block is full (H8).
        headers.put("accept-encoding", "identity");
        headers.putAll(site.headers());
        boolean own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        betas.add(headers, own ? context.headers().get(Betas.HEADER) : null, dropped);
        return new UpstreamRequest(url, headers, bytes, new ArrayList<>(dropped));
    }

    /** The resource of another name in the same place. */
    private static String sibling(String resource, String name) {
        return resource.substring(0, resource.lastIndexOf('/') + 1) + name;
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return answers.decoder(head, request, target);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return messages(body) ? answers.fault(head, body) : platform.of(head, body);
    }

    /** Whether an error is Anthropic's own, which says so in its type. */
    static boolean messages(Buffer body) {
        ByteView view = ByteView.of(body);
        try {
            JsonCursor json = new JsonCursor(view.bytes(), view.offset(), view.length());
            return json.isObject() && "error".equals(json.peek("type"));
        } catch (FaultException notJson) {
            return false;
        }
    }
}
