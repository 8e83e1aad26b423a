package com.xiaojinpro.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What can be seen of a JSON document by looking at its bytes, without a parser. */
final class JsonBytes {
    private JsonBytes() {}

    /** Where the document begins: the offset, or past a byte order mark that stands there. */
    static int afterByteOrderMark(byte[] bytes, int offset, int length) {
        boolean marked = length >= 3
                && bytes[offset] == (byte) 0xEF
                && bytes[offset + 1] == (byte) 0xBB
                && bytes[offset + 2] == (byte) 0xBF;
        return marked ? offset + 3 : offset;
    }

    /**
     * Whether a document may be UTF-8 and not UTF-16 or UTF-32, whose raw text could not be cut out by byte offset: no UTF-8
     * JSON has a NUL, or a byte above 0xFD, in front.
     */
    static boolean mayBeUtf8(byte[] bytes, int from, int limit) {
        for (int i = from; i < Math.min(limit, from + 4); i++) {
            if (bytes[i] == 0 || (bytes[i] & 0xFE) == 0xFE) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** A range as text, with a space for each line break in it; JSON has line breaks between tokens only. */
    static String onOneLine(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (isLineBreak(bytes[i])) {
                byte[] line = Arrays.copyOfRange(bytes, start, end);
                for (int k = i - start; k < line.length; k++) {
                    line[k] = isLineBreak(line[k]) ? (byte) ' ' : line[k];
                }
                return new String(line, StandardCharsets.UTF_8);
            }
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** The string of the first member of an object, where it has this name and no escapes; else null. */
    static @Nullable String firstMember(byte[] bytes, int from, int limit, String name) {
        int at = afterBlanks(bytes, from, limit);
        int nameEnd = at + 1 + name.length();
        if (nameEnd >= limit || bytes[at] != '"' || bytes[nameEnd] != '"') {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[at + 1 + i] != name.charAt(i)) {
                return null;
            }
        }
        at = afterBlanks(bytes, nameEnd + 1, limit);
        if (at >= limit || bytes[at] != ':') {
            return null;
        }
        at = afterBlanks(bytes, at + 1, limit);
        return at < limit && bytes[at] == '"' ? plainString(bytes, at + 1, limit) : null;
    }

    private static @Nullable String plainString(byte[] bytes, int from, int limit) {
        for (int end = from; end < limit; end++) {
            if (bytes[end] == '"') {
                return new String(bytes, from, end - from, StandardCharsets.UTF_8);
            }
            if (bytes[end] == '\\' || (bytes[end] & 0xFF) < 0x20) {
                return null;
            }
        }
        return null;
    }

    private static int afterBlanks(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isLineBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
