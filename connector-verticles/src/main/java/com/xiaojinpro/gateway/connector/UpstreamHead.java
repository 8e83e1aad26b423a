package com.xiaojinpro.gateway.connector;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Status and headers of a provider's answer. Header names are matched without case. */
public record UpstreamHead(int status, MultiMap headers) {

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The media type without parameters, in lower case; empty where there is none. */
    public String mediaType() {
        String type = headers.get("content-type");
        if (type == null) {
            return "";
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(java.util.Locale.ROOT);
    }
}
