package com.xiaojinpro.gateway.accounts.admin;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The credential of a request. It is read from the header only: what stands in a URL ends in logs. */
final class Bearer {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 1024;

    private Bearer() {}

    static @Nullable String of(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).trim();
        return token.isEmpty() || token.length() > LONGEST ? null : token;
    }
}
