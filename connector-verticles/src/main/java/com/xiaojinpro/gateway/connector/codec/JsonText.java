package com.xiaojinpro.gateway.connector.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.Json;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes JSON for requests: into a buffer, without a copy in between. */
public final class JsonText {

    /** Something that writes JSON. */
    @FunctionalInterface
    public interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private JsonText() {}

    /** What the writing writes. */
    public static Buffer written(Writing writing) {
        return written(0, writing);
    }

    /** A request to a provider, which will be about as long as the client's own. */
    public static Buffer request(UnifiedRequest request, Writing writing) {
        int length = request.body().length();
        return written(length + length / 16, writing);
    }

    private static Buffer written(int expected, Writing writing) {
        Buffer out = Buffer.buffer(expected + 1024);
        try (JsonGenerator json = Json.generator(new BufferStream(out))) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    /** Text as a JSON string. */
    public static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    /** Text as the inside of a JSON string; most is that as it is. */
    public static String escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return new ByteWriter(text.length() + 16).escaped(text).take().toString(StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private static final class BufferStream extends OutputStream {
        private final Buffer out;

        BufferStream(Buffer out) {
            this.out = out;
        }

        @Override
        public void write(int octet) {
            out.appendByte((byte) octet);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            out.appendBytes(bytes, offset, length);
        }
    }
}
