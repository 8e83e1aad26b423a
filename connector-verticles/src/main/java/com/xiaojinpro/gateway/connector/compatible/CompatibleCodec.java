package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.AnswerHead;
import com.xiaojinpro.gateway.connector.codec.SniffingDecoder;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI chat completions, with the switches of one server, and its embeddings where it has them. A request of the same
 * dialect is patched, any other is written from the unified model; answers are read in whatever form they come. Immutable
 * and thread-safe.
 */
public final class CompatibleCodec implements HttpCodec {
    private final ChatEndpoint endpoint;
    private final @Nullable EmbeddingsCodec embeddings;
    private final ChatSwitches switches;
    private final AnswerFaults faults;
    private final int maxEventBytes;
    private final Supplier<String> ids;

    /** A codec for a server without embeddings. */
    public CompatibleCodec(
            ChatEndpoint endpoint,
            ChatSwitches switches,
            int maxEventBytes,
            InstantSource clock,
            Supplier<String> ids) {
        this(endpoint, null, switches, maxEventBytes, clock, ids);
    }

    /**
     * @param embeddings where the server's embeddings are; null where it has none
     * @param maxEventBytes the longest event, or whole answer, that is held
     * @param clock tells how far away a moment in a header is
     * @param ids makes the random tail of ids for what the server gave none
     */
    public CompatibleCodec(
            ChatEndpoint endpoint,
            @Nullable ChatEndpoint embeddings,
            ChatSwitches switches,
            int maxEventBytes,
            InstantSource clock,
            Supplier<String> ids) {
        this.endpoint = endpoint;
        this.switches = switches;
        this.maxEventBytes = maxEventBytes;
        this.faults = new AnswerFaults(endpoint.redaction(), clock);
        this.ids = ids;
        this.embeddings = embeddings == null ? null : new EmbeddingsCodec(embeddings, faults, maxEventBytes, ids);
    }

    /** The switches this codec works with. */
    public ChatSwitches switches() {
        return switches;
    }

    @Override
    public boolean performs(Operation operation) {
        return operation == Operation.GENERATE || (operation == Operation.EMBED && embeddings != null);
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        EmbeddingsCodec vectors = embeddings;
        if (request.operation() == Operation.EMBED && vectors != null) {
            return vectors.encode(request, target, context);
        }
        Set<String> dropped = new LinkedHashSet<>();
        boolean sameDialect =
                request.dialect() == Dialect.OPENAI_CHAT && request.body().length() > 0;
        Buffer body = sameDialect
                ? ChatPatch.of(request, target.model(), switches, dropped)
                : new ChatRequestWriter(switches, request, dropped).write(target.model());
        List<String> names = new ArrayList<>(dropped);
        return new UpstreamRequest(endpoint.urlFor(target.model()), endpoint.headersFor(request, context), body, names);
    }

    /** Images and documents where the switches say so; what else has an address is refused or fetched by the server. */
    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        if (part instanceof ContentPart.Image) {
            return switches.imageUrls();
        }
        return !(part instanceof ContentPart.Document) || switches.fileUrls();
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        EventDecoder unreadable = AnswerHead.refused(head);
        if (unreadable != null) {
            return unreadable;
        }
        EmbeddingsCodec vectors = embeddings;
        if (request.operation() == Operation.EMBED && vectors != null) {
            return vectors.decoder(head, request, target);
        }
        ChatAnswer answer =
                new ChatAnswer(switches, error -> faults.inside(head, error), ids, target.model(), request.choices());
        String type = head.mediaType();
        boolean stream = !type.equals("application/json") && (request.stream() || type.equals("text/event-stream"));
        return new SniffingDecoder(answer, maxEventBytes, stream);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return faults.of(head, body);
    }
}
