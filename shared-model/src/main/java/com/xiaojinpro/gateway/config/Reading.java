package com.xiaojinpro.gateway.config;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/** One reading of one file: what its strings may refer to, and where its problems are collected. */
final class Reading {
    private final String source;
    private final Map<String, String> environment;
    private final SecretFiles files;
    private final List<ConfigProblem> problems = new CopyOnWriteArrayList<>();

    Reading(String source, Map<String, String> environment, SecretFiles files) {
        this.source = source;
        this.environment = environment;
        this.files = files;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    void problem(TomlPosition at, String key, String message) {
        problems.add(new ConfigProblem(source, at.line(), at.column(), key, message));
    }

    /** A value with its placeholders replaced; null, and a problem, where that is impossible. */
    @Nullable
    String expand(TomlPosition at, String key, String text) {
        Placeholders.Expanded expanded = Placeholders.expand(text, environment);
        String problem = expanded.problem();
        if (problem != null) {
            problem(at, key, problem);
            return null;
        }
        return expanded.text();
    }

    /** The secret behind a value; null, and a problem, where there is none. */
    @Nullable
    Secret secret(TomlPosition at, String key, String text) {
        String value = expand(at, key, text);
        if (value == null) {
            return null;
        }
        if (value.startsWith("file:")) {
            value = file(at, key, value.substring("file:".length()));
        }
        if (value != null && value.isBlank()) {
            problem(at, key, "the secret is empty; a value, ${ENV} or file:PATH was meant");
            return null;
        }
        return value == null ? null : new Secret(value);
    }

    private @Nullable String file(TomlPosition at, String key, String path) {
        try {
            return files.read(path).stripTrailing();
        } catch (IOException e) {
            problem(at, key, "file " + path + " cannot be read (" + reason(e) + "); file:PATH names a readable file");
            return null;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "access denied";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
