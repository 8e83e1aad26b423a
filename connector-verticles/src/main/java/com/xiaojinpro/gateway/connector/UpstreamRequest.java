package com.xiaojinpro.gateway.connector;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * One HTTP request to a provider. Its headers are complete: nothing of the client's is added (H116).
 *
 * @param url absolute, built from the operator's base URL
 * @param headers names in lower case
 */
public record UpstreamRequest(String url, Map<String, String> headers, Buffer body) {
    @Override
    public String toString() {
        return "POST " + url;
    }
}
