package com.xiaojinpro.gateway.connector.gemini;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema as Google's own {@code Schema}, which knows a few keywords and refuses a request for any other (H44-H49). Built
 * up from what is known, never by taking away what is not; what cannot be said otherwise is said in the description. Made for
 * one schema; not thread-safe.
 */
final class GoogleSchema {
    /** Taken over as they are. */
    private static final Set<String> KEPT = Set.of(
            "title",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "pattern");

    /** Said in the description, where they stand. */
    private static final Set<String> NOTED = Set.of(
            "multipleOf",
            "uniqueItems",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "patternProperties",
            "propertyNames",
            "not",
            "contains",
            "dependentRequired");

    private static final Map<String, Set<String>> FORMATS = Map.of(
            "STRING", Set.of("date-time", "enum"),
            "INTEGER", Set.of("int32", "int64"),
            "NUMBER", Set.of("float", "double"));

    private static final int MOST_NODES = 5_000;
    private static final int DEEPEST = 60;
    private static final int LONGEST_NOTE = 200;

    private final Object root;
    private final Set<String> resolving = new HashSet<>();
    private int nodes;

    private GoogleSchema(Object root) {
        this.root = root;
    }

    static Map<String, Object> of(Object schema) {
        return new GoogleSchema(schema).convert(schema, 0);
    }

    private Map<String, Object> convert(Object schema, int depth) {
        Map<String, Object> source = JsonTree.object(schema);
        if (source == null) {
            return typed("STRING");
        }
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            return typed("OBJECT");
        }
        if (source.get("$ref") instanceof String ref) {
            return reference(ref, source, depth);
        }
        if (source.containsKey("allOf")) {
            return convert(merged(source), depth);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        boolean nullable = Boolean.parseBoolean(text(source.get("nullable")));
        List<String> types = types(source);
        nullable |= types.remove("NULL");
        List<Object> choices = new ArrayList<>(JsonTree.array(source.get("anyOf")));
        choices.addAll(JsonTree.array(source.get("oneOf")));
        nullable |= choices.removeIf(GoogleSchema::onlyNull);
        if (choices.size() == 1) {
            Map<String, Object> one = new LinkedHashMap<>(source);
            one.keySet().removeAll(Set.of("anyOf", "oneOf"));
            Map<String, Object> inner = JsonTree.object(choices.getFirst());
            if (inner != null) {
                one.putAll(inner);
            }
            Map<String, Object> converted = convert(one, depth + 1);
            return nullable ? nullable(converted) : converted;
        }
        description(source, out);
        if (!choices.isEmpty()) {
            List<Object> converted = new ArrayList<>();
            choices.forEach(choice -> converted.add(convert(choice, depth + 1)));
            out.put("anyOf", converted);
        } else if (types.size() > 1) {
            List<Object> converted = new ArrayList<>();
            for (String type : types) {
                Map<String, Object> one = new LinkedHashMap<>();
                body(type, source, one, depth);
                converted.add(one);
            }
            out.put("anyOf", converted);
        } else {
            nullable |= body(types.isEmpty() ? guessed(source) : types.getFirst(), source, out, depth);
        }
        return nullable ? nullable(out) : out;
    }

    /** Writes the type and what goes with it; says whether null is among the allowed values. */
    private boolean body(String type, Map<String, Object> source, Map<String, Object> out, int depth) {
        out.put("type", type);
        boolean nullable = enumeration(type, source, out);
        if (source.get("format") instanceof String format
                && !out.containsKey("format")
                && FORMATS.getOrDefault(type, Set.of()).contains(format)) {
            out.put("format", format);
        }
        for (Map.Entry<String, Object> member : source.entrySet()) {
            boolean belongs = switch (member.getKey()) {
                case "minItems", "maxItems" -> type.equals("ARRAY");
                case "minProperties", "maxProperties" -> type.equals("OBJECT");
                case "minLength", "maxLength", "pattern" -> type.equals("STRING");
                case "minimum", "maximum" -> type.equals("INTEGER") || type.equals("NUMBER");
                default -> true;
            };
            if (KEPT.contains(member.getKey()) && belongs) {
                out.put(member.getKey(), member.getValue());
            }
        }
        if (type.equals("INTEGER")) {
            exclusive(source, "exclusiveMinimum", "minimum", BigInteger.ONE, out);
            exclusive(source, "exclusiveMaximum", "maximum", BigInteger.ONE.negate(), out);
        }
        if (type.equals("ARRAY")) {
            Object items = source.get("items");
            out.put("items", items == null ? items(source, depth) : convert(items, depth + 1));
        }
        if (type.equals("OBJECT")) {
            properties(source, out, depth);
        }
        return nullable;
    }

    private Map<String, Object> items(Map<String, Object> source, int depth) {
        List<Object> tuple = JsonTree.array(source.get("prefixItems"));
        if (tuple.isEmpty()) {
            return typed("STRING");
        }
        List<Object> converted = new ArrayList<>();
        tuple.forEach(item -> converted.add(convert(item, depth + 1)));
        Map<String, Object> any = new LinkedHashMap<>();
        any.put("anyOf", converted);
        return converted.size() == 1 ? convert(tuple.getFirst(), depth + 1) : any;
    }

    /** A user's property may have the name of a keyword (H45). */
    private void properties(Map<String, Object> source, Map<String, Object> out, int depth) {
        Map<String, Object> properties = JsonTree.object(source.get("properties"));
        if (properties == null || properties.isEmpty()) {
            return;
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        properties.forEach((name, schema) -> converted.put(name, convert(schema, depth + 1)));
        out.put("properties", converted);
        List<Object> required = new ArrayList<>();
        for (Object name : JsonTree.array(source.get("required"))) {
            if (name instanceof String && properties.containsKey(name)) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            out.put("required", required);
        }
        if (source.get("propertyOrdering") instanceof List<?> order) {
            out.put("propertyOrdering", order);
        }
    }

    /** Values are strings there, whatever their type (H47). */
    private static boolean enumeration(String type, Map<String, Object> source, Map<String, Object> out) {
        List<Object> values = new ArrayList<>(JsonTree.array(source.get("enum")));
        if (source.containsKey("const")) {
            values.add(source.get("const"));
        }
        if (values.isEmpty()) {
            return false;
        }
        boolean nullable = values.removeIf(JsonTree::isNull);
        List<Object> words = new ArrayList<>();
        for (Object value : values) {
            words.add(value instanceof String ? value : JsonTree.write(value));
        }
        if (!words.isEmpty() && !type.equals("OBJECT") && !type.equals("ARRAY")) {
            out.put("format", "enum");
            out.put("enum", words);
        }
        return nullable;
    }

    private static void exclusive(
            Map<String, Object> source, String exclusive, String inclusive, BigInteger step, Map<String, Object> out) {
        if (source.get(exclusive) instanceof JsonTree.Raw bound && !out.containsKey(inclusive)) {
            try {
                out.put(
                        inclusive,
                        new JsonTree.Raw(new BigInteger(bound.json()).add(step).toString()));
            } catch (NumberFormatException fraction) {
                out.put(inclusive, bound);
            }
        }
    }

    private static void description(Map<String, Object> source, Map<String, Object> out) {
        StringBuilder text = new StringBuilder(source.get("description") instanceof String said ? said : "");
        for (Map.Entry<String, Object> member : source.entrySet()) {
            boolean map = member.getKey().equals("additionalProperties") && member.getValue() instanceof Map<?, ?>;
            if (NOTED.contains(member.getKey()) || map) {
                String note = member.getKey() + ": " + JsonTree.write(member.getValue());
                if (note.length() <= LONGEST_NOTE) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append('(')
                            .append(note)
                            .append(')');
                }
            }
        }
        if (!text.isEmpty()) {
            out.put("description", text.toString());
        }
    }

    /** A reference is written out; one that leads back to itself ends as an object of any kind (H48). */
    private Map<String, Object> reference(String ref, Map<String, Object> source, int depth) {
        Object target = resolving.add(ref) ? target(ref) : null;
        if (target == null) {
            Map<String, Object> cut = typed("OBJECT");
            description(source, cut);
            return cut;
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        Map<String, Object> referred = JsonTree.object(target);
        if (referred != null) {
            whole.putAll(referred);
        }
        source.forEach((name, value) -> {
            if (!name.equals("$ref")) {
                whole.put(name, value);
            }
        });
        Map<String, Object> converted = convert(whole, depth + 1);
        resolving.remove(ref);
        return converted;
    }

    private @Nullable Object target(String ref) {
        if (!ref.startsWith("#")) {
            return null;
        }
        Object at = root;
        for (String step : ref.substring(1).split("/", -1)) {
            if (!step.isEmpty()) {
                String name = step.replace("~1", "/").replace("~0", "~");
                Map<String, Object> object = JsonTree.object(at);
                at = object == null ? null : object.get(name);
            }
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** The schema with its {@code allOf} in it: properties and requirements are joined, the rest is the last one's. */
    private Map<String, Object> merged(Map<String, Object> source) {
        Map<String, Object> whole = new LinkedHashMap<>(source);
        whole.remove("allOf");
        for (Object member : JsonTree.array(source.get("allOf"))) {
            Map<String, Object> part = JsonTree.object(member);
            if (part != null && part.get("$ref") instanceof String ref) {
                Map<String, Object> referred = resolving.contains(ref) ? null : JsonTree.object(target(ref));
                part = referred;
            }
            if (part == null || ++nodes > MOST_NODES) {
                continue;
            }
            part.forEach((name, value) -> whole.merge(name, value, (old, added) -> joined(name, old, added)));
        }
        return whole;
    }

    private static Object joined(String name, Object old, Object added) {
        Map<String, Object> first = JsonTree.object(old);
        Map<String, Object> second = JsonTree.object(added);
        if (name.equals("properties") && first != null && second != null) {
            Map<String, Object> both = new LinkedHashMap<>(first);
            both.putAll(second);
            return both;
        }
        if (old instanceof List<?> && added instanceof List<?>) {
            List<Object> both = new ArrayList<>(JsonTree.array(old));
            JsonTree.array(added).stream()
                    .filter(value -> !both.contains(value))
                    .forEach(both::add);
            return both;
        }
        return added;
    }

    private static List<String> types(Map<String, Object> source) {
        List<String> types = new ArrayList<>();
        Object told = source.get("type");
        List<Object> all = told instanceof String one ? List.of(one) : JsonTree.array(told);
        for (Object type : all) {
            if (type instanceof String word) {
                types.add(word.toUpperCase(Locale.ROOT));
            }
        }
        types.retainAll(Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"));
        return types;
    }

    private static String guessed(Map<String, Object> source) {
        if (source.containsKey("properties") || source.containsKey("additionalProperties")) {
            return "OBJECT";
        }
        return source.containsKey("items") || source.containsKey("prefixItems") ? "ARRAY" : "STRING";
    }

    private static boolean onlyNull(Object schema) {
        Map<String, Object> object = JsonTree.object(schema);
        return object != null && "null".equals(object.get("type"));
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        schema.put("nullable", new JsonTree.Raw("true"));
        return schema;
    }

    private static Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        return schema;
    }

    private static String text(@Nullable Object value) {
        return value instanceof JsonTree.Raw raw ? raw.json() : "";
    }
}
