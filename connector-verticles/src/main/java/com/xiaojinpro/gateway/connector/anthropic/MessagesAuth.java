package com.xiaojinpro.gateway.connector.anthropic;

import java.util.Locale;

/** Where the credential of a request goes. */
public enum MessagesAuth {
    /** Where the version of the request wants it: since {@code 2026-10-21} the official clients send a bearer token. */
    AUTO,
    X_API_KEY,
    BEARER;

    private static final String FIRST_WITH_BEARER = "2026-10-21";

    /** The word of the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a request of a version carries a bearer token. */
    boolean bearer(String version) {
        return this == BEARER || (this == AUTO && version.compareTo(FIRST_WITH_BEARER) >= 0);
    }
}
