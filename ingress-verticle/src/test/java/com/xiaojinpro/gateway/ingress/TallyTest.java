package com.xiaojinpro.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.DeltaKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call used, however it ended. */
class TallyTest {
    private static final String FORTY_CHARS = "forty chars of an answer, ten tokens big";

    private static @Nullable Usage used(Outcome outcome, UnifiedChunk... chunks) {
        return used(Operation.GENERATE, outcome, chunks);
    }

    private static @Nullable Usage used(Operation operation, Outcome outcome, UnifiedChunk... chunks) {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .operation(operation)
                .model("m")
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of(FORTY_CHARS)))))
                .build();
        Tally tally = new Tally(request);
        for (UnifiedChunk chunk : chunks) {
            tally.count(chunk);
        }
        return tally.usage(outcome);
    }

    private static UnifiedChunk text() {
        return new UnifiedChunk.Delta(0, DeltaKind.CONTENT, FORTY_CHARS);
    }

    private static UnifiedChunk report(long input, long output) {
        return new UnifiedChunk.UsageReported(Usage.of(input, output, Usage.Source.REPORTED));
    }

    private static UnifiedChunk end() {
        return UnifiedChunk.Finished.of(FinishReason.STOP, "stop");
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"BROKEN", "CLIENT_GONE", "CLIENT_STALLED"})
    @DisplayName("H76: an answer that broke off without a report is estimated from what was sent, and marked so")
    void anInterruptedAnswerIsEstimated(Outcome outcome) {
        Usage usage = used(outcome, text(), text());
        assertThat(usage.source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(usage.output()).isEqualTo(20);
        assertThat(usage.input()).isGreaterThanOrEqualTo(10);
    }

    @Test
    @DisplayName("H76: a report in the middle of an answer that broke off is not less than what was sent")
    void aReportInTheMiddleIsAFloor() {
        Usage more = used(Outcome.CLIENT_GONE, report(100, 50), text());
        assertThat(more.source()).isEqualTo(Usage.Source.PARTIAL);
        assertThat(more.input()).isEqualTo(100);
        assertThat(more.output()).isEqualTo(50);
        Usage less = used(Outcome.CLIENT_GONE, report(100, 1), text(), text());
        assertThat(less.source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(less.input()).isEqualTo(100);
        assertThat(less.output()).isEqualTo(20);
    }

    @Test
    @DisplayName("H19, H76: the newest report of a whole answer is taken as it is; nothing is added to it")
    void theNewestReportCounts() {
        Usage usage = used(Outcome.COMPLETED, report(27, 1), text(), report(27, 47), end());
        assertThat(usage).isEqualTo(Usage.of(27, 47, Usage.Source.REPORTED));
    }

    @Test
    @DisplayName("H76: nothing sent and nothing reported is nothing used")
    void nothingIsInvented() {
        assertThat(used(Outcome.FAILED)).isNull();
        assertThat(used(Outcome.CLIENT_GONE)).isNull();
    }

    @Test
    void aCountUsesNothing() {
        assertThat(used(Operation.COUNT_TOKENS, Outcome.COMPLETED, report(7, 0), end()))
                .isNull();
    }
}
