package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where a server is and what every request to it carries; all of it from the operator's configuration. Immutable.
 *
 * @param url of the API, query included; may hold {@value #MODEL}
 * @param headers of every request, the credential among them; names in lower case
 * @param forwarded the names of client headers that go on where the ingress lets them through; a name that ends with
 *     {@code *} stands for all that begin so
 * @param redaction what of the server's words no client may read
 */
public record ChatEndpoint(String url, Map<String, String> headers, Set<String> forwarded, Redaction redaction) {
    /** Stands in a URL for the model's name. */
    public static final String MODEL = "{model}";

    public ChatEndpoint {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        forwarded = Set.copyOf(forwarded);
    }

    /** The same server under another URL. */
    public ChatEndpoint at(String otherUrl) {
        return new ChatEndpoint(otherUrl, headers, forwarded, redaction);
    }

    /**
     * The URL for a model: where {@value #MODEL} stands in it, the model's name as one path segment (H97).
     *
     * @throws com.xiaojinpro.gateway.fault.FaultException where the name cannot be a path segment
     */
    public String urlFor(String model) {
        if (!url.contains(MODEL)) {
            return url;
        }
        if (model.isEmpty() || model.equals(".") || model.equals("..")) {
            throw Fault.invalid("model", "The model's name cannot stand in a URL.")
                    .exception();
        }
        return url.replace(
                MODEL, URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** The headers of a request: what the operator configured, and of the client's only what goes on (H116). */
    public Map<String, String> headersFor(UnifiedRequest request, CallContext context) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("content-type", "application/json");
        all.put("accept", request.stream() ? "text/event-stream, application/json" : "application/json");
        // A compressed stream is held back until a block is full (H8).
        all.put("accept-encoding", "identity");
        all.putAll(headers);
        for (Map.Entry<String, String> header : context.headers().entrySet()) {
            if (forwards(header.getKey())) {
                all.putIfAbsent(header.getKey(), header.getValue());
            }
        }
        if (forwards("x-client-request-id") && !context.requestId().isEmpty()) {
            all.putIfAbsent("x-client-request-id", context.requestId());
        }
        return all;
    }

    boolean forwards(String header) {
        if (forwarded.contains(header)) {
            return true;
        }
        for (String name : forwarded) {
            if (name.endsWith("*") && header.startsWith(name.substring(0, name.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "ChatEndpoint[" + url + "]";
    }
}
