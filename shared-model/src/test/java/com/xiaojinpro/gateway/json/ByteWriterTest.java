package com.xiaojinpro.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.xiaojinpro.gateway.testing.ArbitraryText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    @Provide
    Arbitrary<String> texts() {
        return ArbitraryText.any();
    }

    @Provide
    Arbitrary<String> encodableTexts() {
        return ArbitraryText.encodable();
    }

    @Property
    void rawTextIsTheUtf8OfThePlatform(@ForAll("encodableTexts") String text) {
        assertThat(new ByteWriter(0).raw(text).take().getBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void aJsonParserGivesBackEveryString(@ForAll("texts") String text) throws IOException {
        byte[] json = new ByteWriter(0).string(text).take().getBytes();
        assertThat(parsed(json)).isEqualTo(text);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .doesNotContain("\n")
                .doesNotContain("\r");
    }

    /** Long texts are encoded in blocks; what lies across their border is the hazard. */
    @Property(tries = 200)
    void longTextIsWholeWhereverItsBlocksEnd(
            @ForAll("texts") String text, @ForAll @IntRange(min = 4090, max = 4100) int before) throws IOException {
        String longText = "x".repeat(before) + text + "\ud83d\ude00".repeat(5_000) + text;
        assertThat(parsed(new ByteWriter(16).string(longText).take().getBytes()))
                .isEqualTo(longText);
        String encodable = longText.replaceAll("[\ud800-\udfff]", "");
        assertThat(new ByteWriter(16).raw(encodable).take().getBytes())
                .isEqualTo(encodable.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPairAcrossTwoBlocksStaysAPair() throws IOException {
        for (int before = 4093; before <= 4097; before++) {
            String text = "\u6f22".repeat(before) + "\ud83d\ude00".repeat(4097);
            assertThat(new ByteWriter(0).raw(text).take().getBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(parsed(new ByteWriter(0).string(text).take().getBytes())).isEqualTo(text);
        }
    }

    @Test
    void aLoneSurrogateIsEscapedInAStringAndReplacedInRawText() {
        assertThat(new ByteWriter(8).string("a\ud83d").take().toString()).isEqualTo("\"a\\ud83d\"");
        assertThat(new ByteWriter(8).raw("a\ud83db").take().toString()).isEqualTo("a\ufffdb");
    }

    @Test
    void controlCharactersTakeTheirShortEscapes() {
        assertThat(new ByteWriter(8)
                        .escaped("\"\\\n\r\t\b\f\u0000\u001f\u007f/")
                        .take()
                        .toString())
                .isEqualTo("\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\u007f/");
    }

    @Test
    void numbersAndTemplatesAreAppendedAsTheyAre() {
        byte[] template = ByteWriter.template("data: \u00e9 ");
        ByteWriter out =
                new ByteWriter(0).raw(template).number(7).raw(',').number(-10).raw(',');
        out.number(Long.MIN_VALUE).raw(',').number(Long.MAX_VALUE);
        assertThat(out.length()).isEqualTo(55);
        assertThat(out.take().toString()).isEqualTo("data: \u00e9 7,-10,-9223372036854775808,9223372036854775807");
    }

    @Test
    void whatWasTakenIsNotOverwrittenByTheNextWrite() {
        ByteWriter out = new ByteWriter(4);
        var first = out.raw("first").take();
        var second = out.raw("other, longer than the first").take();
        assertThat(first.toString()).isEqualTo("first");
        assertThat(second.toString()).isEqualTo("other, longer than the first");
        assertThat(out.length()).isZero();
        assertThat(out.take().length()).isZero();
    }

    @Test
    void oneLargeWriteDoesNotHoldItsMemoryForEver() throws ReflectiveOperationException {
        ByteWriter out = new ByteWriter(32);
        out.string("\u6f22".repeat(1_000_000)).take();
        assertThat(held(out)).isEqualTo(32);
        out.raw("small").take();
        assertThat(held(out)).isEqualTo(32);
    }

    @Test
    void aLongTextReservesAboutItsSizeAndNotItsWorstCase() throws ReflectiveOperationException {
        ByteWriter out = new ByteWriter(32);
        out.string("x".repeat(8_000_000));
        assertThat(held(out)).isLessThan(13_000_000);
    }

    private static int held(ByteWriter out) throws ReflectiveOperationException {
        var bytes = ByteWriter.class.getDeclaredField("bytes");
        bytes.setAccessible(true);
        return ((byte[]) bytes.get(out)).length;
    }

    private static String parsed(byte[] json) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            parser.nextToken();
            return parser.getText();
        }
    }
}
