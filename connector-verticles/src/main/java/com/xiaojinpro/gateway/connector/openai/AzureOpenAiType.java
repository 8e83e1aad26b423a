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
import org.jspecify.annotations.Nullable;

/**
 * {@code type = "azure-openai"}: OpenAI's models on Azure, on the v1 paths, or with an {@code api_version} on the paths of
 * deployments. A target's model is the name of the deployment.
 *
 * <p>Settings: {@code base_url} (the resource, required), {@code api_key} or {@code entra_token}, {@code api_version}, {@code
 * api}, {@code model_rules}, {@code reasoning_summary}, {@code count_tokens}, {@code headers}, {@code max_event_mib}, and the switches of {@link
 * ChatSwitches} under their names.
 */
public final class AzureOpenAiType implements ProviderType {
    @Override
    public String name() {
        return "azure-openai";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String told = settings.url("base_url", "");
        if (settings.string("base_url") == null) {
            settings.problem(
                    "base_url", "the address of the resource is missing; such as https://NAME.openai.azure.com");
        }
        String resource = withoutEnd(withoutEnd(withoutEnd(told, "/v1"), "/openai"), "/");
        Secret key = settings.secret("api_key");
        Secret token = settings.secret("entra_token");
        if (key == null && token == null) {
            settings.problem("api_key", "there is no credential; an api_key or an entra_token was meant");
        } else if (key != null && token != null) {
            settings.problem("entra_token", "there is an api_key as well; one of the two was meant");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        CompatibleType.authorize(headers, "api-key", key);
        CompatibleType.authorize(headers, "bearer", token);
        headers.putAll(CompatibleType.configured(settings));
        ChatEndpoint root = new ChatEndpoint(
                resource, headers, Set.of(), CompatibleType.redaction(resource, key == null ? token : key));
        return OpenAiSettings.codec(settings, endpoints(settings, root, resource + "/openai"), "azure");
    }

    private static OpenAiCodec.Endpoints endpoints(Settings settings, ChatEndpoint root, String openai) {
        String version = version(settings);
        // Not every resource is known to count.
        boolean counts = settings.bool("count_tokens", false);
        if (version == null) {
            String v1 = openai + "/v1";
            return new OpenAiCodec.Endpoints(
                    root.at(v1 + "/chat/completions"),
                    root.at(v1 + "/responses"),
                    root.at(v1 + "/embeddings"),
                    counts ? root.at(v1 + "/responses/input_tokens") : null);
        }
        String deployment = openai + "/deployments/" + ChatEndpoint.MODEL;
        String query = "?api-version=" + version;
        return new OpenAiCodec.Endpoints(
                root.at(deployment + "/chat/completions" + query),
                root.at(openai + "/responses" + query),
                root.at(deployment + "/embeddings" + query),
                counts ? root.at(openai + "/responses/input_tokens" + query) : null);
    }

    private static @Nullable String version(Settings settings) {
        String version = settings.string("api_version");
        if (version == null || version.isBlank()) {
            return null;
        }
        if (!version.matches("[A-Za-z0-9.-]+")) {
            settings.problem("api_version", "'" + version + "' is no version; such as 2025-04-01-preview was meant");
            return null;
        }
        return version;
    }

    private static String withoutEnd(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }
}
