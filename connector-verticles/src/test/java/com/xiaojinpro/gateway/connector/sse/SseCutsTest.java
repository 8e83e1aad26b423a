package com.xiaojinpro.gateway.connector.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Where the bytes are cut never matters. */
class SseCutsTest {

    @Provide
    Arbitrary<String> streams() {
        Arbitrary<String> pieces = Arbitraries.of(
                "data:",
                "data: ",
                "data",
                "event: ",
                "event",
                "id: 1",
                ":",
                " ",
                "\n",
                "\n",
                "\r",
                "\r\n",
                "\n\n",
                "\r\r",
                "\r\n\r\n",
                "a",
                "{\"x\":1}",
                "\u00e9",
                "\u4f60",
                "\ud83c\udf0d",
                "\uFEFF",
                "[DONE]",
                "retry: 3",
                "dat",
                "a: ");
        return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    @Property(tries = 2_000)
    @Label("H1, H2: any stream cut at any bytes gives the same events")
    void anyCutsGiveTheSameEvents(
            @ForAll("streams") String stream, @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 9) Integer> sizes) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        assertThat(decode(bytes, sizes)).isEqualTo(decode(bytes, List.of()));
    }

    private static List<String> decode(byte[] bytes, List<Integer> sizes) {
        List<String> events = new ArrayList<>();
        SseSink sink = (name, data, offset, length) -> {
            events.add(name + "|" + new String(data, offset, length, StandardCharsets.UTF_8));
            return true;
        };
        SseDecoder decoder = new SseDecoder(1 << 20);
        int at = 0;
        for (int size : sizes) {
            int length = Math.min(size, bytes.length - at);
            // Each piece in an array of its own, which is overwritten afterwards: nothing may be kept of it.
            byte[] piece = new byte[length + 2];
            System.arraycopy(bytes, at, piece, 1, length);
            decoder.feed(piece, 1, length, sink);
            java.util.Arrays.fill(piece, (byte) '#');
            at += length;
        }
        byte[] rest = java.util.Arrays.copyOfRange(bytes, at, bytes.length);
        decoder.feed(rest, 0, rest.length, sink);
        decoder.end(sink);
        return events;
    }
}
