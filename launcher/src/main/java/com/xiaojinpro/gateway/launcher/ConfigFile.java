package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TOML file and the secret files it names; relative ones are relative to the directory of the file. It knows what it
 * read last, so that a change of any of them shows in the {@link #content}.
 */
final class ConfigFile implements ConfigSource {
    private final Path file;
    private final Map<String, String> environment;
    private Content lastLoaded = new Content("", Map.of());

    ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Texts as they were at one time.
     *
     * @param text of the file, or why it cannot be read
     * @param secrets the same of each secret file, by the path in the configuration
     */
    record Content(String text, Map<String, String> secrets) {
        @Override
        public String toString() {
            return "content of " + text.length() + " characters";
        }
    }

    @Override
    public Loading load() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            lastLoaded = new Content(unreadable(e), Map.of());
            return new Loading.Broken(unreadable(e));
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        ConfigReader reader = new ConfigReader(environment, path -> {
            secrets.put(path, current(resolve(path)));
            return Files.readString(resolve(path));
        });
        Loading loading = load(reader, text, file.toString());
        lastLoaded = new Content(text, secrets);
        return loading;
    }

    /** What was loaded last. */
    Content loaded() {
        return lastLoaded;
    }

    /** The same files as they are now. */
    Content content() {
        Map<String, String> secrets = new LinkedHashMap<>();
        lastLoaded.secrets().keySet().forEach(path -> secrets.put(path, current(resolve(path))));
        return new Content(current(file), secrets);
    }

    /** Reads a text with the provider packages of this installation. */
    static Loading load(ConfigReader reader, String text, String source) {
        ConfiguredProviders catalog = new ConfiguredProviders();
        return switch (reader.read(text, source, catalog)) {
            case ConfigOutcome.Accepted accepted ->
                new Loading.Ready(new LoadedConfig(accepted.config(), catalog.providers()));
            case ConfigOutcome.Refused refused ->
                new Loading.Broken(refused.problems().text());
        };
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    private String current(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private String unreadable(IOException e) {
        String reason = switch (e) {
            case NoSuchFileException ignored -> "there is no such file";
            case AccessDeniedException ignored -> "access denied";
            case CharacterCodingException ignored -> "it is not UTF-8 text";
            default -> String.valueOf(e.getMessage());
        };
        return file + ": cannot be read: " + reason;
    }
}
