package com.xiaojinpro.gateway.connector.anthropic;

import java.util.Locale;

/** The words of {@code thinking.type} that a model may take. */
public enum ThinkingType {
    /** A budget of tokens. */
    ENABLED,
    ADAPTIVE,
    DISABLED,
    BETWEEN_TOOLS;

    /** The word on the wire, which is the one of the configuration too. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
