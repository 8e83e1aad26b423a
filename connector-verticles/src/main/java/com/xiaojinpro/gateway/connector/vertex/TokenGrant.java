package com.xiaojinpro.gateway.connector.vertex;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Map;

/** How an access token is asked for. Pure; thread-safe. */
interface TokenGrant {

    /**
     * One request for a token. Its body is a secret.
     *
     * @param url absolute, from the operator's configuration
     */
    record Ask(HttpMethod method, String url, Map<String, String> headers, Buffer body) {
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /** What to ask at this moment. */
    Ask ask(Instant now);

    /** A header that the answer must have, or it is not from where it should be; empty for none. */
    default String proof() {
        return "";
    }
}
