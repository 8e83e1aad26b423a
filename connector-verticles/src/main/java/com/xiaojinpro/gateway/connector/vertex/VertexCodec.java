package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.gemini.GeminiCodec;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** All of Vertex AI: each model by its publisher's protocol, with one credential for both. Immutable and thread-safe. */
final class VertexCodec implements HttpCodec {
    private final GeminiCodec gemini;
    private final ClaudeCodec claude;

    VertexCodec(GeminiCodec gemini, ClaudeCodec claude) {
        this.gemini = gemini;
        this.claude = claude;
    }

    private HttpCodec of(Target target) {
        return ClaudeCodec.serves(target.model()) ? claude : gemini;
    }

    @Override
    public boolean performs(Operation operation) {
        return gemini.performs(operation);
    }

    @Override
    public @Nullable Credentials credentials() {
        return gemini.credentials();
    }

    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        return of(target).fetches(part, url, target);
    }

    @Override
    public Future<Void> recall(UnifiedRequest request, Target target, CallContext context) {
        return of(target).recall(request, target, context);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        return of(target).encode(request, target, context);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return of(target).decoder(head, request, target);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target, CallContext context) {
        return of(target).decoder(head, request, target, context);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return ClaudeCodec.messages(body) ? claude.fault(head, body) : gemini.fault(head, body);
    }
}
