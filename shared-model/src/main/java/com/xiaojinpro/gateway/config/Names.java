package com.xiaojinpro.gateway.config;

/** Which names providers, keys, tenants and clusters may have: they go into addresses, metric tags and log lines. */
public final class Names {
    private static final int LONGEST = 64;

    private Names() {}

    /** Whether a text may be a name. */
    public static boolean valid(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !letterOrDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!letterOrDigit(c) && c != '-' && c != '_' && c != '.' && c != '@') {
                return false;
            }
        }
        return true;
    }

    /** Reports a name that may not be one. */
    static void check(TomlSettings settings, String key, String name) {
        if (!valid(name)) {
            settings.problem(
                    key,
                    "'" + name + "' cannot be a name; up to " + LONGEST
                            + " letters, digits, '-', '_', '.' and '@', starting with a letter or digit, were meant");
        }
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
