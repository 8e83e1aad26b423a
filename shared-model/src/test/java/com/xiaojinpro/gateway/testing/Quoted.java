package com.xiaojinpro.gateway.testing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Text as a JSON string. */
public final class Quoted {
    private Quoted() {}

    /** The text in double quotes, escaped. */
    public static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
