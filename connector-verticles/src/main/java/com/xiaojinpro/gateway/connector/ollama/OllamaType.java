package com.xiaojinpro.gateway.connector.ollama;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.Provider;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.CompatibleCodec;
import com.xiaojinpro.gateway.connector.compatible.CompatibleType;
import com.xiaojinpro.gateway.connector.compatible.Presets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code type = "ollama"}: an Ollama server, over its {@code /v1} endpoint. Works without any setting for a server on the same
 * machine.
 *
 * <p>Settings: {@code base_url}, {@code api_key}, {@code headers}, {@code max_event_mib}, and the switches of {@link
 * ChatSwitches} under their names.
 */
public final class OllamaType implements ProviderType {
    private static final String BASE_URL = "http://127.0.0.1:11434";
    private static final String V1 = "/v1";

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Provider create(ProviderConfig config) {
        Settings settings = config.settings();
        String told = settings.url("base_url", BASE_URL);
        String server = told.endsWith(V1) ? told : told + V1;
        Secret key = settings.secret("api_key");
        ChatSwitches switches = Presets.switches("ollama").override(settings).build();
        Map<String, String> headers = new LinkedHashMap<>();
        CompatibleType.authorize(headers, "bearer", key);
        headers.putAll(CompatibleType.configured(settings));
        ChatEndpoint chat = new ChatEndpoint(
                server + "/chat/completions", headers, Set.of(), CompatibleType.redaction(server, key));
        return new CompatibleCodec(
                chat,
                chat.at(server + "/embeddings"),
                switches,
                CompatibleType.maxEventBytes(settings),
                InstantSource.system(),
                new RandomIds());
    }
}
