package com.xiaojinpro.gateway.connector.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema in the subset that Anthropic enforces: objects are closed, what it does not know moves into the description,
 * where the model still reads it. A property named like a keyword is none (H45). Used once.
 */
final class SchemaSubset {
    private static final Set<String> KEPT = Set.of("type", "required", "enum", "const", "$ref", "title");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    private boolean changed;

    private SchemaSubset() {}

    /** Whether a schema can be enforced as it is. */
    static boolean conforms(String schema) {
        SchemaSubset subset = new SchemaSubset();
        subset.converted(schema);
        return !subset.changed;
    }

    /** The schema in the subset. */
    static String of(String schema) {
        return new SchemaSubset().converted(schema);
    }

    private String converted(String schema) {
        try {
            return JsonText.written(json -> schema(JsonCursor.of(schema), json)).toString(StandardCharsets.UTF_8);
        } catch (FaultException malformed) {
            changed = true;
            return schema;
        }
    }

    private void schema(JsonCursor in, JsonGenerator out) throws IOException {
        if (!in.isObject()) {
            // true and false are schemas too; only objects are enforced.
            changed = true;
            in.skip();
            out.writeStartObject();
            out.writeEndObject();
            return;
        }
        Map<String, String> folded = new LinkedHashMap<>();
        String description = null;
        boolean object = false;
        boolean closed = false;
        out.writeStartObject();
        in.beginObject();
        while (in.nextField()) {
            String keyword = in.name();
            switch (keyword) {
                case "properties", "$defs", "definitions" -> {
                    object |= keyword.equals("properties");
                    out.writeFieldName(keyword);
                    members(in, out);
                }
                case "anyOf", "allOf", "oneOf" -> {
                    changed |= keyword.equals("oneOf");
                    out.writeFieldName(keyword.equals("oneOf") ? "anyOf" : keyword);
                    each(in, out);
                }
                case "description" -> description = Lenient.text(in);
                case "additionalProperties" -> {
                    closed = in.isBoolean() && !in.bool();
                    if (!closed) {
                        String open = in.raw();
                        if (!open.equals("true")) {
                            folded.put(keyword, open);
                        }
                    }
                }
                case "format" -> {
                    String format = in.raw();
                    if (format.length() > 2 && FORMATS.contains(format.substring(1, format.length() - 1))) {
                        raw(out, keyword, format);
                    } else {
                        folded.put(keyword, format);
                    }
                }
                case "minItems" -> {
                    String least = in.raw();
                    if (least.equals("0") || least.equals("1")) {
                        raw(out, keyword, least);
                    } else {
                        folded.put(keyword, least);
                    }
                }
                default -> {
                    if (keyword.equals("items") && in.isObject()) {
                        out.writeFieldName(keyword);
                        schema(in, out);
                    } else if (KEPT.contains(keyword)) {
                        String value = in.raw();
                        object |= keyword.equals("type") && value.contains("\"object\"");
                        raw(out, keyword, value);
                    } else {
                        folded.put(keyword, in.raw());
                    }
                }
            }
        }
        if (object) {
            changed |= !closed;
            out.writeBooleanField("additionalProperties", false);
        }
        describe(out, description, folded);
        out.writeEndObject();
    }

    private void describe(JsonGenerator out, @Nullable String description, Map<String, String> folded)
            throws IOException {
        folded.remove("$schema");
        folded.remove("$id");
        StringBuilder text = new StringBuilder(description == null ? "" : description);
        for (Map.Entry<String, String> keyword : folded.entrySet()) {
            changed = true;
            text.append(text.isEmpty() ? "" : "\n")
                    .append(keyword.getKey())
                    .append(": ")
                    .append(keyword.getValue());
        }
        if (!text.isEmpty()) {
            out.writeStringField("description", text.toString());
        }
    }

    private void members(JsonCursor in, JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (in.isObject()) {
            in.beginObject();
            while (in.nextField()) {
                out.writeFieldName(in.name());
                schema(in, out);
            }
        } else {
            changed = true;
            in.skip();
        }
        out.writeEndObject();
    }

    private void each(JsonCursor in, JsonGenerator out) throws IOException {
        out.writeStartArray();
        if (in.isArray()) {
            in.beginArray();
            while (in.nextElement()) {
                schema(in, out);
            }
        } else {
            changed = true;
            in.skip();
        }
        out.writeEndArray();
    }

    private static void raw(JsonGenerator out, String name, String value) throws IOException {
        out.writeFieldName(name);
        out.writeRawValue(value);
    }
}
