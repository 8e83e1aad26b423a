package com.xiaojinpro.gateway.ingress.idempotency;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer as a client got it: the same bytes can be sent again.
 *
 * @param headers those that belong to the answer and not to the call it was given to
 */
public record StoredAnswer(int status, Map<String, String> headers, Buffer body) {
    private static final String STREAM = "text/event-stream";

    public StoredAnswer {
        headers = Map.copyOf(headers);
    }

    /** What a response that was sent consists of. The headers that name the call are kept as its origin's. */
    static StoredAnswer of(HttpServerResponse response, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : response.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (belongs(name)) {
                headers.put(name, header.getValue());
            } else if (name.equals("x-request-id")) {
                headers.put("x-xjp-original-request-id", header.getValue());
            }
        }
        return new StoredAnswer(response.getStatusCode(), headers, body);
    }

    /** Writes the answer; the headers that name the call must have been put. */
    public void send(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        response.putHeader(Idempotency.REPLAY_HEADER, "true");
        String type = headers.get("content-type");
        if (type != null && type.startsWith(STREAM)) {
            response.setChunked(true);
        }
        response.end(body);
    }

    private static boolean belongs(String name) {
        return switch (name) {
            case "content-type", "cache-control", "x-accel-buffering", "x-should-retry" -> true;
            case Idempotency.STATE_HEADER -> false;
            default -> name.startsWith("x-xjp-");
        };
    }
}
