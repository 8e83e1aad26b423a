package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.fault.Fault;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Messages protocol over HTTP, as Anthropic itself offers it. Immutable and thread-safe. */
public final class MessagesCodec implements HttpCodec {
    private static final String VERSION = "anthropic-version";
    private static final Pattern DATE = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d");

    private static final Pattern QUERY = Pattern.compile("[?#].*$");
    private static final Pattern TYPE = Pattern.compile("\\.([A-Za-z]{1,5})$");

    private final MessagesEndpoint endpoint;
    private final MessagesBody body;
    private final MessagesAnswers answers;

    public MessagesCodec(MessagesEndpoint endpoint, MessagesBody body, MessagesAnswers answers) {
        this.endpoint = endpoint;
        this.body = body;
        this.answers = answers;
    }

    @Override
    public boolean performs(Operation operation) {
        return switch (operation) {
            case GENERATE -> true;
            case COUNT_TOKENS -> endpoint.countUrl() != null;
            case EMBED -> false;
        };
    }

    @Override
    public UpstreamRequest encode(UnifiedRequest request, Target target, CallContext context) {
        Set<String> dropped = new LinkedHashSet<>();
        String countUrl = endpoint.countUrl();
        String url = request.operation() == Operation.COUNT_TOKENS && countUrl != null ? countUrl : endpoint.url();
        Buffer bytes = body.of(request, target.model(), dropped);
        Map<String, String> headers = headers(request, target, context, dropped);
        return new UpstreamRequest(url, headers, bytes, new ArrayList<>(dropped));
    }

    private Map<String, String> headers(
            UnifiedRequest request, Target target, CallContext context, Set<String> dropped) {
        boolean own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        String asked = own ? context.headers().get(VERSION) : null;
        String version = asked != null && DATE.matcher(asked).matches() ? asked : endpoint.version();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", body.streams(request, target.model()) ? "text/event-stream" : "application/json");
        // A compressed stream is held back until a block is full (H8).
        headers.put("accept-encoding", "identity");
        headers.put(VERSION, version);
        String key = endpoint.key();
        if (key != null && endpoint.auth().bearer(version)) {
            headers.put("authorization", "Bearer " + key);
        } else if (key != null) {
            headers.put("x-api-key", key);
        }
        headers.putAll(endpoint.headers());
        endpoint.betas().add(headers, own ? context.headers().get(Betas.HEADER) : null, dropped);
        return headers;
    }

    /**
     * Images and PDFs by {@code https}; other documents are read by the gateway, since they are sent as text. Audio and video
     * are refused whatever they are, so nobody fetches them.
     */
    @Override
    public boolean fetches(ContentPart part, String url, Target target) {
        boolean https = url.regionMatches(true, 0, "https://", 0, "https://".length());
        if (part instanceof ContentPart.Image) {
            return https;
        }
        return !(part instanceof ContentPart.Document file) || (https && pdf(file.filename(), url));
    }

    /** Whether a document is a PDF, by its name or its address; one that tells no type is taken for one. */
    private static boolean pdf(@Nullable String filename, String url) {
        String name = filename == null ? QUERY.matcher(url).replaceFirst("") : filename;
        Matcher type = TYPE.matcher(name.substring(name.lastIndexOf('/') + 1));
        return !type.find() || type.group(1).equalsIgnoreCase("pdf");
    }

    @Override
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        return answers.decoder(head, request, target);
    }

    @Override
    public Fault fault(UpstreamHead head, Buffer body) {
        return answers.fault(head, body);
    }
}
