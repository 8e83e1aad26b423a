package com.xiaojinpro.gateway.config;

import java.util.Objects;

/**
 * One thing that is wrong with a configuration. It never quotes a secret.
 *
 * @param source the name of the file
 * @param line from 1
 * @param column from 1
 * @param key the full path of the key, such as {@code auth.keys[0].name}; empty for a syntax error
 * @param message what is wrong, then what was meant
 */
public record ConfigProblem(String source, int line, int column, String key, String message) {
    public ConfigProblem {
        Objects.requireNonNull(source);
        Objects.requireNonNull(key);
        Objects.requireNonNull(message);
    }

    /** {@code file:line:column: key: message}, the form editors and terminals turn into a link. */
    @Override
    public String toString() {
        String at = source + ":" + line + ":" + column + ": ";
        return key.isEmpty() ? at + message : at + key + ": " + message;
    }
}
