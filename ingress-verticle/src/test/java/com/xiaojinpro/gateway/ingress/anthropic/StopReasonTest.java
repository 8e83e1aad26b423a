package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopReasonTest {
    @ParameterizedTest
    @CsvSource({
        "STOP, end_turn, tool_use",
        "STOP_SEQUENCE, stop_sequence, stop_sequence",
        "TOOL_CALLS, end_turn, tool_use",
        "LENGTH, max_tokens, max_tokens",
        "CONTEXT_FULL, model_context_window_exceeded, model_context_window_exceeded",
        "CONTENT_FILTER, refusal, refusal",
        "REFUSAL, refusal, refusal",
        "PAUSE, pause_turn, pause_turn",
        "TOOL_CALL_INVALID, end_turn, end_turn",
    })
    @DisplayName("H27: every reason has its word; a call that was shown is a tool_use")
    void everyReasonHasItsWord(FinishReason reason, String withoutCall, String withCall) {
        UnifiedChunk.Ending ending = new UnifiedChunk.Ending(0, reason, "x", null, Extras.NONE);
        assertThat(StopJson.reason(ending, Dialect.OPENAI_CHAT, false, false)).isEqualTo(withoutCall);
        assertThat(StopJson.reason(ending, Dialect.GEMINI, true, false)).isEqualTo(withCall);
    }

    @Test
    void aRefusalThatWasShownIsOne() {
        UnifiedChunk.Ending ending = new UnifiedChunk.Ending(0, FinishReason.STOP, "stop", null, Extras.NONE);
        assertThat(StopJson.reason(ending, Dialect.OPENAI_CHAT, false, true)).isEqualTo("refusal");
    }

    @Test
    void anthropicsOwnWordsAndDetailsPassAsTheyAre() {
        UnifiedChunk.Ending ending = new UnifiedChunk.Ending(
                0,
                FinishReason.STOP,
                "compaction",
                null,
                Extras.of(Map.of(
                        "stop_details",
                        "{\"type\":\"refusal\",\"category\":\"bio\",\"explanation\":\"e\"}",
                        "container",
                        "{\"id\":\"c\"}",
                        "context_management",
                        "{}")));
        JsonObject stop = stop(Dialect.ANTHROPIC_MESSAGES, ending);
        assertThat(stop.getString("stop_reason")).isEqualTo("compaction");
        assertThat(stop.getJsonObject("stop_details").getString("category")).isEqualTo("bio");
        assertThat(stop.getJsonObject("container").getString("id")).isEqualTo("c");
        assertThat(stop.containsKey("context_management")).isFalse();
        JsonObject foreign = stop(Dialect.OPENAI_CHAT, ending);
        assertThat(foreign.getString("stop_reason")).isEqualTo("end_turn");
        assertThat(foreign.getValue("stop_details")).isNull();
        assertThat(foreign.getValue("container")).isNull();
    }

    @Test
    void theStopSequenceIsNamed() {
        JsonObject stop = stop(
                Dialect.OPENAI_CHAT,
                new UnifiedChunk.Ending(0, FinishReason.STOP_SEQUENCE, "stop", "EN\"D", Extras.NONE));
        assertThat(stop.getString("stop_reason")).isEqualTo("stop_sequence");
        assertThat(stop.getString("stop_sequence")).isEqualTo("EN\"D");
    }

    @Test
    void aFilteredAnswerHasTheDetailsOfARefusal() {
        JsonObject stop = stop(
                Dialect.OPENAI_CHAT,
                new UnifiedChunk.Ending(0, FinishReason.CONTENT_FILTER, "content_filter", null, Extras.NONE));
        assertThat(stop.getJsonObject("stop_details"))
                .isEqualTo(new JsonObject("{\"type\":\"refusal\",\"category\":null,\"explanation\":null}"));
    }

    private static JsonObject stop(Dialect dialect, UnifiedChunk.Ending ending) {
        return Streams.validated(Streams.started(dialect), new UnifiedChunk.Finished(List.of(ending)))
                .stop();
    }
}
