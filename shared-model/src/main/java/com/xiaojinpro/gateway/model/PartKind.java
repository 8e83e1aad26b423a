package com.xiaojinpro.gateway.model;

/** What a streamed part of an answer is. Names travel between nodes and never change. */
public enum PartKind {
    TEXT,
    REASONING,
    REFUSAL,
    TOOL_CALL,
    /** A free-text tool call. */
    CUSTOM_TOOL_CALL,
    /** A generated image; its content is a URL or a data URL. */
    IMAGE
}
