package com.xiaojinpro.gateway.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables in string values: {@code ${NAME}} must be set, {@code ${NAME:-default}} need not (and an empty
 * variable counts as unset there, as in a shell); a doubled dollar sign before the brace stands for the characters
 * themselves.
 */
final class Placeholders {
    private Placeholders() {}

    /**
     * A text with its placeholders replaced, or why that is impossible.
     *
     * @param text empty where there is a problem
     * @param problem names the variable, never a value; null where there is none
     */
    record Expanded(String text, @Nullable String problem) {}

    static Expanded expand(String text, Map<String, String> environment) {
        int next = text.indexOf("${");
        if (next < 0) {
            return new Expanded(text, null);
        }
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (next >= 0) {
            if (next > done && text.charAt(next - 1) == '$') {
                out.append(text, done, next - 1).append("${");
                done = next + 2;
            } else {
                out.append(text, done, next);
                int end = text.indexOf('}', next);
                if (end < 0) {
                    return refused("'${' without '}'; ${NAME}, or $${ for the characters themselves, was meant");
                }
                Expanded one = variable(text.substring(next + 2, end), environment);
                if (one.problem() != null) {
                    return one;
                }
                out.append(one.text());
                done = end + 1;
            }
            next = text.indexOf("${", done);
        }
        return new Expanded(out.append(text, done, text.length()).toString(), null);
    }

    private static Expanded variable(String inside, Map<String, String> environment) {
        int separator = inside.indexOf(":-");
        String name = separator < 0 ? inside : inside.substring(0, separator);
        if (!isName(name)) {
            return refused("'${...}' does not name an environment variable; ${NAME} or ${NAME:-default} was meant");
        }
        String value = environment.get(name);
        if (separator >= 0) {
            return new Expanded(value == null || value.isEmpty() ? inside.substring(separator + 2) : value, null);
        }
        if (value == null) {
            return refused("environment variable " + name + " is not set; set it before the start");
        }
        return new Expanded(value, null);
    }

    private static Expanded refused(String problem) {
        return new Expanded("", problem);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
