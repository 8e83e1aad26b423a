package com.xiaojinpro.gateway.connector.clewdr;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.anthropic.MessagesCodec;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Clewdr's web mode, which writes the conversation into a chat: it has no tools, takes no documents, and images only within
 * the request. A request that needs more is refused so that another target serves it, since Clewdr would leave it out and
 * say nothing. Immutable and
 * thread-safe.
 */
final class WebCodec implements HttpCodec {
    private final MessagesCodec messages;

    WebCodec(MessagesCodec messages) {
        this.messages = messages;
    }

    @Override
    public boolean performs(Operation operation) {
        return messages.performs(operation);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        String beyond = beyond(request);
        if (beyond != null) {
            throw Fault.invalid(beyond, "This model's provider works without tools and documents.")
                    .withRetryable(true)
                    .exception();
        }
        return messages.encode(request, target, context);
    }

    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        return !(part instanceof ContentPart.Image);
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return messages.decoder(head, request, target);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return messages.fault(head, body);
    }

    /** The field of a request that asks for what is not there, or null. */
    private static @Nullable String beyond(UnifiedRequest request) {
        boolean tools = !request.tools().isEmpty() && !(request.toolChoice() instanceof ToolChoice.None);
        if (tools) {
            return "tools";
        }
        for (UnifiedMessage message : request.messages()) {
            if (message.role() == Role.TOOL) {
                return "messages";
            }
            for (ContentPart part : message.parts()) {
                boolean fetched =
                        part instanceof ContentPart.Image image && !(image.source() instanceof MediaSource.Inline);
                boolean document =
                        part instanceof ContentPart.Document file && !(file.source() instanceof MediaSource.PlainText);
                if (fetched || document || part instanceof ContentPart.ToolCall) {
                    return "messages";
                }
            }
        }
        return null;
    }
}
