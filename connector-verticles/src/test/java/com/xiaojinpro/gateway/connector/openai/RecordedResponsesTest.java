package com.xiaojinpro.gateway.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.Recording;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that live services gave over the Responses API, whole and cut at odd bytes. */
class RecordedResponsesTest {
    private static final int BYTE_BY_BYTE = 20_000;
    private static final List<String> FOLDERS =
            List.of("openai-responses", "openrouter-responses", "compatible-responses");

    /** Shows in the report that the others did not run, and why. */
    @Test
    void theRecordingsAreThere() {
        FOLDERS.forEach(Recording::assumePresent);
    }

    static Stream<Recording> recordings() {
        return FOLDERS.stream().flatMap(folder -> Recording.of(folder).stream());
    }

    private static List<UnifiedChunk> decode(HttpCodec codec, Recording recording, int size) {
        return Answers.decode(
                codec.decoder(
                        Answers.head(recording.status(), recording.headerPairs()), Answers.streaming(), Answers.TARGET),
                Answers.pieces(Answers.utf8(recording.body()), size));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recordings")
    void aRecordedAnswerIsReadTheSameHoweverItIsCut(Recording recording) {
        if (recording.status() >= 400) {
            Fault fault = OpenAiCodecs.of(ApiChoice.RESPONSES)
                    .fault(Answers.head(recording.status(), recording.headerPairs()), Buffer.buffer(recording.body()));
            assertThat(fault.kind()).isNotEqualTo(FaultKind.INTERNAL);
            assertThat(fault.upstreamStatus()).isEqualTo(recording.status());
            assertThat(fault.message()).isNotBlank();
            return;
        }
        List<UnifiedChunk> whole = decode(OpenAiCodecs.of(ApiChoice.RESPONSES), recording, Integer.MAX_VALUE);
        for (int size : new int[] {1, 61, 1_021}) {
            if (size == 1 && recording.body().length() > BYTE_BY_BYTE) {
                continue;
            }
            assertThat(decode(OpenAiCodecs.of(ApiChoice.RESPONSES), recording, size))
                    .isEqualTo(whole);
        }
        assertThat(Answers.finished(whole)).as("%s", whole.getLast()).isTrue();
        UnifiedChunk.Ending end =
                ((UnifiedChunk.Finished) whole.getLast()).endings().get(0);
        List<String> tags = recording.tags();
        assertThat(end.reason() == FinishReason.TOOL_CALLS).isEqualTo(tags.contains("tool-call"));
        assertThat(end.reason() == FinishReason.LENGTH).isEqualTo(tags.contains("stop:length"));
        assertThat(whole).anyMatch(UnifiedChunk.UsageReported.class::isInstance);
    }
}
