package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.model.FinishReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words with which chat completions end, and what they mean. */
final class FinishWords {
    private FinishWords() {}

    /** Whether the word says that the answer broke off: what came before it is not whole. */
    static boolean failure(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "error", "abort", "aborted", "cancelled", "canceled", "insufficient_system_resource" -> true;
            default -> false;
        };
    }

    /**
     * The reason behind a word; words nobody knows are a plain end, and the word itself travels beside it.
     *
     * @param nativeWord the word of the provider behind an aggregator, or null
     */
    static FinishReason of(String word, @Nullable String nativeWord) {
        if (nativeWord != null && nativeWord.equals("model_context_window_exceeded")) {
            return FinishReason.CONTEXT_FULL;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "tool_calls", "function_call", "tool_use", "tool_call" -> FinishReason.TOOL_CALLS;
            case "length", "max_tokens", "model_length", "max_output_tokens", "repetition_truncation" ->
                FinishReason.LENGTH;
            case "model_context_window_exceeded", "context_length" -> FinishReason.CONTEXT_FULL;
            case "content_filter",
                    "content_filtered",
                    "sensitive",
                    "safety",
                    "recitation",
                    "blocklist",
                    "prohibited_content",
                    "spii",
                    "image_safety" -> FinishReason.CONTENT_FILTER;
            case "refusal" -> FinishReason.REFUSAL;
            case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
            case "pause_turn" -> FinishReason.PAUSE;
            case "malformed_function_call", "malformed_tool_use" -> FinishReason.TOOL_CALL_INVALID;
            default -> FinishReason.STOP;
        };
    }
}
