package com.xiaojinpro.gateway.connector.codec;

/**
 * Where the values of a JSON document lie in its bytes, for changes that leave everything else as it is. The document must be
 * valid JSON; whoever read it before has checked that. Stateless.
 */
public final class JsonSpans {
    private JsonSpans() {}

    /** The first byte from here on that is no white space. */
    public static int space(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t' || bytes[at] < 0) {
            // Outside of strings only a byte-order mark is not ASCII.
            at++;
        }
        return at;
    }

    /** Behind the string that begins at the quote. */
    public static int string(byte[] bytes, int quote) {
        int at = quote + 1;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Behind the value that begins here. */
    public static int value(byte[] bytes, int start) {
        int at = start;
        int depth = 0;
        while (true) {
            switch (bytes[at]) {
                case '"' -> {
                    at = string(bytes, at);
                    if (depth == 0) {
                        return at;
                    }
                }
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        return at;
                    }
                    at++;
                    if (--depth == 0) {
                        return at;
                    }
                }
                case ',', ' ', '\n', '\r', '\t' -> {
                    if (depth == 0) {
                        return at;
                    }
                    at++;
                }
                default -> at++;
            }
        }
    }
}
