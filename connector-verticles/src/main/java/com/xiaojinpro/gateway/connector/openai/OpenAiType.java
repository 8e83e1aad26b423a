package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "openai"}: OpenAI's chat completions, Responses API and embeddings, and any server that has them under one
 * address. Works without any setting where {@code OPENAI_API_KEY} is in the environment.
 *
 * <p>Settings: {@code api_key}, {@code base_url}, {@code organization}, {@code project}, {@code api}, {@code model_rules},
 * {@code reasoning_summary}, {@code count_tokens}, {@code send_request_id}, {@code headers}, {@code max_event_mib}, and the switches of {@link
 * ChatSwitches} under their names.
 */
public final class OpenAiType implements ProviderType {
    private static final String BASE_URL = "https://api.openai.com/v1";

    /** Reads a variable of the environment; null where it is not set. */
    private final UnaryOperator<@Nullable String> environment;

    public OpenAiType() {
        this(System::getenv);
    }

    OpenAiType(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String baseUrl = settings.url("base_url", BASE_URL);
        Secret key = settings.secret("api_key");
        if (key == null) {
            String variable = environment.apply("OPENAI_API_KEY");
            key = variable == null || variable.isBlank() ? null : new Secret(variable.strip());
        }
        if (key == null) {
            settings.problem("api_key", "there is no key; set it here or in the environment as OPENAI_API_KEY");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        CompatibleType.authorize(headers, "bearer", key);
        header(headers, "openai-organization", settings.string("organization"));
        header(headers, "openai-project", settings.string("project"));
        headers.putAll(CompatibleType.configured(settings));
        Set<String> forwarded = settings.bool("send_request_id", true) ? Set.of("x-client-request-id") : Set.of();
        ChatEndpoint chat = new ChatEndpoint(
                baseUrl + "/chat/completions", headers, forwarded, CompatibleType.redaction(baseUrl, key));
        return OpenAiSettings.codec(
                settings,
                new OpenAiCodec.Endpoints(
                        chat,
                        chat.at(baseUrl + "/responses"),
                        chat.at(baseUrl + "/embeddings"),
                        settings.bool("count_tokens", true) ? chat.at(baseUrl + "/responses/input_tokens") : null),
                "openai");
    }

    private static void header(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            headers.put(name, value.strip());
        }
    }
}
