package com.xiaojinpro.gateway.config;

/** Model names and prefixes with a {@code *}. */
public final class Patterns {
    static final String MEANT = "a model name, a prefix followed by '*', or '*' was meant";

    private Patterns() {}

    /** Whether a text is a name, or a prefix with a star at its end. */
    public static boolean valid(String pattern) {
        int star = pattern.indexOf('*');
        return !pattern.isBlank()
                && pattern.strip().length() == pattern.length()
                && (star < 0 || star == pattern.length() - 1);
    }
}
