package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.model.FinishReason;

/** How OpenAI spells the end of a choice. */
final class FinishWord {
    private FinishWord() {}

    /**
     * The {@code finish_reason}.
     *
     * @param legacy whether calls are told in the deprecated way
     * @param refused whether the choice holds a refusal; without one a refusal is a filtered answer, else it would look
     *     like an empty one
     */
    static String of(FinishReason reason, boolean legacy, boolean refused) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, PAUSE, TOOL_CALL_INVALID -> "stop";
            case TOOL_CALLS -> legacy ? "function_call" : "tool_calls";
            case LENGTH, CONTEXT_FULL -> "length";
            case CONTENT_FILTER -> "content_filter";
            case REFUSAL -> refused ? "stop" : "content_filter";
        };
    }
}
