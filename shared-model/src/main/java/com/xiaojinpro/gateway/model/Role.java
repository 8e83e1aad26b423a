package com.xiaojinpro.gateway.model;

/** Who speaks a message. A {@link #TOOL} message holds tool results and nothing else, in every dialect. */
public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL
}
