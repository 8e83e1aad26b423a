package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    @Test
    void aDocumentIsWalkedMemberByMember() {
        JsonCursor in = JsonCursor.of("""
                {"s":"a\\u00e9","n":null,"b":true,"i":-5,"whole":5.0,"d":0.5,"list":[1,"x",{"deep":[]}],"o":{"k":false}}""");
        StringBuilder seen = new StringBuilder();
        in.beginObject();
        while (in.nextField()) {
            seen.append(in.name()).append('=');
            switch (in.name()) {
                case "s" -> seen.append(in.stringOrNull());
                case "n" -> seen.append(in.stringOrNull());
                case "b" -> seen.append(in.boolOrNull());
                case "i" -> seen.append(in.integerOrNull());
                case "whole" -> seen.append(in.intOrNull());
                case "d" -> seen.append(in.numberOrNull());
                case "list" -> {
                    in.beginArray();
                    while (in.nextElement()) {
                        seen.append(in.isObject() ? in.raw() : in.scalarText()).append('|');
                    }
                }
                default -> {
                    assertThat(in.isObject()).isTrue();
                    in.beginObject();
                    assertThat(in.nextField()).isTrue();
                    seen.append(in.name()).append(in.bool());
                    assertThat(in.nextField()).isFalse();
                }
            }
            seen.append(' ');
        }
        in.end();
        assertThat(seen.toString())
                .isEqualTo("s=a\u00e9 n=null b=true i=-5 whole=5 d=0.5 list=1|x|{\"deep\":[]}| o=kfalse ");
    }

    @Test
    void nullIsNullForEveryType() {
        JsonCursor in = JsonCursor.of("[null,null,null,null,null,null]");
        in.beginArray();
        in.nextElement();
        assertThat(in.stringOrNull()).isNull();
        in.nextElement();
        assertThat(in.boolOrNull()).isNull();
        in.nextElement();
        assertThat(in.integerOrNull()).isNull();
        in.nextElement();
        assertThat(in.intOrNull()).isNull();
        in.nextElement();
        assertThat(in.numberOrNull()).isNull();
        in.nextElement();
        assertThat(in.scalarText()).isNull();
        assertThat(in.nextElement()).isFalse();
    }

    @Test
    void aWrongTypeIsNamedWithItsPath() {
        String json = "{\"messages\":[{},{},{\"content\":[{\"text\":5}]}]}";
        Fault fault = fault(() -> {
            JsonCursor in = JsonCursor.of(json);
            in.beginObject();
            in.nextField();
            in.beginArray();
            in.nextElement();
            in.skip();
            in.nextElement();
            in.skip();
            in.nextElement();
            in.beginObject();
            in.nextField();
            in.beginArray();
            in.nextElement();
            in.beginObject();
            in.nextField();
            in.string();
        });
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.param()).isEqualTo("messages[2].content[0].text");
        assertThat(fault.message()).isEqualTo("'messages[2].content[0].text' must be a string, not a number.");
    }

    @Test
    void thePathOfAContainerIsItsOwnBeforeAndAfterItIsRead() {
        JsonCursor in = JsonCursor.of("{\"a\":{\"b\":[1]}}");
        in.beginObject();
        assertThat(in.path()).isEmpty();
        in.nextField();
        assertThat(in.path()).isEqualTo("a");
        in.beginObject();
        in.nextField();
        assertThat(in.path()).isEqualTo("a.b");
        in.skip();
        assertThat(in.path()).isEqualTo("a.b");
        in.nextField();
        assertThat(in.path()).isEqualTo("a");
        assertThat(catchThrowableOfType(FaultException.class, () -> {
                            throw in.invalid("no");
                        })
                        .fault()
                        .param())
                .isEqualTo("a");
    }

    @Test
    void aNameOfTheClientMakesNoLongMessage() {
        String name = "n".repeat(40_000);
        Fault fault = fault(() -> {
            JsonCursor in = JsonCursor.of("{\"" + name + "\":1}");
            in.beginObject();
            in.nextField();
            in.string();
        });
        assertThat(fault.message()).hasSizeLessThan(200);
        assertThat(fault.param()).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[]; an array", "\"s\"; a string", "1; a number", "true; a boolean", "null; null", "''; empty"})
    void whatStandsInsteadOfAnObjectIsNamed(String json, String what) {
        assertThat(fault(() -> JsonCursor.of(json).beginObject()).message())
                .isEqualTo("The request body must be an object, not " + what + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.5", "\"5\"", "9223372036854775808", "1e400", "1e-400", "1e99999999999", "true"})
    void onlyAWholeNumberIsAnInteger(String json) {
        assertThat(fault(() -> JsonCursor.of(json).integer()).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"5.0, 5", "1e3, 1000", "-0, 0", "0e99999, 0", "9223372036854775807, 9223372036854775807"})
    void aWholeNumberMayBeWrittenInAnyForm(String json, long value) {
        assertThat(JsonCursor.of(json).integer()).isEqualTo(value);
    }

    @Test
    void anIntegerOf32BitsIsNotCutToFit() {
        assertThat(JsonCursor.of("2147483647").intOrNull()).isEqualTo(Integer.MAX_VALUE);
        assertThat(fault(() -> JsonCursor.of("2147483648").intOrNull()).message())
                .contains("32 bits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "1e99999999999"})
    void aNumberBeyondTheRangeOfADoubleIsRefusedAndNotInfinite(String json) {
        assertThat(fault(() -> JsonCursor.of(json).number()).message()).contains("out of range");
        assertThat(JsonCursor.of(json).raw()).isEqualTo(json);
    }

    @Test
    void numbersOfManyDigitsAreReadButNotWithoutBound() {
        String digits = "9".repeat(1_000);
        assertThat(JsonCursor.of(digits).raw()).isEqualTo(digits);
        assertThat(JsonCursor.of(digits).scalarText()).isEqualTo(digits);
        assertThat(fault(() -> JsonCursor.of(digits).number()).message()).contains("out of range");
        assertThat(fault(() -> JsonCursor.of("9".repeat(1_001)).number()).code())
                .isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "1.50", "-0", "true"})
    void aScalarIsTakenAsItsText(String json) {
        assertThat(JsonCursor.of(json).scalarText()).isEqualTo(json.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", ""})
    void aContainerOrNothingIsNoScalar(String json) {
        assertThat(fault(() -> JsonCursor.of(json).scalarText()).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void anEmptyDocumentHasNoValueToTake(String json) {
        assertThat(fault(() -> JsonCursor.of(json).raw()).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault(() -> JsonCursor.of(json).skip()).message()).contains("empty");
        assertThat(fault(() -> JsonCursor.of(json).bool()).message()).contains("empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":[1,{\"b\":2", "{\"a\"", "{\"a\":", "{\"a\":\"x", "[1,", "[1", "{\"a\":1,", "[\"\\u00"})
    void aDocumentThatIsCutIsAFaultHoweverItIsRead(String json) {
        assertThat(fault(() -> JsonCursor.of(json).raw()).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault(() -> JsonCursor.of(json).skip()).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault(() -> walk(JsonCursor.of(json))).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @Test
    void aSyntaxErrorIsFoundByLineAndColumn() {
        Fault fault = fault(() -> walk(JsonCursor.of("{\"a\": 1,\n \"b\": tru}")));
        assertThat(fault.code()).isEqualTo("invalid_json");
        assertThat(fault.message()).contains("line 2").contains("column");
    }

    /** The parser's notes on itself are no use to a client, and name classes. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1}", "{\"a\":{]}", "{\"a\":\u0001}", "{\"a\" 1}", "[nul]", "{\"a\":\"\u0001\"}"})
    void aSyntaxErrorSaysNothingOfTheParser(String json) {
        assertThat(fault(() -> walk(JsonCursor.of(json))).message())
                .startsWith("The JSON is malformed at line 1, column ")
                .doesNotContain("Source", "start marker", "REDACTED");
    }

    @Test
    void nothingMayFollowTheDocument() {
        JsonCursor in = JsonCursor.of("{} {}");
        in.skip();
        assertThat(fault(in::end).message()).contains("after the end");
        JsonCursor clean = JsonCursor.of(" [] \r\n ");
        clean.skip();
        clean.end();
        assertThat(clean.token()).isNull();
    }

    /** A deep document would cost a stack; the bound is the factory's (H121). */
    @Test
    void nestingIsBounded() {
        String deep = "[".repeat(501) + "]".repeat(501);
        assertThat(fault(() -> JsonCursor.of(deep).skip()).code()).isEqualTo("invalid_json");
        String allowed = "[".repeat(500) + "]".repeat(500);
        assertThat(JsonCursor.of(allowed).raw()).isEqualTo(allowed);
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        byte[] marked = "..\ufeff{\"a\": [1, 2]}".getBytes(StandardCharsets.UTF_8);
        JsonCursor in = new JsonCursor(marked, 2, marked.length - 2);
        in.beginObject();
        in.nextField();
        assertThat(in.raw()).isEqualTo("[1, 2]");
        assertThat(fault(() -> new JsonCursor(marked, 2, 3).raw()).message()).contains("empty");
    }

    /** A parser that guesses the encoding knows no byte offsets, and raw text would come from elsewhere in the buffer. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void onlyUtf8IsJson(String charset) {
        byte[] bytes = "{\"a\":[1]}".getBytes(Charset.forName(charset));
        assertThat(fault(() -> walk(new JsonCursor(bytes))).code()).isEqualTo("invalid_json");
        assertThat(fault(() -> new JsonCursor(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFE}).skip())
                        .code())
                .isEqualTo("invalid_json");
    }

    @Test
    void rawTextOfManyMegabytesIsExact() {
        String text = "\u6f22\ud83d\ude00\\\"\\n".repeat(300_000);
        String value = "{ \"image\" : \"" + text + "\",\"list\":[" + "1,".repeat(100_000) + "1] }";
        byte[] bytes = ("{\"\u00e9\ud83d\ude00\":\"\u6f22\",\"v\":" + value + ",\"after\":" + value + "}")
                .getBytes(StandardCharsets.UTF_8);
        JsonCursor in = new JsonCursor(bytes);
        in.beginObject();
        in.nextField();
        in.skip();
        in.nextField();
        assertThat(in.raw().equals(value)).isTrue();
        in.nextField();
        assertThat(in.name()).isEqualTo("after");
        assertThat(in.raw().equals(value)).isTrue();
        assertThat(in.nextField()).isFalse();
        in.end();
    }

    @Test
    void theStartOfATokenIsAnOffsetIntoTheArrayThatWasGiven() {
        byte[] bytes = "padding{\"a\u00e9\" :  \"x\"}more".getBytes(StandardCharsets.UTF_8);
        JsonCursor in = new JsonCursor(bytes, 7, bytes.length - 11);
        assertThat(in.tokenStart()).isEqualTo(7);
        in.beginObject();
        in.nextField();
        int start = in.tokenStart();
        assertThat(new String(Arrays.copyOfRange(bytes, start, start + 3), StandardCharsets.UTF_8))
                .isEqualTo("\"x\"");
    }

    @Test
    void rawTextStandsOnOneLine() {
        assertThat(JsonCursor.of("{\r\n  \"a\": [\n1,\n\"x\\ny\"\r]\n}\n").raw())
                .isEqualTo("{    \"a\": [ 1, \"x\\ny\" ] }");
    }

    private static void walk(JsonCursor in) {
        if (in.isObject()) {
            in.beginObject();
            while (in.nextField()) {
                walk(in);
            }
        } else if (in.isArray()) {
            in.beginArray();
            while (in.nextElement()) {
                walk(in);
            }
        } else {
            in.scalarText();
        }
    }

    private static Fault fault(ThrowingCallable call) {
        FaultException thrown = catchThrowableOfType(FaultException.class, call);
        assertThat(thrown).isNotNull();
        return thrown.fault();
    }
}
