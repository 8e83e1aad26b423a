package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.Credentials;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Gemini API, with an API key in a header; in a URL it would be logged.
 *
 * @param base the base URL with the version of the API
 */
record ApiSite(String base, Map<String, String> headers, Redaction redaction) implements GeminiSite {
    ApiSite {
        headers = Map.copyOf(headers);
    }

    @Override
    public Kind kind() {
        return Kind.GEMINI_API;
    }

    @Override
    public String url(Target target, String method) {
        String model = target.model();
        boolean named = model.startsWith("models/") || model.startsWith("tunedModels/");
        return base + "/" + ModelPath.of(named ? model : "models/" + model) + ":" + method;
    }

    @Override
    public @Nullable Credentials credentials() {
        return null;
    }

    @Override
    public String toString() {
        return base;
    }
}
