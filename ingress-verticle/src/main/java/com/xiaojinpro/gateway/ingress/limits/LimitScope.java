package com.xiaojinpro.gateway.ingress.limits;

/** Whose limit it is. A closed set: it labels metrics. */
public enum LimitScope {
    KEY("key"),
    TENANT("tenant");

    private final String word;

    LimitScope(String word) {
        this.word = word;
    }

    /** Its name in errors, headers and metrics. */
    public String word() {
        return word;
    }
}
