package com.xiaojinpro.gateway.connector;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * One HTTP request to a provider. Its headers are complete: nothing of the client's is added (H116).
 *
 * @param url absolute, built from the operator's base URL
 * @param headers names in lower case
 * @param dropped what of the request the provider cannot be told, by field name
 */
public record UpstreamRequest(String url, Map<String, String> headers, Buffer body, List<String> dropped) {
    public UpstreamRequest {
        dropped = List.copyOf(dropped);
    }

    /** A request that tells the provider everything. */
    public UpstreamRequest(String url, Map<String, String> headers, Buffer body) {
        this(url, headers, body, List.of());
    }

    @Override
    public String toString() {
        return "POST " + url;
    }
}
