package com.xiaojinpro.gateway.bench;

/** What the chunks of a stream carry. */
public enum Content {
    TEXT,
    TOOL_ARGUMENTS
}
