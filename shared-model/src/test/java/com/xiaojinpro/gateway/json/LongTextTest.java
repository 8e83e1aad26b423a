package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LongTextTest {
    private static final byte[] DOCUMENT = "{\"data\":\"aGVsbG8=\"}".getBytes(StandardCharsets.US_ASCII);

    private final LongText slice = LongText.of(DOCUMENT, 9, 8);
    private final LongText own = LongText.of("aGVsbG8=");

    @Test
    void aSliceIsTheTextThatItHolds() {
        assertThat(slice).isEqualTo(own).hasSameHashCodeAs(own).hasToString("aGVsbG8=");
        assertThat(own).isEqualTo(slice).isNotEqualTo(LongText.of("aGVsbG9=")).isNotEqualTo(LongText.of("aGVsbG8"));
        assertThat(slice.length()).isEqualTo(8);
        assertThat(slice.charAt(1)).isEqualTo('G');
        assertThat(slice.startsWith("aGV")).isTrue();
        assertThat(slice.has("G8=", 5)).isTrue();
        assertThat(slice.has("G8=\"", 5)).isFalse();
        assertThat(LongText.of(DOCUMENT, 3, 0).isEmpty()).isTrue();
    }

    @Test
    void bothAreWrittenAsOneStringWithWhatStandsBefore() throws IOException {
        assertThat(written(slice)).isEqualTo("{\"a\":\"say \\\"aGVsbG8=\",\"b\":[\"aGVsbG8=\",1]}");
        assertThat(written(own)).isEqualTo(written(slice));
    }

    @Test
    void whatNeedsEscapesIsEscaped() throws IOException {
        assertThat(written(LongText.of("a\"\n"))).contains("\"say \\\"a\\\"\\n\"");
    }

    private static String written(LongText text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeFieldName("a");
            text.write(json, "say \"");
            json.writeArrayFieldStart("b");
            text.write(json, "");
            json.writeNumber(1);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
