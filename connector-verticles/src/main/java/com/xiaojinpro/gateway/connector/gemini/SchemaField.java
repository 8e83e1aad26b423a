package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import java.util.Map;

/**
 * A client's schema as a member of the request: as JSON Schema where the model reads it and every keyword is known there, else
 * as Google's own. Pure.
 *
 * @param name the member, such as {@code parametersJsonSchema} or {@code parameters}
 * @param json its value, raw
 */
record SchemaField(String name, String json) {

    /**
     * @param field the member's name where it is Google's schema
     * @param path where the client wrote the schema
     */
    static SchemaField of(String field, String schema, boolean jsonSchema, String path) {
        Object tree;
        try {
            tree = JsonTree.parse(schema);
        } catch (FaultException malformed) {
            throw Fault.invalid(path, "'" + path + "' is no JSON Schema.").exception();
        }
        Object subset = jsonSchema ? JsonSchemaSubset.of(tree) : null;
        if (subset != null) {
            String name = field.equals("responseSchema") ? "responseJsonSchema" : field + "JsonSchema";
            // What need not be changed is not printed anew (H95).
            return new SchemaField(name, subset.equals(tree) ? schema : JsonTree.write(subset));
        }
        return new SchemaField(field, JsonTree.write(GoogleSchema.of(tree)));
    }

    /** Whether a tool's schema has no parameters at all, which is said by leaving it out (H49). */
    static boolean empty(String schema) {
        try {
            Map<String, Object> object = JsonTree.object(JsonTree.parse(schema));
            if (object == null) {
                return true;
            }
            Map<String, Object> properties = JsonTree.object(object.get("properties"));
            boolean none = properties == null || properties.isEmpty();
            return none
                    && !(object.get("additionalProperties") instanceof Map<?, ?>)
                    && object.keySet().stream().noneMatch(SchemaField::composes);
        } catch (FaultException malformed) {
            return false;
        }
    }

    private static boolean composes(String keyword) {
        return switch (keyword) {
            case "anyOf", "oneOf", "allOf", "$ref", "patternProperties" -> true;
            default -> false;
        };
    }
}
