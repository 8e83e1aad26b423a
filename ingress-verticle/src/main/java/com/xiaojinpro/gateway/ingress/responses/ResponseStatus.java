package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.FinishReason;
import org.jspecify.annotations.Nullable;

/** How a response stands. */
enum ResponseStatus {
    IN_PROGRESS("in_progress", null),
    COMPLETED("completed", null),
    OUT_OF_TOKENS("incomplete", "max_output_tokens"),
    FILTERED("incomplete", "content_filter"),
    FAILED("failed", null);

    private final String word;
    private final @Nullable String reason;

    ResponseStatus(String word, @Nullable String reason) {
        this.word = word;
        this.reason = reason;
    }

    /** The {@code status}, which is also the name of the last event. */
    String word() {
        return word;
    }

    /** The reason in {@code incomplete_details}, or null. */
    @Nullable
    String reason() {
        return reason;
    }

    /**
     * How an answer that came to its end stands.
     *
     * @param refused whether it holds a refusal; without one a refusal is a filtered answer, else it would look empty
     */
    static ResponseStatus of(FinishReason reason, boolean refused) {
        return switch (reason) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS, PAUSE, TOOL_CALL_INVALID -> COMPLETED;
            case LENGTH, CONTEXT_FULL -> OUT_OF_TOKENS;
            case CONTENT_FILTER -> FILTERED;
            case REFUSAL -> refused ? COMPLETED : FILTERED;
        };
    }

    /** The code of a failed response, of OpenAI's set and of what its clients look for beyond it. */
    static String code(FaultKind kind) {
        return switch (kind) {
            case RATE_LIMITED -> "rate_limit_exceeded";
            case CONTEXT_LENGTH -> "context_length_exceeded";
            case BILLING -> "insufficient_quota";
            case INVALID_REQUEST, CONTENT_FILTERED, TOO_LARGE, UNSUPPORTED_MEDIA -> "invalid_prompt";
            case AUTHENTICATION,
                    PERMISSION,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    CONFLICT,
                    CLIENT_GONE,
                    INTERNAL,
                    UPSTREAM_INVALID,
                    UPSTREAM_UNAVAILABLE,
                    UPSTREAM_AUTH,
                    STREAM_INCOMPLETE,
                    OVERLOADED,
                    UNAVAILABLE,
                    TIMEOUT -> "server_error";
        };
    }
}
