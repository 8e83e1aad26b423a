package com.xiaojinpro.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.testing.ArbitraryRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the records of the model refuse, and that nobody can change them afterwards. */
class ModelInvariantsTest {
    private static final ContentPart RESULT =
            new ContentPart.ToolResult("c", null, List.of(), false, null, Extras.NONE);

    @Provide
    Arbitrary<UnifiedRequest> requests() {
        return ArbitraryRequest.any();
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "TOOL", mode = EnumSource.Mode.EXCLUDE)
    void toolResultsLiveInToolMessagesOnly(Role role) {
        List<ContentPart> result = List.of(RESULT);
        assertThatThrownBy(() -> UnifiedMessage.of(role, result)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> UnifiedMessage.of(role, List.of(ContentPart.Text.of("x"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aToolMessageHoldsNothingButResults() {
        List<ContentPart> mixed = List.of(RESULT, ContentPart.Text.of("x"));
        assertThatThrownBy(() -> UnifiedMessage.of(Role.TOOL, mixed)).isInstanceOf(IllegalArgumentException.class);
        assertThat(UnifiedMessage.of(Role.TOOL, List.of(RESULT, RESULT)).parts())
                .hasSize(2);
        assertThat(UnifiedMessage.of(Role.TOOL, List.of()).parts()).isEmpty();
    }

    @Test
    void aMessageDoesNotChangeWithTheListItWasMadeFrom() {
        List<ContentPart> parts = new ArrayList<>(List.of(ContentPart.Text.of("x")));
        UnifiedMessage message = UnifiedMessage.of(Role.USER, parts);
        parts.clear();
        assertThat(message.parts()).hasSize(1);
        assertThatThrownBy(() -> message.parts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void extrasKeepTheirOrderAndDoNotChange() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("z", "1");
        fields.put("a", "2");
        Extras extras = Extras.of(fields);
        fields.put("later", "3");
        assertThat(extras.fields().keySet()).containsExactly("z", "a");
        assertThat(extras.get("z")).isEqualTo("1");
        assertThat(extras.get("later")).isNull();
        assertThatThrownBy(() -> extras.fields().put("x", "1")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Extras.of(Map.of())).isSameAs(Extras.NONE);
        assertThat(Extras.NONE.isEmpty()).isTrue();
    }

    /** H25, H26: a call without its id or its name cannot be answered. */
    @ParameterizedTest
    @EnumSource(names = {"TOOL_CALL", "CUSTOM_TOOL_CALL"})
    void aCallStartsWithItsIdAndItsName(PartKind kind) {
        for (String[] pair : new String[][] {{null, "f"}, {"", "f"}, {"i", null}, {"i", ""}}) {
            assertThatThrownBy(() -> new UnifiedChunk.PartStarted(0, 0, kind, pair[0], pair[1], null, Extras.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void indicesAreNotNegativeAndAnAnswerHasAnEnd() {
        assertThatThrownBy(() -> UnifiedChunk.PartStarted.of(-1, PartKind.TEXT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnifiedChunk.PartStarted(0, -1, PartKind.TEXT, null, null, null, Extras.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnifiedChunk.Finished(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    /** An attempt is committed by its first content, not by its first byte. */
    @Test
    void onlyContentCommits() {
        assertThat(List.of(
                        new UnifiedChunk.Started("a", "m", 0, Dialect.GEMINI, Extras.NONE),
                        UnifiedChunk.PartStarted.of(0, PartKind.TEXT),
                        UnifiedChunk.PartStarted.reasoning(0, null),
                        UnifiedChunk.Delta.content(0, ""),
                        new UnifiedChunk.PartEnded(0),
                        new UnifiedChunk.UsageReported(Usage.of(1, 0, Usage.Source.REPORTED)),
                        new UnifiedChunk.Failed(Fault.of(FaultKind.TIMEOUT, "slow"))))
                .noneMatch(UnifiedChunk::content);
        assertThat(List.of(
                        UnifiedChunk.PartStarted.toolCall(0, "i", "f"),
                        UnifiedChunk.Delta.content(0, " "),
                        new UnifiedChunk.Delta(0, DeltaKind.SUMMARY, "s"),
                        new UnifiedChunk.Opaque(Dialect.GEMINI, 0, "{}"),
                        UnifiedChunk.Finished.of(FinishReason.STOP, null)))
                .allMatch(UnifiedChunk::content);
    }

    @Test
    void onlyAnEndIsTerminal() {
        assertThat(UnifiedChunk.Finished.of(FinishReason.STOP, null).terminal()).isTrue();
        assertThat(new UnifiedChunk.Failed(Fault.of(FaultKind.TIMEOUT, "slow")).terminal())
                .isTrue();
        assertThat(new UnifiedChunk.PartEnded(0).terminal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void samplingHoldsNothingThatJsonCannotWrite(double value) {
        for (int which = 0; which < 6; which++) {
            Double[] d = new Double[6];
            d[which] = value;
            assertThatThrownBy(() -> new Sampling(d[0], d[1], null, d[2], d[3], d[4], d[5], null, null, null, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void oneAnswerIsAskedForWhereTheClientDidNotSay() {
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT);
        assertThat(request.build().choices()).isEqualTo(1);
        request.sampling(new Sampling(null, null, null, null, null, null, null, null, null, 3, null));
        assertThat(request.build().choices()).isEqualTo(3);
    }

    @Property(tries = 100)
    void aRequestRebuiltIsTheSame(@ForAll("requests") UnifiedRequest request) {
        UnifiedRequest carried =
                new UnifiedRequestBuilder(request).body(Buffer.buffer("{}")).build();
        assertThat(new UnifiedRequestBuilder(carried).build()).isEqualTo(carried);
        assertThat(new UnifiedRequestBuilder(carried).body(request.body()).build())
                .isEqualTo(request);
    }
}
