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
    private final byte @Nullable [] bytes;
    private final int offset;
    private final int length;
    /** Of a slice: made when it is asked for. */
    private @Nullable String text;

    private LongText(byte @Nullable [] bytes, int offset, int length, @Nullable String text) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.text = text;
    }

    public static LongText of(String text) {
        return new LongText(null, 0, text.length(), text);
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
        byte[] slice = bytes;
        return slice == null ? toString().charAt(index) : (char) slice[offset + index];
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
        byte[] slice = bytes;
        if (slice != null && json.getOutputTarget() instanceof OutputStream out) {
            json.writeRawValue(
                    '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(before)));
            json.flush();
            out.write(slice, offset, length);
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

    @Override
    public String toString() {
        String made = text;
        if (made == null) {
            made = bytes == null ? "" : new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
            text = made;
        }
        return made;
    }
}
