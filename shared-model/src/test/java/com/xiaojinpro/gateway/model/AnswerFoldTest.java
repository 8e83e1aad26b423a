package com.xiaojinpro.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.testing.ArbitraryAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerFoldTest {
    private static final UnifiedChunk.Started START =
            new UnifiedChunk.Started("a", "m", 7, Dialect.OPENAI_CHAT, Extras.NONE);

    @Provide
    Arbitrary<List<UnifiedChunk>> finished() {
        return Arbitraries.oneOf(
                ArbitraryAnswer.finished(Dialect.OPENAI_CHAT, 3),
                ArbitraryAnswer.finished(Dialect.ANTHROPIC_MESSAGES, 1));
    }

    @Provide
    Arbitrary<List<UnifiedChunk>> failed() {
        return ArbitraryAnswer.failed(Dialect.OPENAI_CHAT, 3);
    }

    @Property(tries = 300)
    void everyFragmentIsInItsPartAndEveryPartInItsChoice(@ForAll("finished") List<UnifiedChunk> events) {
        UnifiedAnswer answer = fold(events).answer();
        UnifiedChunk.Started started = (UnifiedChunk.Started) events.get(0);
        UnifiedChunk.Finished finished = (UnifiedChunk.Finished) events.get(events.size() - 1);

        assertThat(answer.id()).isEqualTo(started.id());
        assertThat(answer.model()).isEqualTo(started.model());
        assertThat(answer.created()).isEqualTo(started.created());
        assertThat(answer.dialect()).isEqualTo(started.dialect());
        assertThat(answer.extras()).isEqualTo(started.extras());
        assertThat(answer.choices()).extracting(UnifiedAnswer.Choice::ending).isEqualTo(finished.endings());
        for (UnifiedAnswer.Choice choice : answer.choices()) {
            List<UnifiedAnswer.AnswerPart> expected = new ArrayList<>();
            List<String> logprobs = new ArrayList<>();
            for (UnifiedChunk event : events) {
                if (event instanceof UnifiedChunk.Opaque opaque && opaque.choice() == choice.index()) {
                    expected.add(new UnifiedAnswer.AnswerPart(
                            new ContentPart.Opaque(opaque.dialect(), opaque.json()), List.of()));
                } else if (event instanceof UnifiedChunk.PartStarted part && part.choice() == choice.index()) {
                    expected.add(new UnifiedAnswer.AnswerPart(
                            part(part, events), values(events, part.index(), DeltaKind.ANNOTATION)));
                    logprobs.addAll(values(events, part.index(), DeltaKind.LOGPROBS));
                }
            }
            assertThat(choice.parts()).isEqualTo(expected);
            assertThat(choice.logprobs()).isEqualTo(logprobs);
        }
    }

    /** H19: provider usage is a snapshot. */
    @Property(tries = 300)
    void theNewestUsageReplacesTheOthers(@ForAll("finished") List<UnifiedChunk> events) {
        Usage newest = null;
        for (UnifiedChunk event : events) {
            if (event instanceof UnifiedChunk.UsageReported report) {
                newest = report.usage();
            }
        }
        assertThat(fold(events).answer().usage()).isEqualTo(newest);
    }

    @Property(tries = 300)
    void anAnswerThatFailsIsItsFaultAndNeverAnAnswer(@ForAll("failed") List<UnifiedChunk> events) {
        AnswerFold fold = fold(events.subList(0, events.size() - 1));
        UnifiedChunk.Failed end = (UnifiedChunk.Failed) events.get(events.size() - 1);
        assertThat(catchThrowableOfType(FaultException.class, () -> fold.accept(end))
                        .fault())
                .isEqualTo(end.fault());
        assertThat(fault(fold).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Property(tries = 300)
    void aCutAnswerIsNeverWhole(@ForAll("finished") List<UnifiedChunk> events, @ForAll double where) {
        int kept = (int) (Math.abs(where % 1) * (events.size() - 1));
        assertThat(fault(fold(events.subList(0, kept))).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @Test
    void aChoiceWithoutItsEndIsNotDroppedInSilence() {
        AnswerFold fold = fold(List.of(
                START,
                UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                new UnifiedChunk.PartStarted(1, 1, PartKind.TEXT, null, null, null, Extras.NONE),
                UnifiedChunk.Delta.content(1, "lost"),
                new UnifiedChunk.PartEnded(0),
                new UnifiedChunk.PartEnded(1),
                UnifiedChunk.Finished.of(FinishReason.STOP, "stop")));
        assertThat(fault(fold).kind()).isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    /** H23: a call without arguments is a call with an empty object. */
    @Test
    void blankArgumentsAreAnEmptyObjectButFreeTextStaysBlank() {
        UnifiedAnswer answer = fold(List.of(
                        START,
                        UnifiedChunk.PartStarted.toolCall(0, "call_0", "f"),
                        UnifiedChunk.Delta.content(0, " "),
                        new UnifiedChunk.PartEnded(0),
                        new UnifiedChunk.PartStarted(1, 0, PartKind.CUSTOM_TOOL_CALL, "call_1", "g", null, Extras.NONE),
                        new UnifiedChunk.PartEnded(1),
                        UnifiedChunk.Finished.of(FinishReason.TOOL_CALLS, "tool_calls")))
                .answer();
        assertThat(answer.choices().get(0).parts())
                .extracting(UnifiedAnswer.AnswerPart::part)
                .containsExactly(
                        new ContentPart.ToolCall("call_0", "f", "{}", false, null, null, Extras.NONE),
                        new ContentPart.ToolCall("call_1", "g", "", true, null, null, Extras.NONE));
    }

    @Test
    void aDeltaOfAPartThatNeverStartedIsABug() {
        AnswerFold fold = fold(List.of(START));
        assertThatThrownBy(() -> fold.accept(UnifiedChunk.Delta.content(4, "x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4");
    }

    /** A fold that copied what it has for each fragment, or each part for each choice, would run for minutes here. */
    @Test
    void foldingTakesLinearTime() {
        int many = 200_000;
        List<UnifiedChunk> events = new ArrayList<>();
        events.add(START);
        List<UnifiedChunk.Ending> endings = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            events.add(new UnifiedChunk.PartStarted(i, i, PartKind.TEXT, null, null, null, Extras.NONE));
            endings.add(new UnifiedChunk.Ending(i, FinishReason.STOP, null, null, Extras.NONE));
        }
        for (int i = 0; i < many; i++) {
            events.add(UnifiedChunk.Delta.content(0, "fragment "));
            events.add(UnifiedChunk.Delta.content(i, "x"));
        }
        events.add(new UnifiedChunk.Finished(endings));
        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            UnifiedAnswer answer = fold(events).answer();
            assertThat(answer.choices()).hasSize(many);
            ContentPart.Text first =
                    (ContentPart.Text) answer.choices().get(0).parts().get(0).part();
            assertThat(first.text()).hasSize(many * "fragment ".length() + 1);
        });
    }

    private static AnswerFold fold(List<UnifiedChunk> events) {
        AnswerFold fold = new AnswerFold();
        events.forEach(fold::accept);
        return fold;
    }

    private static Fault fault(AnswerFold fold) {
        return catchThrowableOfType(FaultException.class, fold::answer).fault();
    }

    private static ContentPart part(UnifiedChunk.PartStarted part, List<UnifiedChunk> events) {
        String content = String.join("", values(events, part.index(), DeltaKind.CONTENT));
        String signature = last(values(events, part.index(), DeltaKind.SIGNATURE));
        List<String> summary = values(events, part.index(), DeltaKind.SUMMARY);
        return switch (part.kind()) {
            case TEXT -> new ContentPart.Text(content, null, part.extras());
            case REFUSAL -> new ContentPart.Refusal(content);
            case IMAGE -> new ContentPart.Image(new MediaSource.Url(content), null, null, part.extras());
            case TOOL_CALL, CUSTOM_TOOL_CALL ->
                new ContentPart.ToolCall(
                        String.valueOf(part.id()),
                        String.valueOf(part.name()),
                        content,
                        part.kind() == PartKind.CUSTOM_TOOL_CALL,
                        signature,
                        null,
                        part.extras());
            case REASONING ->
                new ContentPart.Reasoning(
                        content,
                        summary.isEmpty() ? null : String.join("", summary),
                        signature,
                        last(values(events, part.index(), DeltaKind.ENCRYPTED)),
                        part.origin(),
                        part.id(),
                        part.extras());
        };
    }

    private static List<String> values(List<UnifiedChunk> events, int index, DeltaKind kind) {
        return events.stream()
                .filter(event ->
                        event instanceof UnifiedChunk.Delta delta && delta.index() == index && delta.kind() == kind)
                .map(event -> ((UnifiedChunk.Delta) event).value())
                .collect(Collectors.toList());
    }

    private static @Nullable String last(List<String> values) {
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }
}
