package com.xiaojinpro.gateway.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Length-prefixed strings and bytes in a buffer. */
final class Wire {
    private Wire() {}

    static void appendString(Buffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.appendInt(utf8.length).appendBytes(utf8);
    }

    static void appendNullable(Buffer out, @Nullable String text) {
        if (text == null) {
            out.appendInt(-1);
        } else {
            appendString(out, text);
        }
    }

    static void appendBytes(Buffer out, Buffer bytes) {
        out.appendInt(bytes.length()).appendBuffer(bytes);
    }

    /** Reads what was appended, in the same order. */
    static final class Reader {
        private final Buffer in;
        private int position;

        Reader(Buffer in, int position) {
            this.in = in;
            this.position = position;
        }

        int unsignedByte() {
            return in.getUnsignedByte(position++);
        }

        int int32() {
            position += Integer.BYTES;
            return in.getInt(position - Integer.BYTES);
        }

        long int64() {
            position += Long.BYTES;
            return in.getLong(position - Long.BYTES);
        }

        Duration millis() {
            return Duration.ofMillis(int64());
        }

        String string() {
            String text = nullable();
            if (text == null) {
                throw new IllegalArgumentException("a string is missing");
            }
            return text;
        }

        @Nullable
        String nullable() {
            int length = int32();
            if (length < 0) {
                return null;
            }
            Objects.checkFromIndexSize(position, length, in.length());
            position += length;
            return in.getString(position - length, position, StandardCharsets.UTF_8.name());
        }

        /** The bytes where they lie: the event bus gives each message a buffer of its own and keeps none of it. */
        Buffer bytes() {
            int length = int32();
            Objects.checkFromIndexSize(position, length, in.length());
            position += length;
            return in.slice(position - length, position);
        }
    }
}
