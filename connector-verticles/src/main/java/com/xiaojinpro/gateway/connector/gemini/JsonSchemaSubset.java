package com.xiaojinpro.gateway.connector.gemini;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema as Google takes it under {@code parametersJsonSchema} and {@code responseJsonSchema}: without what only
 * describes, and not at all where a keyword that constrains is not known there. Pure.
 */
final class JsonSchemaSubset {
    /** The keywords Google documents for its JSON Schema fields. */
    private static final Set<String> KNOWN = Set.of(
            "$id",
            "$defs",
            "$ref",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "anyOf",
            "oneOf",
            "properties",
            "additionalProperties",
            "required",
            "propertyOrdering");

    /** Keywords that constrain nothing. */
    private static final Set<String> SILENT = Set.of(
            "$schema",
            "$comment",
            "$vocabulary",
            "default",
            "examples",
            "example",
            "deprecated",
            "readOnly",
            "writeOnly");

    private static final String OLD_DEFINITIONS = "#/definitions/";

    private JsonSchemaSubset() {}

    /** The schema in the subset; null where that cannot say the same. */
    static @Nullable Object of(Object schema) {
        Map<String, Object> source = JsonTree.object(schema);
        if (source == null) {
            // true and false are schemas, too.
            return schema instanceof JsonTree.Raw ? schema : null;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : source.entrySet()) {
            String name = member.getKey();
            Object value = member.getValue();
            if (SILENT.contains(name)) {
                continue;
            }
            if (name.equals("const") && (value instanceof String || number(value))) {
                kept.put("enum", List.of(value));
                continue;
            }
            String known = name.equals("definitions") ? "$defs" : name;
            Object converted = KNOWN.contains(known) ? value(known, value) : null;
            if (converted == null) {
                return null;
            }
            kept.put(known, converted);
        }
        if (kept.containsKey("$ref")) {
            // Beside a reference nothing else may stand.
            kept.keySet().removeIf(name -> !name.startsWith("$"));
        }
        return kept;
    }

    private static @Nullable Object value(String name, Object value) {
        return switch (name) {
            case "properties", "$defs" -> named(value);
            case "items", "additionalProperties" -> of(value);
            case "anyOf", "oneOf", "prefixItems" -> listed(value);
            case "enum" ->
                JsonTree.array(value).stream().allMatch(v -> v instanceof String || number(v)) ? value : null;
            case "$ref" ->
                value instanceof String ref && ref.startsWith(OLD_DEFINITIONS)
                        ? "#/$defs/" + ref.substring(OLD_DEFINITIONS.length())
                        : value;
            default -> value;
        };
    }

    private static @Nullable Object named(Object value) {
        Map<String, Object> schemas = JsonTree.object(value);
        if (schemas == null) {
            return null;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Object> schema : schemas.entrySet()) {
            Object converted = of(schema.getValue());
            if (converted == null) {
                return null;
            }
            kept.put(schema.getKey(), converted);
        }
        return kept;
    }

    private static @Nullable Object listed(Object value) {
        List<Object> kept = new ArrayList<>();
        for (Object schema : JsonTree.array(value)) {
            Object converted = of(schema);
            if (converted == null) {
                return null;
            }
            kept.add(converted);
        }
        return kept.isEmpty() ? null : kept;
    }

    private static boolean number(Object value) {
        return value instanceof JsonTree.Raw raw
                && !raw.json().equals("null")
                && !raw.json().equals("true")
                && !raw.json().equals("false");
    }
}
