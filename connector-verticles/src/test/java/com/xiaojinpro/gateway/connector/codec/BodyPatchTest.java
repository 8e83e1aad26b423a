package com.xiaojinpro.gateway.connector.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BodyPatchTest {

    private static String patched(String body, BodyPatch patch) {
        return patch.apply(Buffer.buffer(body)).toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("H82, H95, H96: what is not changed stays byte for byte")
    void everythingElseStays() {
        String body =
                "{ \"x\" : 9007199254740993 ,\n\"model\":\"a\",\"y\":1e400, \"z\": {\"model\":\"b\", \"k\":[1,{}]},"
                        + "\"s\":\"q\\\"}{,\u00e9\ud83c\udf0d\"}\n ";
        assertThat(patched(body, new BodyPatch().put("model", "\"new\"")))
                .isEqualTo(body.replace("\"model\":\"a\"", "\"model\":\"new\""));
    }

    @Test
    void membersAreAddedAtTheEnd() {
        assertThat(patched("{\"a\":1 }", new BodyPatch().put("b", "2").put("c", "[3]")))
                .isEqualTo("{\"a\":1,\"b\":2,\"c\":[3] }");
        assertThat(patched("{}", new BodyPatch().put("b", "2"))).isEqualTo("{\"b\":2}");
        assertThat(patched(" { } ", new BodyPatch().put("b", "2"))).isEqualTo(" { \"b\":2} ");
    }

    @Test
    void membersAreRemovedWithTheirComma() {
        BodyPatch patch = new BodyPatch().remove("a").remove("c");
        assertThat(patched("{\"a\":1,\"b\":2,\"c\":3}", patch)).isEqualTo("{\"b\":2}");
        assertThat(patched("{\"a\":1,\"c\":3,\"b\":2}", patch)).isEqualTo("{\"b\":2}");
        assertThat(patched("{\"b\":2,\"a\":1,\"c\":3}", patch)).isEqualTo("{\"b\":2}");
        assertThat(patched("{\"a\":1,\"c\":3}", patch)).isEqualTo("{}");
        assertThat(patched(
                        "{\"a\":1,\"c\":3}",
                        new BodyPatch().remove("a").remove("c").put("d", "4")))
                .isEqualTo("{\"d\":4}");
        assertThat(patched("{\"b\":2}", patch)).isEqualTo("{\"b\":2}");
    }

    @Test
    void replaceDoesNotAdd() {
        assertThat(patched(
                        "{\"a\":true,\"b\":1}",
                        new BodyPatch().replace("a", "false").replace("c", "false")))
                .isEqualTo("{\"a\":false,\"b\":1}");
    }

    @Test
    void objectsAreMergedOrAdded() {
        BodyPatch patch = new BodyPatch().merge("o", new BodyPatch().put("u", "true"));
        assertThat(patched("{\"o\":{\"i\":false, \"u\":false},\"b\":1}", patch))
                .isEqualTo("{\"o\":{\"i\":false, \"u\":true},\"b\":1}");
        assertThat(patched("{\"o\":{\"i\":false}}", patch)).isEqualTo("{\"o\":{\"i\":false,\"u\":true}}");
        assertThat(patched("{\"o\":{}}", patch)).isEqualTo("{\"o\":{\"u\":true}}");
        assertThat(patched("{\"o\":null}", patch)).isEqualTo("{\"o\":{\"u\":true}}");
        assertThat(patched("{\"b\":1}", patch)).isEqualTo("{\"b\":1,\"o\":{\"u\":true}}");
    }

    @Test
    @DisplayName("a second member of a name, or one spelled with escapes, cannot slip past")
    void repeatedAndEscapedNames() {
        BodyPatch patch = new BodyPatch().put("model", "\"new\"");
        assertThat(patched("{\"model\":\"a\",\"b\":1,\"model\":\"c\"}", patch))
                .isEqualTo("{\"model\":\"new\",\"b\":1}");
        assertThat(patched("{\"mod\\u0065l\":\"a\"}", patch)).isEqualTo("{\"mod\\u0065l\":\"new\"}");
    }

    @Test
    void aByteOrderMarkIsNoObstacle() {
        assertThat(patched("\uFEFF{\"model\":\"a\"}", new BodyPatch().put("model", "\"b\"")))
                .isEqualTo("\uFEFF{\"model\":\"b\"}");
    }

    @Provide
    Arbitrary<Map<String, String>> objects() {
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "model", "o", "\u00e9\"x");
        Arbitrary<String> values = Arbitraries.of(
                "1",
                "-0.50e+3",
                "null",
                "true",
                "\"\"",
                "\"a\\\"b\\\\\"",
                "\"}\"",
                "{}",
                "[]",
                "[1,[2],{\"a\":\"]\"}]",
                "{\"a\":{\"b\":\"{\"}}",
                "\"\u4f60\ud83c\udf0d\"");
        return Arbitraries.maps(names, values).ofMaxSize(6);
    }

    @Property(tries = 1_000)
    void aPatchedObjectHoldsExactlyWhatWasAsked(
            @ForAll("objects") Map<String, String> before,
            @ForAll("objects") Map<String, String> put,
            @ForAll("spaces") List<String> spaces) {
        Map<String, String> expected = new LinkedHashMap<>(before);
        BodyPatch patch = new BodyPatch();
        expected.remove("c");
        patch.remove("c");
        put.forEach((name, json) -> {
            if (!name.equals("c") && !name.contains("\"")) {
                patch.put(name, json);
                expected.put(name, json);
            }
        });
        assertThat(read(patched(written(before, spaces), patch))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<String>> spaces() {
        return Arbitraries.of("", "", " ", "\n\t").list().ofSize(5);
    }

    private static String written(Map<String, String> members, List<String> spaces) {
        StringBuilder json = new StringBuilder("{").append(spaces.get(0));
        List<String> parts = new ArrayList<>();
        members.forEach((name, value) ->
                parts.add(JsonText.quoted(name) + spaces.get(1) + ":" + spaces.get(2) + value + spaces.get(3)));
        return json.append(String.join("," + spaces.get(4), parts)).append('}').toString();
    }

    private static Map<String, String> read(String json) {
        Map<String, String> members = new LinkedHashMap<>();
        JsonCursor cursor = JsonCursor.of(json);
        cursor.beginObject();
        while (cursor.nextField()) {
            assertThat(members.put(cursor.name(), cursor.raw())).isNull();
        }
        cursor.end();
        return members;
    }
}
