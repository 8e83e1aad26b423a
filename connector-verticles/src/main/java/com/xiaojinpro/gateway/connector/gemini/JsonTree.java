package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings and {@link Raw} scalars, for schemas, which are rebuilt and not streamed. Numbers stay the text
 * they were (H96). Pure.
 */
final class JsonTree {
    /** A number, boolean or null as it was written. */
    record Raw(String json) {}

    private JsonTree() {}

    static Object parse(String json) {
        JsonCursor cursor = JsonCursor.of(json);
        Object value = value(cursor);
        cursor.end();
        return value;
    }

    private static Object value(JsonCursor json) {
        if (json.isObject()) {
            Map<String, Object> object = new LinkedHashMap<>();
            json.beginObject();
            while (json.nextField()) {
                String name = json.name();
                object.put(name, value(json));
            }
            return object;
        }
        if (json.isArray()) {
            List<Object> array = new ArrayList<>();
            json.beginArray();
            while (json.nextElement()) {
                array.add(value(json));
            }
            return array;
        }
        return json.isString() ? json.string() : new Raw(json.raw());
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            char before = '{';
            for (Map.Entry<?, ?> member : object.entrySet()) {
                out.append(before)
                        .append(JsonText.quoted(String.valueOf(member.getKey())))
                        .append(':');
                write(member.getValue(), out);
                before = ',';
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            char before = '[';
            for (Object element : array) {
                out.append(before);
                write(element, out);
                before = ',';
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else if (value instanceof Raw raw) {
            out.append(raw.json());
        } else {
            out.append(JsonText.quoted(String.valueOf(value)));
        }
    }

    /** The object, or null where the value is none. */
    @SuppressWarnings("unchecked")
    static @Nullable Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : null;
    }

    /** The array; an empty one where the value is none. */
    @SuppressWarnings("unchecked")
    static List<Object> array(@Nullable Object value) {
        return value instanceof List<?> ? (List<Object>) value : List.of();
    }

    static boolean isNull(@Nullable Object value) {
        return value instanceof Raw raw && raw.json().equals("null");
    }
}
