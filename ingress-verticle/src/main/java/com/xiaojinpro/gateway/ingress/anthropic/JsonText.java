package com.xiaojinpro.gateway.ingress.anthropic;

/** JSON strings inside strings: what the byte writer cannot do because its output is escaped once more. */
final class JsonText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /** A quoted JSON string. */
    static String quoted(String text) {
        return escaped(new StringBuilder(text.length() + 8).append('"'), text)
                .append('"')
                .toString();
    }

    /** The inside of a JSON string. */
    static String escaped(String text) {
        return escaped(new StringBuilder(text.length() + 8), text).toString();
    }

    private static StringBuilder escaped(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20) {
                out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
            } else {
                out.append(c);
            }
        }
        return out;
    }
}
