package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.testing.ArbitraryJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class JsonCursorPropertyTest {
    @Provide
    Arbitrary<String> values() {
        return ArbitraryJson.laidOutValues();
    }

    @Provide
    Arbitrary<String> names() {
        return ArbitraryJson.names();
    }

    @Provide
    Arbitrary<String> strings() {
        return ArbitraryJson.strings();
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\n", "\r\n\t", "   ");
    }

    @Property(tries = 400)
    void rawIsTheExactTextOfAnyValueWhereverItStands(
            @ForAll("names") String name,
            @ForAll @Size(max = 4) List<@From("values") String> values,
            @ForAll("blanks") String blank,
            @ForAll Random chance) {
        String separator = blank + "," + blank;
        StringBuilder document = new StringBuilder("[" + blank);
        for (String value : values) {
            document.append('{').append(name).append(blank).append(':').append(blank);
            document.append(value)
                    .append(blank)
                    .append('}')
                    .append(separator)
                    .append(value)
                    .append(separator);
        }
        document.append("0]");
        JsonCursor in = at(chance.nextInt(20), document.toString());
        in.beginArray();
        for (String value : values) {
            in.nextElement();
            in.beginObject();
            assertThat(in.nextField()).isTrue();
            assertThat(in.raw()).isEqualTo(oneLine(value));
            assertThat(in.nextField()).isFalse();
            in.nextElement();
            assertThat(in.raw()).isEqualTo(oneLine(value));
        }
        in.nextElement();
        assertThat(in.raw()).isEqualTo("0");
        assertThat(in.nextElement()).isFalse();
        in.end();
    }

    @Property(tries = 400)
    void rawIsTheExactTextOfAWholeDocument(@ForAll("values") String value, @ForAll("blanks") String blank) {
        for (String document : List.of(value, blank + value, value + blank)) {
            JsonCursor in = at(3, document);
            assertThat(in.raw()).isEqualTo(oneLine(value));
            in.end();
        }
    }

    @Property(tries = 400)
    void aStringIsReadAsItWasMeantAndWrittenSoThatItIsReadAgain(@ForAll("strings") String quoted) {
        String read = JsonCursor.of(quoted).string();
        String written = new ByteWriter(8).string(read).take().toString();
        assertThat(JsonCursor.of(written).string()).isEqualTo(read);
    }

    @Property(tries = 400)
    void aNameIsReadLikeAString(@ForAll("names") String quoted) {
        JsonCursor in = JsonCursor.of("{" + quoted + ":" + quoted + "}");
        in.beginObject();
        in.nextField();
        assertThat(in.name()).isEqualTo(in.string());
    }

    @Property(tries = 1000)
    void whateverTheBytesAreOnlyFaultsAreThrown(@ForAll("values") String value, @ForAll Random chance) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int damage = chance.nextInt(4); damage > 0 && bytes.length > 0; damage--) {
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
        }
        int length = chance.nextBoolean() ? bytes.length : chance.nextInt(bytes.length + 1);
        try {
            JsonCursor in = new JsonCursor(bytes, 0, length);
            take(in, chance);
            in.end();
        } catch (FaultException e) {
            assertThat(e.fault().kind().status()).isEqualTo(400);
            assertThat(e.fault().message()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void bytesThatAreNoJsonAtAllThrowOnlyFaults(@ForAll byte[] bytes, @ForAll Random chance) {
        try {
            JsonCursor in = new JsonCursor(bytes);
            take(in, chance);
            in.end();
        } catch (FaultException e) {
            assertThat(e.fault().kind().status()).isEqualTo(400);
        }
    }

    /** Takes the value in one of the ways that fit it, or that do not. */
    private static void take(JsonCursor in, Random chance) {
        JsonToken token = in.token();
        int way = chance.nextInt(12);
        if (way == 0) {
            in.raw();
        } else if (way == 1) {
            in.skip();
        } else if (token == JsonToken.START_OBJECT) {
            in.beginObject();
            while (in.nextField()) {
                in.name();
                in.path();
                take(in, chance);
            }
        } else if (token == JsonToken.START_ARRAY) {
            in.beginArray();
            while (in.nextElement()) {
                take(in, chance);
            }
        } else {
            switch (way) {
                case 2 -> in.string();
                case 3 -> in.integer();
                case 4 -> in.number();
                case 5 -> in.intOrNull();
                case 6 -> in.bool();
                default -> in.scalarText();
            }
        }
    }

    private static JsonCursor at(int offset, String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[offset + bytes.length + 5];
        java.util.Arrays.fill(padded, (byte) '1');
        System.arraycopy(bytes, 0, padded, offset, bytes.length);
        return new JsonCursor(padded, offset, bytes.length);
    }

    private static String oneLine(String value) {
        return value.replace('\n', ' ').replace('\r', ' ');
    }
}
