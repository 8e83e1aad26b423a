package com.xiaojinpro.gateway.connector.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SseDecoderTest {
    private final List<String> events = new ArrayList<>();
    private final SseDecoder decoder = new SseDecoder(1_000);

    private boolean take(String name, byte[] bytes, int offset, int length) {
        events.add(name + "|" + new String(bytes, offset, length, StandardCharsets.UTF_8));
        return !name.equals("stop");
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, 0, bytes.length, this::take);
    }

    @Test
    @DisplayName("H2: LF, CR, CRLF and mixtures end lines; CR at the end of a buffer swallows one LF of the next")
    void everyLineEnd() {
        feed("data: a\n\ndata: b\r\rdata: c\r\n\r\ndata: d\r\n\ndata: e\r");
        feed("\n\r");
        feed("\ndata: f\n");
        feed("\n");
        assertThat(events).containsExactly("|a", "|b", "|c", "|d", "|e", "|f");
    }

    @Test
    @DisplayName("H3: comments are ignored wherever they stand")
    void commentsAreIgnored() {
        feed(": OPENROUTER PROCESSING\n\n: ping\nevent: x\n:\ndata: a\n: in between\n\n: at the end");
        decoder.end(this::take);
        assertThat(events).containsExactly("x|a");
    }

    @Test
    @DisplayName("H4: exactly one space is removed, several data lines are joined, unknown fields are ignored")
    void theGrammarOfFields() {
        feed(
                "data:no\n\ndata:  two\n\ndata\n\ndata: {\ndata:  \"a\": 1\ndata: }\n\nid: 7\nretry: 1\nfoo: bar\ndatax: y\n\n");
        assertThat(events).containsExactly("|no", "| two", "|", "|{\n \"a\": 1\n}");
    }

    @Test
    @DisplayName("H4: a byte-order mark is skipped at the start only, also where it is cut")
    void aByteOrderMarkIsSkipped() {
        byte[] bytes = "\uFEFFdata: a\n\n\uFEFFdata: b\n\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            decoder.feed(new byte[] {b}, 0, 1, this::take);
        }
        assertThat(events).containsExactly("|a");
    }

    @Test
    @DisplayName("H5: an event that no empty line completed is handed out at the end")
    void aDanglingEventIsHandedOut() {
        feed("data: a\n\nevent: e\ndata: b");
        assertThat(events).containsExactly("|a");
        decoder.end(this::take);
        assertThat(events).containsExactly("|a", "e|b");
    }

    @Test
    void namesBelongToOneEvent() {
        feed("event: one\ndata: a\n\ndata: b\n\nevent: two\n\ndata: c\n\n");
        assertThat(events).containsExactly("one|a", "|b", "|c");
    }

    @Test
    void nothingIsReadOnceTheSinkHasEnough() {
        feed("data: a\n\nevent: stop\ndata: b\n\ndata: c\n\n");
        feed("data: d\n\n");
        decoder.end(this::take);
        assertThat(events).containsExactly("|a", "stop|b");
    }

    @Test
    @DisplayName("H7: an event as long as the bound passes, whole or cut")
    void aLongEventPasses() {
        String longest = "data: " + "x".repeat(994);
        feed(longest + "\n\n");
        feed(longest.substring(0, 500));
        feed(longest.substring(500) + "\n\n");
        assertThat(events).hasSize(2).allMatch(event -> event.length() == 995);
    }

    @Test
    @DisplayName("H7: a longer line is a visible fault, whole or cut, with and without its end")
    void aLongerLineIsAFault() {
        String tooLong = "data: " + "x".repeat(995);
        assertOverflow(tooLong + "\n\n");
        assertOverflow(tooLong);
        SseDecoder cut = new SseDecoder(1_000);
        byte[] bytes = tooLong.getBytes(StandardCharsets.UTF_8);
        cut.feed(bytes, 0, 600, this::take);
        assertThatThrownBy(() -> cut.feed(bytes, 600, bytes.length - 600, this::take))
                .isInstanceOf(FaultException.class);
    }

    @Test
    @DisplayName("H7: many short lines of one event cannot grow without bound")
    void manyLinesCannotGrowWithoutBound() {
        assertOverflow("data: 123456789\n".repeat(200));
    }

    private void assertOverflow(String text) {
        SseDecoder fresh = new SseDecoder(1_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> fresh.feed(bytes, 0, bytes.length, this::take))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE));
        assertThat(fresh.feed(bytes, 0, 1, this::take)).isFalse();
    }

    @Test
    @DisplayName("H7: an event of 8 MiB in small pieces is read in linear time")
    void aHugeEventInSmallPieces() {
        SseDecoder big = new SseDecoder(SseDecoder.DEFAULT_MAX_EVENT_BYTES);
        byte[] piece = "x".repeat(1_024).getBytes(StandardCharsets.UTF_8);
        int[] length = {0};
        SseSink sink = (name, bytes, offset, size) -> {
            length[0] = size;
            return true;
        };
        byte[] start = "data: ".getBytes(StandardCharsets.UTF_8);
        big.feed(start, 0, start.length, sink);
        for (int i = 0; i < 8 * 1_024; i++) {
            big.feed(piece, 0, piece.length, sink);
        }
        big.feed(new byte[] {'\n', '\n'}, 0, 2, sink);
        assertThat(length[0]).isEqualTo(8 << 20);
    }

    @Test
    void anEventWithinOneBufferIsHandedOutFromThatBuffer() {
        byte[] bytes = "xxdata: a\n\n".getBytes(StandardCharsets.UTF_8);
        byte[][] seen = new byte[1][];
        decoder.feed(bytes, 2, bytes.length - 2, (name, data, offset, length) -> {
            seen[0] = data;
            return true;
        });
        assertThat(seen[0]).isSameAs(bytes);
    }
}
