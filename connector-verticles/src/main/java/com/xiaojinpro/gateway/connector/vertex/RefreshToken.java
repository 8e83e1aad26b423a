package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Secret;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;

/** The grant of a person's own credentials ({@code gcloud auth application-default login}): a refresh token. */
record RefreshToken(String clientId, Secret clientSecret, Secret token, String tokenUrl) implements TokenGrant {
    @Override
    public Ask ask(Instant now) {
        return new Ask(
                HttpMethod.POST,
                tokenUrl,
                Form.HEADERS,
                Form.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        clientId,
                        "client_secret",
                        clientSecret.reveal(),
                        "refresh_token",
                        token.reveal()));
    }
}
