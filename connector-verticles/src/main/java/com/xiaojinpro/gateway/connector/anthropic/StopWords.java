package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.model.FinishReason;

/** What the words of {@code stop_reason} mean. */
final class StopWords {
    private StopWords() {}

    /** The reason behind a word; words nobody knows are a plain end, and the word itself travels beside it. */
    static FinishReason of(String word) {
        return switch (word) {
            case "max_tokens" -> FinishReason.LENGTH;
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "pause_turn", "compaction" -> FinishReason.PAUSE;
            case "refusal" -> FinishReason.REFUSAL;
            case "model_context_window_exceeded" -> FinishReason.CONTEXT_FULL;
            default -> FinishReason.STOP;
        };
    }
}
