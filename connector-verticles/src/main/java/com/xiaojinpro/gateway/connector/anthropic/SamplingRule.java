package com.xiaojinpro.gateway.connector.anthropic;

import java.util.Locale;

/** What of {@code temperature}, {@code top_p} and {@code top_k} a model takes while it does not think (H67, H68). */
public enum SamplingRule {
    /** All of them. */
    FREE,
    /** Either {@code temperature} or {@code top_p}, and {@code top_k}. */
    EXCLUSIVE,
    /** None of them. */
    REFUSED;

    /** The word of the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
