package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that come value by value. */
class PartialArgumentsTest {
    private static String whole(String... arguments) {
        PartialArguments partial = new PartialArguments();
        StringBuilder out = new StringBuilder();
        for (String argument : arguments) {
            ArgumentPiece.all(JsonCursor.of("[" + argument + "]")).forEach(piece -> partial.append(piece, out));
        }
        partial.end(out);
        return out.toString();
    }

    @Test
    void nothingIsAnEmptyObject() {
        assertThat(whole()).isEqualTo("{}");
    }

    @Test
    void namesInBracketsAndSkippedElements() {
        assertThat(whole(
                        "{\"jsonPath\":\"$['a b'].c\",\"boolValue\":false}",
                        "{\"jsonPath\":\"$.list[2]\",\"numberValue\":7}",
                        "{\"jsonPath\":\"$.grid[0][1]\",\"numberValue\":9007199254740993}"))
                .isEqualTo("{\"a b\":{\"c\":false},\"list\":[null,null,7],\"grid\":[[null,9007199254740993]]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "", "$[0]", "$.a[x]", "$.a['b", "x"})
    void aPlaceThatCannotBeReadIsAFault(String path) {
        String argument =
                new JsonObject().put("jsonPath", path).put("numberValue", 1).encode();
        assertThatThrownBy(() -> whole(argument)).isInstanceOf(FaultException.class);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anyObjectComesThrough(@ForAll("objects") JsonObject object) {
        JsonArray arguments = new JsonArray();
        flatten("$", object, arguments);
        String joined = whole(arguments.stream()
                .map(argument -> ((JsonObject) argument).encode())
                .toArray(String[]::new));
        assertThat(new JsonObject(joined)).isEqualTo(object);
    }

    private static void flatten(String path, Object value, JsonArray into) {
        if (value instanceof JsonObject object) {
            object.fieldNames().forEach(name -> flatten(path + "." + name, object.getValue(name), into));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                flatten(path + "[" + i + "]", array.getValue(i), into);
            }
        } else if (value instanceof String text) {
            int half = text.length() / 2;
            into.add(new JsonObject()
                    .put("jsonPath", path)
                    .put("stringValue", text.substring(0, half))
                    .put("willContinue", true));
            into.add(new JsonObject().put("jsonPath", path).put("stringValue", text.substring(half)));
        } else {
            into.add(new JsonObject().put("jsonPath", path).put("numberValue", value));
        }
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return object(2);
    }

    private static Arbitrary<JsonObject> object(int depth) {
        Arbitrary<String> names = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4);
        return Arbitraries.maps(names, value(depth))
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(map -> new JsonObject(new java.util.LinkedHashMap<>(map)));
    }

    private static Arbitrary<Object> value(int depth) {
        Arbitrary<Object> texts = Arbitraries.strings().ofMaxLength(6).map(text -> text.replaceAll("\\p{Cs}", "?"));
        Arbitrary<Object> numbers = Arbitraries.integers().map(number -> number);
        if (depth == 0) {
            return Arbitraries.oneOf(texts, numbers);
        }
        Arbitrary<Object> arrays =
                value(depth - 1).list().ofMinSize(1).ofMaxSize(3).map(list -> new JsonArray(List.copyOf(list)));
        return Arbitraries.oneOf(texts, numbers, arrays, object(depth - 1).map(object -> object));
    }
}
