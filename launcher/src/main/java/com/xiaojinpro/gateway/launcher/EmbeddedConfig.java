package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.ConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The configuration of a start without a file: the echo provider, OpenRouter too where {@code OPENROUTER_API_KEY} is set,
 * and one client key.
 */
final class EmbeddedConfig implements ConfigSource {
    static final String CLIENT_KEY = "XJP_CLIENT_KEY";
    private static final String OPENROUTER_KEY = "OPENROUTER_API_KEY";

    private final Map<String, String> environment;

    EmbeddedConfig(Map<String, String> environment, String clientKey) {
        this.environment = new HashMap<>(environment);
        this.environment.put(CLIENT_KEY, clientKey);
    }

    @Override
    public Loading load() {
        String text = resource("default.toml");
        if (!environment.getOrDefault(OPENROUTER_KEY, "").isBlank()) {
            text += resource("default-openrouter.toml");
        }
        ConfigReader reader = new ConfigReader(environment, path -> {
            throw new IOException("the built-in configuration names no files");
        });
        return ConfigFile.load(reader, text, "built-in configuration");
    }

    private static String resource(String name) {
        try (InputStream in = EmbeddedConfig.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
