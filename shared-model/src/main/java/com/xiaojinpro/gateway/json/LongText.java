package com.xiaojinpro.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text that may be megabytes, such as an image in base64. Where it is plain ASCII without escapes it is a slice of the
 * document it was read from, which must not change any more, and is written from there. Immutable and thread-safe; equal to
 * any other of the same text.
 */
public final class LongText {
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final int offset;
    private final int length;
    /** Null of a slice. */
    private final @Nullable String own;

    private LongText(byte[] bytes, int offset, int length, @Nullable String own) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.own = own;
    }

    public static LongText of(String text) {
        return new LongText(NONE, 0, text.length(), text);
    }

    /**
     * A slice of an array.
     *
     * @param ascii printable, with neither quotes nor backslashes in the slice
     */
    public static LongText of(byte[] ascii, int offset, int length) {
        return new LongText(ascii, offset, length, null);
    }

    /** How many chars it has. */
    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public char charAt(int index) {
        String text = own;
        return text == null ? (char) bytes[offset + index] : text.charAt(index);
    }

    /** Whether a text stands at an index. */
    public boolean has(String other, int index) {
        if (length - index < other.length()) {
            return false;
        }
        for (int i = 0; i < other.length(); i++) {
            if (charAt(index + i) != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean startsWith(String start) {
        return has(start, 0);
    }

    /** Writes it as a value, one string together with what stands before it. */
    public void write(JsonGenerator json, String before) throws IOException {
        if (own == null && json.getOutputTarget() instanceof OutputStream out) {
            json.writeRawValue(
                    '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(before)));
            json.flush();
            out.write(bytes, offset, length);
            json.writeRaw('"');
        } else {
            json.writeString(before.isEmpty() ? toString() : before + this);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LongText that && length == that.length && has(that);
    }

    private boolean has(LongText that) {
        for (int i = 0; i < length; i++) {
            if (charAt(i) != that.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** As a string, which is made anew of a slice each time. */
    @Override
    public String toString() {
        String text = own;
        return text == null ? new String(bytes, offset, length, StandardCharsets.ISO_8859_1) : text;
    }
}
