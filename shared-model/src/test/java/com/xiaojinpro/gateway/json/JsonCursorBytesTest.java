package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Where values lie in the bytes: raw text, reading again, what is not copied. */
class JsonCursorBytesTest {

    @Test
    void aPassedValueCanBeTakenAsItWasWritten() {
        JsonCursor json = JsonCursor.of(" [ {\"a\" :\n[1.0, {}] } , 2]");
        json.beginArray();
        assertThat(json.nextElement()).isTrue();
        int start = json.tokenStart();
        json.beginObject();
        assertThat(json.nextField()).isTrue();
        json.skip();
        assertThat(json.nextField()).isFalse();

        assertThat(json.raw(start)).isEqualTo("{\"a\" : [1.0, {}] }");
        assertThat(json.nextElement()).isTrue();
        assertThat(json.integer()).isEqualTo(2);
    }

    @Test
    void whatComesBehindCanBeLeft() {
        String text = "xx{\"a\" : [ {\"b\":\"c\"} ] , not JSON";
        JsonCursor json = new JsonCursor(text.getBytes(StandardCharsets.UTF_8), 2, text.length() - 2);
        json.beginObject();
        json.nextField();
        json.skip();
        assertThat(json.position()).isEqualTo(text.indexOf(']') + 1);
        json.leave();
        assertThat(json.token()).isNull();
    }

    @Test
    void aPassedObjectCanBeReadAgainUnderItsOwnPath() {
        JsonCursor json = JsonCursor.of("{\"list\":[0,{\"b\":{\"c\":7},\"type\":\"t\"}]}");
        json.beginObject();
        json.nextField();
        json.beginArray();
        json.nextElement();
        json.skip();
        json.nextElement();
        int start = json.tokenStart();
        json.skip();

        JsonCursor again = json.again(start);
        assertThat(again.path()).isEqualTo("list[1]");
        again.beginObject();
        again.nextField();
        again.beginObject();
        again.nextField();
        assertThat(again.path()).isEqualTo("list[1].b.c");
        FaultException refusal = catchThrowableOfType(FaultException.class, again::string);
        assertThat(refusal.fault().param()).isEqualTo("list[1].b.c");
        assertThat(again.tokenStart()).isEqualTo("{\"list\":[0,{\"b\":{\"c\":".length());
        assertThat(json.nextElement()).isFalse();
    }

    @Test
    void aLongStringIsWhatStringGives() {
        for (String value : new String[] {"", "abc", "a\\\"b", "a\\/b", "é", "🌍", "\\ud83c\\udf0d", "\\u0000"}) {
            String json = "[\"" + value + "\",1]";
            JsonCursor plain = JsonCursor.of(json);
            plain.beginArray();
            plain.nextElement();
            JsonCursor fast = JsonCursor.of(json);
            fast.beginArray();
            fast.nextElement();

            assertThat(fast.longString()).isEqualTo(plain.string());
            assertThat(fast.nextElement()).isTrue();
            assertThat(fast.integer()).isEqualTo(1);
        }
        assertThatThrownBy(() -> JsonCursor.of("7").longString()).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> JsonCursor.of("\"cut").longString()).isInstanceOf(FaultException.class);
    }

    @Test
    void aSkippedStringIsStillChecked() {
        JsonCursor json = JsonCursor.of("[\"a\u0001b\",1]");
        json.beginArray();
        json.nextElement();
        json.skip();
        assertThatThrownBy(json::nextElement).isInstanceOf(FaultException.class);
    }

    @Test
    void aBufferIsReadWhereItLies() {
        Buffer larger = Buffer.buffer("xx{\"a\":[1,2]}yy");
        JsonCursor json = JsonCursor.of(larger.slice(2, 13));
        json.beginObject();
        json.nextField();
        assertThat(json.raw()).isEqualTo("[1,2]");
        assertThat(json.nextField()).isFalse();
        json.end();
    }

    // Two zero bytes make a parser that guesses encodings take the rest for UTF-16, and lose its place.
    @Test
    void jsonIsUtf8WhateverItsBytesLookLike() {
        byte[] wide = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> {
                    JsonCursor json = new JsonCursor(wide);
                    json.beginObject();
                    json.nextField();
                })
                .isInstanceOf(FaultException.class);
    }

    @Test
    void aByteOrderMarkIsPassed() {
        byte[] marked = "\uFEFF[ 1 ]".getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonCursor(marked).raw()).isEqualTo("[ 1 ]");
    }

    @Test
    void anExponentNoDecimalHoldsIsAFaultNotABug() {
        assertThatThrownBy(() -> JsonCursor.of("1e99999999999").integer()).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> JsonCursor.of("1e99999999999").number()).isInstanceOf(FaultException.class);
    }
}
