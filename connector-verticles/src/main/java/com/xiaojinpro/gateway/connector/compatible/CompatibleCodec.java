package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.ErrorReader;
import com.xiaojinpro.gateway.connector.codec.FailedDecoder;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.ProviderError;
import com.xiaojinpro.gateway.connector.codec.SniffingDecoder;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.http.Inflate;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * OpenAI chat completions, with the switches of one server. A request of the same dialect is patched, any other is
 * written from the unified model; answers are read in whatever form they come. Immutable and thread-safe.
 */
public final class CompatibleCodec implements HttpCodec {
    private static final int MAX_ERROR_BYTES = 1 << 20;

    private final ChatEndpoint endpoint;
    private final ChatSwitches switches;
    private final FaultTable faults;
    private final RetryHints hints;
    private final int maxEventBytes;
    private final Supplier<String> ids;

    /**
     * @param maxEventBytes the longest event, or whole answer, that is held
     * @param clock tells how far away a moment in a header is
     * @param ids makes the random tail of ids for what the server gave none
     */
    public CompatibleCodec(
            ChatEndpoint endpoint,
            ChatSwitches switches,
            int maxEventBytes,
            InstantSource clock,
            Supplier<String> ids) {
        this.endpoint = endpoint;
        this.switches = switches;
        this.maxEventBytes = maxEventBytes;
        this.faults = new FaultTable(endpoint.redaction());
        this.hints = new RetryHints(clock);
        this.ids = ids;
    }

    /** The switches this codec works with. */
    public ChatSwitches switches() {
        return switches;
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        Set<String> dropped = new LinkedHashSet<>();
        boolean sameDialect =
                request.dialect() == Dialect.OPENAI_CHAT && request.body().length() > 0;
        Buffer body = sameDialect
                ? ChatPatch.of(request, target.model(), switches, dropped)
                : new ChatRequestWriter(switches, request, dropped).write(target.model());
        List<String> names = new ArrayList<>(dropped);
        return new UpstreamRequest(endpoint.url(), headers(request, context), body, names);
    }

    private Map<String, String> headers(UnifiedRequest request, CallContext context) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", request.stream() ? "text/event-stream, application/json" : "application/json");
        // A compressed stream is held back until a block is full (H8).
        headers.put("accept-encoding", "identity");
        headers.putAll(endpoint.headers());
        for (Map.Entry<String, String> header : context.headers().entrySet()) {
            if (endpoint.forwards(header.getKey())) {
                headers.putIfAbsent(header.getKey(), header.getValue());
            }
        }
        if (endpoint.forwards("x-client-request-id") && !context.requestId().isEmpty()) {
            headers.putIfAbsent("x-client-request-id", context.requestId());
        }
        return headers;
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        String type = head.mediaType();
        if (type.equals("text/html") || type.endsWith("/xml") || type.endsWith("+xml") || type.startsWith("image/")) {
            return new FailedDecoder(Fault.of(
                            FaultKind.UPSTREAM_INVALID,
                            "The provider answered with " + type + " in place of a completion.")
                    .withUpstreamStatus(head.status()));
        }
        if (unreadable(head)) {
            return new FailedDecoder(
                    Fault.of(FaultKind.UPSTREAM_INVALID, "The provider's answer has a content coding nobody asked for.")
                            .withUpstreamStatus(head.status()));
        }
        ChatAnswer answer = new ChatAnswer(
                switches,
                error -> faults.of(0, ErrorReader.json(error), hints.of(head, error)),
                ids,
                target.model(),
                request.choices());
        boolean stream = !type.equals("application/json") && (request.stream() || type.equals("text/event-stream"));
        return new SniffingDecoder(answer, maxEventBytes, stream);
    }

    /** Whether the answer has a coding that the exchange cannot undo before it hands the bytes over (H8). */
    private static boolean unreadable(UpstreamHead head) {
        String coding = head.header("content-encoding");
        return coding != null
                && !coding.isBlank()
                && !coding.trim().equalsIgnoreCase("identity")
                && !Inflate.supports(coding);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        if (unreadable(head)) {
            return faults.of(head.status(), ProviderError.UNTOLD, hints.of(head, ""));
        }
        ByteView view = ByteView.of(plain(body));
        ProviderError error = ErrorReader.body(view.bytes(), view.offset(), view.length());
        String text = new String(view.bytes(), view.offset(), view.length(), StandardCharsets.UTF_8);
        return faults.of(head.status(), error, hints.of(head, text));
    }

    /** An error body that is gzip without saying so; one that is cut off says nothing (H114). */
    private static Buffer plain(Buffer body) {
        boolean gzip = body.length() > 2 && body.getByte(0) == 0x1F && body.getByte(1) == (byte) 0x8B;
        if (!gzip) {
            return body;
        }
        try {
            return new Inflate("gzip", MAX_ERROR_BYTES).inflate(body);
        } catch (RuntimeException broken) {
            return Buffer.buffer(0);
        }
    }
}
