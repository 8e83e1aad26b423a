package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a JSON Schema can be followed strictly: every object in it is closed and demands all of its properties (OpenAI,
 * structured outputs).
 */
final class StrictSchema {
    private StrictSchema() {}

    /** Whether it can; false where there is none. */
    static boolean conforms(@Nullable String schema) {
        return schema != null && schema(JsonCursor.of(schema));
    }

    private static boolean schema(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return false;
        }
        Set<String> properties = new HashSet<>();
        Set<String> required = new HashSet<>();
        boolean object = false;
        boolean closed = false;
        boolean conforms = true;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> object |= saysObject(json);
                case "properties" -> {
                    object = true;
                    conforms &= schemas(json, properties);
                }
                case "required" -> strings(json, required);
                case "additionalProperties" -> {
                    closed = json.isBoolean() && !json.bool();
                    json.skip();
                }
                case "$defs", "definitions" -> conforms &= schemas(json, new HashSet<>());
                case "items" -> conforms &= schema(json);
                case "anyOf" -> conforms &= alternatives(json);
                // The strict subset knows none of these.
                case "oneOf", "allOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas" -> {
                    json.skip();
                    conforms = false;
                }
                default -> json.skip();
            }
        }
        return conforms && (!object || (closed && required.containsAll(properties)));
    }

    /** Takes an object of schemas by name. */
    private static boolean schemas(JsonCursor json, Set<String> names) {
        if (!json.isObject()) {
            json.skip();
            return false;
        }
        boolean conforms = true;
        json.beginObject();
        while (json.nextField()) {
            names.add(json.name());
            conforms &= schema(json);
        }
        return conforms;
    }

    private static boolean alternatives(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return false;
        }
        boolean conforms = true;
        json.beginArray();
        while (json.nextElement()) {
            conforms &= schema(json);
        }
        return conforms;
    }

    private static boolean saysObject(JsonCursor json) {
        if (json.isString()) {
            return json.string().equals("object");
        }
        Set<String> types = new HashSet<>();
        strings(json, types);
        return types.contains("object");
    }

    private static void strings(JsonCursor json, Set<String> into) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            if (json.isString()) {
                into.add(json.string());
            } else {
                json.skip();
            }
        }
    }
}
