package com.xiaojinpro.gateway.connector.vertex;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a service account's key, or of a person's own credentials, as Google's tools write them.
 *
 * @param project the project it names, or null
 */
record CredentialFile(TokenGrant grant, @Nullable String project) {
    private static final String TOKEN_URL = "https://oauth2.googleapis.com/token";
    private static final String MEANT = "; the JSON of a service account's key was meant, such as \"file:key.json\"";

    /** Reads it; what is wrong is reported without a word of it, and null is returned. */
    static @Nullable CredentialFile of(Secret secret, Settings settings, String key) {
        Map<String, String> members = new HashMap<>();
        try {
            JsonCursor json = JsonCursor.of(secret.reveal());
            json.beginObject();
            while (json.nextField()) {
                String name = json.name();
                String value = Lenient.text(json);
                if (value != null) {
                    members.put(name, value);
                }
            }
        } catch (FaultException malformed) {
            settings.problem(key, "is no JSON" + MEANT);
            return null;
        }
        String type = members.getOrDefault("type", "");
        return switch (type) {
            case "service_account" -> serviceAccount(members, settings, key);
            case "authorized_user" -> person(members, settings, key);
            default -> {
                settings.problem(key, "is of a type that is not supported" + MEANT);
                yield null;
            }
        };
    }

    private static @Nullable CredentialFile serviceAccount(Map<String, String> members, Settings settings, String key) {
        String email = members.get("client_email");
        String pem = members.get("private_key");
        if (email == null || pem == null) {
            settings.problem(key, "lacks 'client_email' or 'private_key'" + MEANT);
            return null;
        }
        try {
            String url = members.getOrDefault("token_uri", TOKEN_URL);
            TokenGrant grant = ServiceAccount.of(email, members.getOrDefault("private_key_id", ""), url, pem);
            return new CredentialFile(grant, members.get("project_id"));
        } catch (GeneralSecurityException e) {
            settings.problem(key, "holds a private key that cannot be read" + MEANT);
            return null;
        }
    }

    private static @Nullable CredentialFile person(Map<String, String> members, Settings settings, String key) {
        String id = members.get("client_id");
        String secret = members.get("client_secret");
        String token = members.get("refresh_token");
        if (id == null || secret == null || token == null) {
            settings.problem(key, "lacks 'client_id', 'client_secret' or 'refresh_token'");
            return null;
        }
        TokenGrant grant = new RefreshToken(
                id, new Secret(secret), new Secret(token), members.getOrDefault("token_uri", TOKEN_URL));
        return new CredentialFile(grant, members.get("quota_project_id"));
    }
}
