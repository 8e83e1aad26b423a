package com.xiaojinpro.gateway.ingress.auth;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls. Both headers are read on every protocol: {@code x-api-key} and {@code Authorization: Bearer}; where
 * both are sent, either one that is valid will do (H117).
 */
public final class Authenticator {
    private static final String BEARER = "Bearer ";
    private static final int MAX_KEY_LENGTH = 1024;

    private Authenticator() {}

    /** The caller, or an authentication fault. */
    public static Future<Principal> authenticate(MultiMap headers, KeyStore keys) {
        String bearer = bearer(headers.get("authorization"));
        String apiKey = usable(headers.get("x-api-key"));
        if (bearer == null && apiKey == null) {
            return Future.failedFuture(Fault.of(
                            FaultKind.AUTHENTICATION,
                            "No API key was given. Send it as 'Authorization: Bearer KEY' or as 'x-api-key: KEY'.")
                    .exception());
        }
        Future<@Nullable Principal> first = find(apiKey, keys);
        return first.transform(tried -> tried.result() != null ? first : find(bearer, keys))
                // Neither is known, and the store could not tell of the first: it may be valid.
                .compose(found -> found == null && first.failed() ? first : Future.succeededFuture(found))
                .compose(found -> found != null
                        ? Future.succeededFuture(found)
                        : Future.failedFuture(Fault.of(FaultKind.AUTHENTICATION, "The API key is not valid.")
                                .exception()));
    }

    private static Future<@Nullable Principal> find(@Nullable String key, KeyStore keys) {
        return key == null ? Future.succeededFuture() : keys.find(key);
    }

    private static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? usable(header.substring(BEARER.length()).trim())
                : null;
    }

    private static @Nullable String usable(@Nullable String key) {
        return key == null || key.isEmpty() || key.length() > MAX_KEY_LENGTH ? null : key;
    }
}
