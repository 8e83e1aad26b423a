package com.xiaojinpro.gateway.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every provider that streams server-sent events must keep, whatever its dialect: the events of an answer do not
 * depend on how its bytes are cut and framed, and an answer that breaks off never looks whole. A provider's own test
 * extends this with its transcripts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderContract {
    private static final int FULLY_SPLIT = 4_096;

    /** A codec whose made-up ids are the same every time. */
    protected abstract HttpCodec codec();

    protected abstract List<Transcript> transcripts();

    protected UnifiedRequest request() {
        return Answers.streaming();
    }

    private EventDecoder decoder() {
        return codec().decoder(
                        Answers.head(200, "content-type", "text/event-stream; charset=utf-8"),
                        request(),
                        Answers.TARGET);
    }

    private List<UnifiedChunk> whole(String body) {
        return Answers.decode(decoder(), List.of(Buffer.buffer(body)));
    }

    private void sameAfter(Transcript transcript, UnaryOperator<String> change) {
        assertThat(whole(change.apply(transcript.body()))).isEqualTo(whole(transcript.body()));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("a transcript decodes to a whole answer")
    void aWholeTranscriptFinishes(Transcript transcript) {
        assertThat(whole(transcript.body()).getLast()).isInstanceOf(UnifiedChunk.Finished.class);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H1: one byte at a time gives the same events")
    void oneByteAtATime(Transcript transcript) {
        List<Buffer> bytes = Answers.pieces(Answers.utf8(transcript.body()), 1);
        assertThat(Answers.decode(decoder(), bytes)).isEqualTo(whole(transcript.body()));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H1: cut in two at any byte gives the same events")
    void cutInTwoAnywhere(Transcript transcript) {
        byte[] bytes = Answers.utf8(transcript.body());
        List<UnifiedChunk> expected = whole(transcript.body());
        int step = bytes.length < FULLY_SPLIT ? 1 : 37;
        for (int at = 1; at < bytes.length; at += step) {
            assertThat(Answers.decode(decoder(), Answers.cut(bytes, at)))
                    .as("cut at %d", at)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H2: CRLF, CR and mixed line ends give the same events")
    void everyLineEnd(Transcript transcript) {
        sameAfter(transcript, body -> body.replace("\n", "\r\n"));
        sameAfter(transcript, body -> body.replace("\n", "\r"));
        String[] ends = {"\n", "\r\n", "\r"};
        sameAfter(transcript, body -> {
            StringBuilder mixed = new StringBuilder();
            int line = 0;
            for (int i = 0; i < body.length(); i++) {
                // A lone CR before a lone LF would be one line end.
                boolean last = i + 1 == body.length() || body.charAt(i + 1) == '\n';
                mixed.append(body.charAt(i) != '\n' ? body.substring(i, i + 1) : last ? "\r\n" : ends[line++ % 3]);
            }
            return mixed.toString();
        });
        byte[] crlf = Answers.utf8(transcript.body().replace("\n", "\r\n"));
        assertThat(Answers.decode(decoder(), Answers.pieces(crlf, 1))).isEqualTo(whole(transcript.body()));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H3: comments between all lines give the same events")
    void commentsEverywhere(Transcript transcript) {
        sameAfter(transcript, body -> ": a comment\n" + body.replace("\n", "\n: a comment\n:\n"));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H4: no space after the colon, unknown fields and a byte-order mark give the same events")
    void looseFraming(Transcript transcript) {
        sameAfter(transcript, body -> body.replace("data: ", "data:"));
        sameAfter(transcript, body -> "\uFEFF" + body);
        sameAfter(transcript, body -> body.replace("data: ", "id: 7\nretry: 10\nunknown: x\nnocolon\ndata: "));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H5: without the last empty line the events are the same")
    void withoutTheLastEmptyLine(Transcript transcript) {
        sameAfter(transcript, body -> body.substring(0, body.length() - 1));
        sameAfter(transcript, String::stripTrailing);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H31: cut after any event the answer is whole or failed, never silently short")
    void cutAfterAnyEventItNeverLooksWhole(Transcript transcript) {
        String body = transcript.body();
        int cleanFrom = body.indexOf(transcript.terminal());
        for (int end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", end + 1)) {
            List<UnifiedChunk> events = whole(body.substring(0, end + 2));
            if (end < cleanFrom) {
                assertThat(Answers.fault(events).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
            } else {
                assertThat(Answers.finished(events)).as("cut at %d", end).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("H31: cut at any byte before the end it never looks whole")
    void cutAtAnyByteItNeverLooksWhole(Transcript transcript) {
        byte[] bytes = Answers.utf8(transcript.body());
        int cleanFrom =
                Answers.utf8(transcript.body().substring(0, transcript.body().indexOf(transcript.terminal()))).length;
        int step = bytes.length < FULLY_SPLIT ? 1 : 37;
        for (int at = 0; at < cleanFrom; at += step) {
            List<UnifiedChunk> events =
                    Answers.decode(decoder(), List.of(Buffer.buffer().appendBytes(bytes, 0, at)));
            assertThat(Answers.finished(events)).as("cut at %d", at).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    @DisplayName("random pieces give the same events")
    void randomPieces(Transcript transcript) {
        byte[] bytes = Answers.utf8(transcript.body());
        List<UnifiedChunk> expected = whole(transcript.body());
        IntStream.of(3, 7, 13, 64, 129).forEach(size -> {
            List<Buffer> pieces = new ArrayList<>(Answers.pieces(bytes, size));
            pieces.add(size % pieces.size(), Buffer.buffer());
            assertThat(Answers.decode(decoder(), pieces)).isEqualTo(expected);
        });
    }
}
