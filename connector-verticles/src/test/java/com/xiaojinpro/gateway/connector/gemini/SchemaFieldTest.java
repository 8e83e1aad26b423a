package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Schemas in the two forms Google takes. */
class SchemaFieldTest {
    private static final Set<String> GOOGLES = Set.of(
            "type",
            "format",
            "title",
            "description",
            "nullable",
            "enum",
            "items",
            "minItems",
            "maxItems",
            "properties",
            "required",
            "minProperties",
            "maxProperties",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "example",
            "default",
            "anyOf",
            "propertyOrdering");

    private static String google(String schema) {
        SchemaField field = SchemaField.of("parameters", schema, false, "tools[0]");
        assertThat(field.name()).isEqualTo("parameters");
        return field.json();
    }

    private static SchemaField either(String schema) {
        return SchemaField.of("parameters", schema, true, "tools[0]");
    }

    @Test
    @DisplayName("H95: a schema that can go as it is is not printed anew")
    void aKnownSchemaIsNotTouched() {
        String schema = "{ \"type\":\"object\",  \"properties\":{\"n\":{\"type\":\"number\",\"minimum\":1.0}}}";
        assertThat(either(schema)).isEqualTo(new SchemaField("parametersJsonSchema", schema));
    }

    @Test
    void whatOnlyDescribesIsLeftOut() {
        assertThat(either(
                                "{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"a\":{\"const\":\"x\",\"default\":1},"
                                        + "\"b\":{\"$ref\":\"#/definitions/B\",\"description\":\"d\"}},\"definitions\":{\"B\":true}}")
                        .json())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[\"x\"]},"
                        + "\"b\":{\"$ref\":\"#/$defs/B\"}},\"$defs\":{\"B\":true}}");
    }

    @Test
    void whatJsonSchemaCannotSayThereIsSaidInGooglesSchema() {
        assertThat(either("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"^x\"}}}"))
                .isEqualTo(new SchemaField(
                        "parameters",
                        "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\",\"pattern\":\"^x\"}}}"));
    }

    @Test
    @DisplayName("H44: keywords Google lacks are said in the description or left out")
    void unknownKeywords() {
        assertThat(google("{\"$schema\":\"x\",\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                        + "\"n\":{\"type\":\"integer\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":9,\"multipleOf\":3},"
                        + "\"a\":{\"type\":\"array\",\"uniqueItems\":true,\"description\":\"All.\",\"minItems\":1},"
                        + "\"s\":{\"type\":\"string\",\"format\":\"uuid\",\"minLength\":2,\"minimum\":1}},"
                        + "\"required\":[\"n\",\"gone\"]}"))
                .isEqualTo("{\"type\":\"OBJECT\",\"properties\":{"
                        + "\"n\":{\"description\":\"(exclusiveMinimum: 0) (exclusiveMaximum: 9) (multipleOf: 3)\","
                        + "\"type\":\"INTEGER\",\"minimum\":1,\"maximum\":8},"
                        + "\"a\":{\"description\":\"All. (uniqueItems: true)\",\"type\":\"ARRAY\",\"minItems\":1,"
                        + "\"items\":{\"type\":\"STRING\"}},"
                        + "\"s\":{\"type\":\"STRING\",\"minLength\":2}},\"required\":[\"n\"]}");
    }

    @Test
    @DisplayName("H45: a property may be named like a keyword")
    void propertiesNamedLikeKeywords() {
        String schema = "{\"type\":\"object\",\"properties\":{\"format\":{\"type\":\"string\"},"
                + "\"properties\":{\"type\":\"object\",\"properties\":{\"$ref\":{\"type\":\"integer\"}}},"
                + "\"type\":{\"type\":\"string\"},\"const\":{\"type\":\"boolean\"}}}";
        JsonObject properties = new JsonObject(google(schema)).getJsonObject("properties");
        assertThat(properties.fieldNames()).containsExactlyInAnyOrder("format", "properties", "type", "const");
        assertThat(properties
                        .getJsonObject("properties")
                        .getJsonObject("properties")
                        .getJsonObject("$ref"))
                .isEqualTo(new JsonObject("{\"type\":\"INTEGER\"}"));
    }

    @Test
    @DisplayName("H46: null among types, choices and values is nullable")
    void nullable() {
        assertThat(google("{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"string\"}}"))
                .isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"},\"nullable\":true}");
        assertThat(google("{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}],\"description\":\"d\"}"))
                .isEqualTo("{\"description\":\"d\",\"type\":\"INTEGER\",\"nullable\":true}");
        assertThat(google("{\"type\":\"string\",\"enum\":[\"a\",null]}"))
                .isEqualTo("{\"type\":\"STRING\",\"format\":\"enum\",\"enum\":[\"a\"],\"nullable\":true}");
        assertThat(google("{\"type\":[\"string\",\"integer\"],\"maxLength\":3,\"maximum\":5}"))
                .isEqualTo("{\"anyOf\":[{\"type\":\"STRING\",\"maxLength\":3},{\"type\":\"INTEGER\",\"maximum\":5}]}");
    }

    @Test
    @DisplayName("H47: values that are no strings are said as strings")
    void numericValues() {
        assertThat(google("{\"type\":\"integer\",\"enum\":[1,2]}"))
                .isEqualTo("{\"type\":\"INTEGER\",\"format\":\"enum\",\"enum\":[\"1\",\"2\"]}");
        assertThat(google("{\"type\":\"boolean\",\"const\":true}"))
                .isEqualTo("{\"type\":\"BOOLEAN\",\"format\":\"enum\",\"enum\":[\"true\"]}");
    }

    @Test
    @DisplayName("H48: references are written out, and one that leads back to itself ends")
    void references() {
        assertThat(google(
                        "{\"$ref\":\"#/$defs/Node\",\"$defs\":{\"Node\":{\"type\":\"object\",\"description\":\"A node.\","
                                + "\"properties\":{\"next\":{\"$ref\":\"#/$defs/Node\"},\"leaf\":{\"$ref\":\"#/$defs/a~1b\"}}},"
                                + "\"a/b\":{\"type\":\"string\"}}}"))
                .isEqualTo(
                        "{\"description\":\"A node.\",\"type\":\"OBJECT\",\"properties\":{\"next\":{\"type\":\"OBJECT\"},"
                                + "\"leaf\":{\"type\":\"STRING\"}}}");
        assertThat(google("{\"$ref\":\"https://elsewhere.example/schema\"}")).isEqualTo("{\"type\":\"OBJECT\"}");
    }

    @Test
    @DisplayName("H48: a schema that doubles with every step stays small")
    void anExpansionBombStaysSmall() {
        JsonObject definitions = new JsonObject();
        for (int i = 0; i < 30; i++) {
            String next = "#/$defs/d" + (i + 1);
            definitions.put(
                    "d" + i,
                    new JsonObject()
                            .put("type", "object")
                            .put(
                                    "properties",
                                    new JsonObject()
                                            .put("a", new JsonObject().put("$ref", next))
                                            .put("b", new JsonObject().put("$ref", next))));
        }
        definitions.put("d30", new JsonObject().put("type", "string"));
        String bomb = new JsonObject()
                .put("$ref", "#/$defs/d0")
                .put("$defs", definitions)
                .encode();
        assertThat(google(bomb).length()).isLessThan(1_000_000);
    }

    @Test
    void allOfIsOneSchema() {
        assertThat(google("{\"allOf\":[{\"$ref\":\"#/$defs/A\"},{\"type\":\"object\",\"properties\":{\"b\":"
                        + "{\"type\":\"integer\"}},\"required\":[\"b\"]}],\"$defs\":{\"A\":{\"type\":\"object\","
                        + "\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"]}}}"))
                .isEqualTo(
                        "{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"STRING\"},\"b\":{\"type\":\"INTEGER\"}},"
                                + "\"required\":[\"a\",\"b\"]}");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    @Label("H44: whatever the schema, Google's has known keywords and single types only")
    void onlyKnownKeywords(@ForAll("schemas") JsonObject schema) {
        check(new JsonObject(google(schema.encode())));
        SchemaField field = either(schema.encode());
        if (field.name().equals("parameters")) {
            check(new JsonObject(field.json()));
        }
    }

    private static void check(JsonObject schema) {
        assertThat(GOOGLES).containsAll(schema.fieldNames());
        if (schema.containsKey("type")) {
            assertThat(schema.getValue("type")).isInstanceOf(String.class);
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        properties.fieldNames().forEach(name -> check(properties.getJsonObject(name)));
        if (schema.containsKey("items")) {
            check(schema.getJsonObject("items"));
        }
        schema.getJsonArray("anyOf", new JsonArray()).forEach(choice -> check((JsonObject) choice));
    }

    @Provide
    Arbitrary<JsonObject> schemas() {
        return schema(3);
    }

    private static Arbitrary<JsonObject> schema(int depth) {
        Arbitrary<Object> types = Arbitraries.of(
                "string",
                "number",
                "integer",
                "boolean",
                "array",
                "object",
                "null",
                new JsonArray(List.of("string", "null")));
        Arbitrary<Object> scalars = Arbitraries.of("x", 1, 2.5, true, "date-time");
        Arbitrary<Object> lists =
                Arbitraries.of("a", 1, true).list().ofMaxSize(3).map(list -> new JsonArray(List.copyOf(list)));
        Arbitrary<String> keywords = Arbitraries.of(
                "$schema",
                "const",
                "default",
                "format",
                "exclusiveMinimum",
                "minLength",
                "multipleOf",
                "pattern",
                "title",
                "uniqueItems",
                "description",
                "minimum",
                "$id",
                "readOnly",
                "if",
                "propertyNames");
        Arbitrary<Map<String, Object>> plain =
                Arbitraries.maps(keywords, scalars).ofMaxSize(4);
        Arbitrary<JsonObject> base = net.jqwik.api.Combinators.combine(types, plain, lists)
                .as((type, further, values) -> {
                    Map<String, Object> all = new LinkedHashMap<>(further);
                    all.put("type", type);
                    all.put("enum", values);
                    all.put("required", values);
                    return new JsonObject(all);
                });
        if (depth == 0) {
            return base;
        }
        Arbitrary<JsonObject> inner = schema(depth - 1);
        return net.jqwik.api.Combinators.combine(
                        base, inner, inner, Arbitraries.of("anyOf", "oneOf", "allOf", "prefixItems"))
                .as((outer, first, second, list) -> {
                    JsonObject whole = outer.copy();
                    whole.put(
                            "properties", new JsonObject().put("format", first).put("$ref", second));
                    whole.put("items", second);
                    return first.size() % 2 == 0
                            ? whole
                            : whole.put(list, new JsonArray().add(first).add(second));
                });
    }
}
