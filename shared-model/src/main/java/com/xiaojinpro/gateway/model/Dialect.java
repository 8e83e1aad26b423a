package com.xiaojinpro.gateway.model;

/** A wire protocol of clients or providers. Names are stable: they travel between nodes. */
public enum Dialect {
    OPENAI_CHAT,
    OPENAI_RESPONSES,
    ANTHROPIC_MESSAGES,
    GEMINI,
    /** OpenAI embeddings; an opaque chunk is one object of {@code data}. */
    OPENAI_EMBEDDINGS
}
