package com.xiaojinpro.gateway.connector.vertex;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Parameters as a form body. Pure. */
final class Form {
    static final Map<String, String> HEADERS =
            Map.of("content-type", "application/x-www-form-urlencoded", "accept", "application/json");

    private Form() {}

    /** Names and values by turns. */
    static Buffer of(String... parameters) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < parameters.length; i += 2) {
            form.append(i > 0 ? "&" : "")
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return Buffer.buffer(form.toString());
    }
}
