package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.Recording;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that Anthropic and Vertex gave, whole and cut at odd bytes. */
class RecordedMessagesTest {
    private static final int BYTE_BY_BYTE = 5_000;

    private static final List<String> FOLDERS = List.of("anthropic-messages", "vertex-anthropic");

    /** Shows in the report that the others did not run, and why. */
    @Test
    void theRecordingsAreThere() {
        FOLDERS.forEach(Recording::assumePresent);
    }

    static Stream<Recording> recordings() {
        return FOLDERS.stream().flatMap(folder -> Recording.of(folder).stream());
    }

    private static List<UnifiedChunk> decode(Recording recording, int size) {
        return Answers.decode(
                Claude.codec()
                        .decoder(
                                Answers.head(recording.status(), recording.headerPairs()),
                                Answers.streaming(),
                                Answers.TARGET),
                Answers.pieces(Answers.utf8(recording.body()), size));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recordings")
    void aRecordedAnswerIsReadTheSameHoweverItIsCut(Recording recording) {
        if (recording.status() >= 400) {
            Fault fault = Claude.codec()
                    .fault(Answers.head(recording.status(), recording.headerPairs()), Buffer.buffer(recording.body()));
            assertThat(fault.kind()).isNotEqualTo(FaultKind.INTERNAL);
            assertThat(fault.upstreamStatus()).isEqualTo(recording.status());
            assertThat(fault.message()).isNotBlank();
            return;
        }
        List<UnifiedChunk> whole = decode(recording, Integer.MAX_VALUE);
        for (int size : new int[] {1, 61, 1_021}) {
            if (size == 1 && recording.body().length() > BYTE_BY_BYTE) {
                continue;
            }
            assertThat(decode(recording, size)).isEqualTo(whole);
        }
        assertThat(Answers.finished(whole)).as("%s", whole.getLast()).isTrue();
        assertThat(whole.get(1)).as("usage right behind the start").isInstanceOf(UnifiedChunk.UsageReported.class);
        Usage usage = Answers.fold(whole).usage();
        assertThat(usage).isNotNull();
        assertThat(usage.output()).isPositive();
        assertThat(usage.source()).isEqualTo(Usage.Source.REPORTED);
    }
}
