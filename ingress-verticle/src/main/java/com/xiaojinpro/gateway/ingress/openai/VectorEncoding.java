package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The two encodings of a vector: an array of numbers, or base64 of little-endian 32-bit floats, which the official SDKs ask
 * for unless told otherwise. A vector that has the encoding asked for stays as it was written.
 */
final class VectorEncoding {
    private VectorEncoding() {}

    /** One object of {@code data} with its vector in the encoding asked for; malformed JSON is thrown as a fault. */
    static String of(String item, boolean base64) {
        JsonCursor json = JsonCursor.of(item);
        ByteWriter out = new ByteWriter(item.length() + 64);
        char before = '{';
        boolean changed = false;
        json.beginObject();
        while (json.nextField()) {
            out.raw(String.valueOf(before)).string(json.name()).raw(":");
            before = ',';
            boolean vector = json.name().equals("embedding");
            if (vector && base64 && json.isArray()) {
                out.string(encoded(json));
                changed = true;
            } else if (vector && !base64 && json.isString()) {
                decoded(json, out);
                changed = true;
            } else {
                out.raw(json.raw());
            }
        }
        out.raw("}");
        return changed ? out.take().toString(StandardCharsets.UTF_8) : item;
    }

    private static String encoded(JsonCursor json) {
        ByteBuffer floats = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        json.beginArray();
        while (json.nextElement()) {
            if (floats.remaining() < Float.BYTES) {
                floats = ByteBuffer.allocate(floats.capacity() * 2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(floats.flip());
            }
            floats.putFloat((float) json.number());
        }
        floats.flip();
        byte[] bytes = new byte[floats.remaining()];
        floats.get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void decoded(JsonCursor json, ByteWriter out) {
        ByteBuffer floats;
        try {
            floats = ByteBuffer.wrap(Base64.getDecoder().decode(json.longString()))
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException e) {
            throw json.invalid("The vector is not base64.");
        }
        out.raw("[");
        for (int i = 0; floats.remaining() >= Float.BYTES; i++) {
            out.raw(i == 0 ? "" : ",").raw(Float.toString(floats.getFloat()));
        }
        out.raw("]");
    }
}
