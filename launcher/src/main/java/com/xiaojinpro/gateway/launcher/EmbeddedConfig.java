package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.ConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The configuration of a start without a file: the echo provider, OpenRouter too where {@code OPENROUTER_API_KEY} is set, a
 * private database for its keys, and the one of {@code XJP_CLIENT_KEY} where that is set.
 */
final class EmbeddedConfig implements ConfigSource {
    static final String CLIENT_KEY = "XJP_CLIENT_KEY";
    private static final String OPENROUTER_KEY = "OPENROUTER_API_KEY";

    private final Map<String, String> environment;
    private final boolean database;

    private EmbeddedConfig(Map<String, String> environment, boolean database) {
        this.environment = environment;
        this.database = database;
    }

    /** With a database, and with the client key of the environment, where there is one. */
    static EmbeddedConfig withDatabase(Map<String, String> environment) {
        return new EmbeddedConfig(environment, true);
    }

    /** With one client key and no database. */
    static EmbeddedConfig withKey(Map<String, String> environment, String clientKey) {
        Map<String, String> given = new HashMap<>(environment);
        given.put(CLIENT_KEY, clientKey);
        return new EmbeddedConfig(given, false);
    }

    @Override
    public Loading load() {
        String text = resource("default.toml");
        if (database) {
            text += resource("default-database.toml");
        }
        if (!environment.getOrDefault(CLIENT_KEY, "").isBlank()) {
            text += resource("default-client-key.toml");
        }
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
