package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCursorPeekTest {
    @Test
    void theDiscriminatorIsFoundWhereverItStands() {
        assertThat(JsonCursor.of("{\"type\":\"text\",\"a\":1}").peek("type")).isEqualTo("text");
        assertThat(JsonCursor.of(" {\n \"type\" :\t\"text\"}").peek("type")).isEqualTo("text");
        assertThat(JsonCursor.of("{\"a\":{\"type\":\"no\"},\"type\":\"text\"}").peek("type"))
                .isEqualTo("text");
        assertThat(JsonCursor.of("{\"type\":\"t\\u0065xt\"}").peek("type")).isEqualTo("text");
        assertThat(JsonCursor.of("{\"types\":\"no\",\"type\":\"é\"}").peek("type"))
                .isEqualTo("é");
    }

    @Test
    void whatIsNoStringOrNoObjectHasNoDiscriminator() {
        for (String json : List.of("{}", "[]", "7", "{\"type\":5}", "{\"type\":null}", "{\"a\":1}")) {
            assertThat(JsonCursor.of(json).peek("type")).isNull();
        }
    }

    @Test
    void aBrokenObjectIsLeftToWhoeverTakesIt() {
        JsonCursor in = JsonCursor.of("{\"a\":1,,\"type\":\"x\"}");
        assertThat(in.peek("type")).isNull();
        assertThatThrownBy(in::skip).isInstanceOf(FaultException.class);
        for (String cut : List.of("{", "{\"type", "{\"type\"", "{\"type\":", "{\"type\":\"te", "{\"a\":1")) {
            assertThat(JsonCursor.of(cut).peek("type")).isNull();
        }
    }

    @Test
    void peekingDoesNotMove() {
        JsonCursor in = JsonCursor.of("{\"a\":[1],\"type\":\"x\"}");
        assertThat(in.peek("type")).isEqualTo("x");
        in.beginObject();
        assertThat(in.nextField()).isTrue();
        assertThat(in.name()).isEqualTo("a");
    }

    @Test
    void aValueAlreadyEnteredCanStillBeTakenRaw() {
        byte[] bytes = "xx[{\"a\": [1,\n2]}, 7]".getBytes(StandardCharsets.UTF_8);
        JsonCursor in = new JsonCursor(bytes, 2, bytes.length - 2);
        in.beginArray();
        assertThat(in.nextElement()).isTrue();
        int start = in.tokenStart();
        in.beginObject();
        while (in.nextField()) {
            in.skip();
        }
        assertThat(in.raw(start)).isEqualTo("{\"a\": [1, 2]}");
        assertThat(in.nextElement()).isTrue();
        assertThat(in.integer()).isEqualTo(7);
    }

    @Test
    void rawTextIsExactBehindAByteOrderMark() {
        JsonCursor in = JsonCursor.of("\uFEFF{\"a\": {\"é\":1.0}}");
        in.beginObject();
        assertThat(in.nextField()).isTrue();
        assertThat(in.raw()).isEqualTo("{\"é\":1.0}");
    }

    @Test
    void onlyUtf8IsRead() {
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE")) {
            byte[] bytes = "{\"a\":[1]}".getBytes(Charset.forName(name));
            assertThatThrownBy(() -> new JsonCursor(bytes))
                    .as(name)
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("UTF-8");
        }
    }
}
