package com.xiaojinpro.gateway.ingress;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The client's headers that may matter to a provider: an allow-list, never credentials or cookies (H116). */
final class ForwardedHeaders {
    private static final List<String> ALLOWED = List.of(
            "anthropic-version",
            "anthropic-beta",
            "x-session-id",
            "x-openrouter-title",
            "x-openrouter-categories",
            "x-openrouter-metadata",
            "x-title",
            "http-referer",
            "traceparent",
            "tracestate");

    private ForwardedHeaders() {}

    static Map<String, String> of(MultiMap headers) {
        Map<String, String> forwarded = null;
        for (String name : ALLOWED) {
            String value = headers.get(name);
            if (value != null) {
                forwarded = forwarded == null ? new HashMap<>() : forwarded;
                forwarded.put(name, value);
            }
        }
        return forwarded == null ? Map.of() : forwarded;
    }
}
