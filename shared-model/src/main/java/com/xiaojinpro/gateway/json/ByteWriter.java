package com.xiaojinpro.gateway.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array for what is streamed to clients and between nodes: constant templates are copied, text is escaped
 * and encoded in one pass. Reused between writes by one owner on one thread; what a rare large write made it grow to is
 * given back.
 */
public final class ByteWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Text is encoded in blocks of so many chars, so that a long one never reserves its worst case. */
    private static final int BLOCK_CHARS = 4096;

    /** A writer that grew beyond this shrinks again when it is emptied. */
    private static final int KEPT_BYTES = 256 * 1024;

    private final int capacity;
    private byte[] bytes;
    private int length;

    public ByteWriter(int capacity) {
        this.capacity = capacity;
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

    /** Appends one character of ASCII as it is. */
    public ByteWriter raw(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends text as UTF-8, unescaped: raw JSON, numbers. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD. */
    public ByteWriter raw(String text) {
        encode(text, false);
        return this;
    }

    /** Appends a whole number in decimal. */
    public ByteWriter number(long value) {
        if (value >= 0 && value < 10) {
            return raw((char) ('0' + value));
        }
        return raw(Long.toString(value));
    }

    /** Appends text as a quoted JSON string. */
    public ByteWriter string(String text) {
        return raw('"').escaped(text).raw('"');
    }

    /** Appends text as the inside of a JSON string. A lone surrogate is escaped, so that a parser gives it back. */
    public ByteWriter escaped(String text) {
        encode(text, true);
        return this;
    }

    /** Takes what was written and empties the writer. */
    public Buffer take() {
        Buffer taken = Buffer.buffer(length).appendBytes(bytes, 0, length);
        length = 0;
        if (bytes.length > KEPT_BYTES && bytes.length > capacity) {
            bytes = new byte[capacity];
        }
        return taken;
    }

    private void encode(String text, boolean escape) {
        int chars = text.length();
        if (chars > BLOCK_CHARS) {
            reserve(chars);
        }
        for (int from = 0; from < chars; ) {
            from = encode(text, from, Math.min(chars, from + BLOCK_CHARS), escape);
        }
    }

    /** Encodes the chars up to {@code until}, and one more where a surrogate pair lies across; returns where it stopped. */
    private int encode(String text, int from, int until, boolean escape) {
        reserve((until - from) * (escape ? 6 : 3) + 1);
        byte[] out = bytes;
        int at = length;
        int chars = text.length();
        int i = from;
        for (; i < until; i++) {
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
        return i;
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
