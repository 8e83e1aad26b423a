package com.xiaojinpro.gateway.json;

import com.xiaojinpro.gateway.fault.FaultException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a JSON Schema keeps to what OpenAI's {@code strict: true} demands: every object closed, every property required,
 * no keyword outside the subset. A schema that does not would be refused (H50).
 */
public final class StrictSchema {
    private static final Set<String> FORBIDDEN = Set.of(
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "dependentRequired",
            "dependentSchemas",
            "patternProperties",
            "oneOf");

    private StrictSchema() {}

    /** Whether a raw schema does; a malformed one does not. */
    public static boolean conforms(String schema) {
        try {
            return rootIsObject(JsonCursor.of(schema)) && schema(JsonCursor.of(schema));
        } catch (FaultException malformed) {
            return false;
        }
    }

    private static boolean rootIsObject(JsonCursor json) {
        boolean object = false;
        if (json.isObject()) {
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("type")) {
                    object = type(json);
                } else {
                    json.skip();
                }
            }
        }
        return object;
    }

    /** Reads the schema whole, also where it already failed. */
    private static boolean schema(JsonCursor json) {
        if (!json.isObject()) {
            boolean plain = !json.isArray();
            json.skip();
            return plain;
        }
        boolean conforms = true;
        boolean object = false;
        boolean closed = false;
        Set<String> properties = new HashSet<>();
        Set<String> required = new HashSet<>();
        json.beginObject();
        while (json.nextField()) {
            String keyword = json.name();
            switch (keyword) {
                case "type" -> object |= type(json);
                case "additionalProperties" -> {
                    closed = "false".equals(json.isObject() || json.isArray() ? null : json.scalarText());
                    json.skip();
                }
                case "required" -> names(json, required);
                case "properties", "$defs", "definitions" ->
                    conforms &= members(json, keyword.equals("properties") ? properties : new HashSet<>());
                case "items" -> conforms &= schema(json);
                case "anyOf", "prefixItems" -> conforms &= each(json);
                default -> {
                    conforms &= !FORBIDDEN.contains(keyword);
                    json.skip();
                }
            }
        }
        object |= !properties.isEmpty();
        return conforms && (!object || (closed && required.containsAll(properties)));
    }

    private static boolean type(JsonCursor json) {
        if (json.isString()) {
            return json.string().equals("object");
        }
        Set<String> types = new HashSet<>();
        names(json, types);
        return types.contains("object");
    }

    private static boolean members(JsonCursor json, Set<String> names) {
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

    private static boolean each(JsonCursor json) {
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

    private static void names(JsonCursor json, Set<String> names) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            if (json.isString()) {
                names.add(json.string());
            } else {
                json.skip();
            }
        }
    }
}
