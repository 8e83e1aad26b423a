package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.ConnectorServices;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code type = "gemini"}: the Gemini API with an API key.
 *
 * <p>Settings: {@code api_key} (required), {@code base_url}, {@code api_version}, {@code headers}, and those of {@link
 * GeminiSwitches}.
 */
public final class GeminiType implements ProviderType {
    private static final String BASE_URL = "https://generativelanguage.googleapis.com";

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public Provider create(ProviderConfig config) {
        return create(config, ConnectorServices.LOCAL);
    }

    @Override
    public Provider create(ProviderConfig config, ConnectorServices services) {
        Settings settings = config.settings();
        String baseUrl = settings.url("base_url", BASE_URL);
        Secret key = settings.secret("api_key");
        if (key == null) {
            settings.problem("api_key", "there is no key; such as \"${GEMINI_API_KEY}\"");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (key != null) {
            headers.put("x-goog-api-key", key.reveal());
        }
        headers.putAll(CompatibleType.configured(settings));
        ApiSite site = new ApiSite(
                baseUrl + "/" + apiVersion(settings, "v1beta"), headers, CompatibleType.redaction(baseUrl, key));
        return new GeminiCodec(
                site,
                GeminiSwitches.of(settings, site.kind()),
                services.signatures(),
                InstantSource.system(),
                new RandomIds());
    }

    /** The version of the API, which is a segment of every path. */
    public static String apiVersion(Settings settings, String defaultVersion) {
        String version = settings.string("api_version", defaultVersion);
        if (!version.matches("[a-z0-9]+")) {
            settings.problem("api_version", "'" + version + "' is no version; such as " + defaultVersion);
            return defaultVersion;
        }
        return version;
    }
}
