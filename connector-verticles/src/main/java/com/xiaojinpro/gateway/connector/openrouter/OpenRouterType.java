package com.xiaojinpro.gateway.connector.openrouter;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitchesBuilder;
import com.xiaojinpro.gateway.connector.compatible.CompatibleCodec;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "openrouter"}: the OpenRouter chat API. Works without any setting where {@code OPENROUTER_API_KEY} is in
 * the environment.
 *
 * <p>Settings: {@code api_key}, {@code base_url}, {@code referer} and {@code title} (the application's name in OpenRouter's
 * statistics), {@code headers}, {@code max_event_mib}, and the switches of {@link ChatSwitches} under their names.
 */
public final class OpenRouterType implements ProviderType {
    private static final String BASE_URL = "https://openrouter.ai/api/v1";

    /** Reads a variable of the environment; null where it is not set. */
    private final UnaryOperator<@Nullable String> environment;

    public OpenRouterType() {
        this(System::getenv);
    }

    OpenRouterType(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "openrouter";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String fromEnvironment = environment.apply("OPENROUTER_BASE_URL");
        boolean told = fromEnvironment != null && !fromEnvironment.isBlank();
        String baseUrl = settings.url("base_url", told ? withoutSlash(String.valueOf(fromEnvironment)) : BASE_URL);
        Secret key = settings.secret("api_key");
        if (key == null) {
            String variable = environment.apply("OPENROUTER_API_KEY");
            key = variable == null || variable.isBlank() ? null : new Secret(variable.strip());
        }
        if (key == null) {
            settings.problem("api_key", "there is no key; set it here or in the environment as OPENROUTER_API_KEY");
        }
        ChatSwitches switches =
                new ChatSwitchesBuilder().openRouter().override(settings).build();
        ChatEndpoint endpoint = new ChatEndpoint(
                baseUrl + "/chat/completions",
                headers(settings, key),
                Set.of("x-session-id", "x-openrouter-*"),
                CompatibleType.redaction(baseUrl, key));
        return new CompatibleCodec(
                endpoint,
                endpoint.at(baseUrl + "/embeddings"),
                switches,
                CompatibleType.maxEventBytes(settings),
                InstantSource.system(),
                new RandomIds());
    }

    private static Map<String, String> headers(Settings settings, @Nullable Secret key) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (key != null) {
            headers.put("authorization", "Bearer " + key.reveal());
        }
        String referer = settings.string("referer");
        if (referer != null && !referer.isBlank()) {
            headers.put("http-referer", referer);
        }
        String title = settings.string("title");
        if (title != null && !title.isBlank()) {
            headers.put("x-openrouter-title", title);
            headers.put("x-title", title);
        }
        headers.putAll(CompatibleType.configured(settings));
        return headers;
    }

    private static String withoutSlash(String url) {
        String trimmed = url.strip();
        return trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }
}
