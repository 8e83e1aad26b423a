package com.xiaojinpro.gateway.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array for what is streamed to clients: constant templates are copied, text is escaped and encoded in one
 * pass. Reused between writes by one owner on one thread.
 */
public final class ByteWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private byte[] bytes;
    private int length;

    public ByteWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** A constant piece of output, encoded once. */
    public static byte[] template(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public int length() {
        return length;
    }

    /** Appends bytes as they are. */
    public ByteWriter raw(byte[] piece) {
        reserve(piece.length);
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
        return this;
    }

    /** Appends text as UTF-8, unescaped: raw JSON, numbers. */
    public ByteWriter raw(String text) {
        encode(text, false);
        return this;
    }

    /** Appends a whole number in decimal. */
    public ByteWriter number(long value) {
        if (value >= 0 && value < 10) {
            reserve(1);
            bytes[length++] = (byte) ('0' + value);
            return this;
        }
        return raw(Long.toString(value));
    }

    /** Appends text as a quoted JSON string. */
    public ByteWriter string(String text) {
        quote();
        escaped(text);
        quote();
        return this;
    }

    /** Appends text as the inside of a JSON string. */
    public ByteWriter escaped(String text) {
        encode(text, true);
        return this;
    }

    /** Takes what was written and empties the writer. */
    public Buffer take() {
        Buffer taken = Buffer.buffer(Arrays.copyOf(bytes, length));
        length = 0;
        return taken;
    }

    private void quote() {
        reserve(1);
        bytes[length++] = '"';
    }

    private void encode(String text, boolean escape) {
        int chars = text.length();
        reserve(chars * (escape ? 6 : 3));
        byte[] out = bytes;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (escape && (c < 0x20 || c == '"' || c == '\\')) {
                    at = escape(out, at, c);
                } else {
                    out[at++] = (byte) c;
                }
            } else if (c < 0x800) {
                out[at++] = (byte) (0xC0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xF0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (point & 0x3F));
            } else if (escape && Character.isSurrogate(c)) {
                at = unicode(out, at, c);
            } else {
                char encodable = Character.isSurrogate(c) ? '\uFFFD' : c;
                out[at++] = (byte) (0xE0 | (encodable >> 12));
                out[at++] = (byte) (0x80 | ((encodable >> 6) & 0x3F));
                out[at++] = (byte) (0x80 | (encodable & 0x3F));
            }
        }
        length = at;
    }

    private static int escape(byte[] out, int at, char c) {
        byte letter = switch (c) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        if (letter == 0) {
            return unicode(out, at, c);
        }
        out[at] = '\\';
        out[at + 1] = letter;
        return at + 2;
    }

    private static int unicode(byte[] out, int at, char c) {
        out[at] = '\\';
        out[at + 1] = 'u';
        out[at + 2] = HEX[(c >> 12) & 0xF];
        out[at + 3] = HEX[(c >> 8) & 0xF];
        out[at + 4] = HEX[(c >> 4) & 0xF];
        out[at + 5] = HEX[c & 0xF];
        return at + 6;
    }

    private void reserve(int more) {
        int needed = length + more;
        if (needed < 0) {
            throw new OutOfMemoryError("an output of more than 2 GiB");
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }
}
