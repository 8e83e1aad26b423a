package com.xiaojinpro.gateway.model;

/** Why the answer ended. Names travel between nodes and never change. */
public enum FinishReason {
    STOP,
    STOP_SEQUENCE,
    TOOL_CALLS,
    LENGTH,
    CONTEXT_FULL,
    CONTENT_FILTER,
    REFUSAL,
    /** The provider pauses and wants the answer back to go on (Anthropic {@code pause_turn}). */
    PAUSE,
    /** The model made a call that cannot be read. */
    TOOL_CALL_INVALID
}
