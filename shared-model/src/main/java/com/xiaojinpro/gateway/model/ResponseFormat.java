package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.Nullable;

/** The form the answer's text must take. */
public sealed interface ResponseFormat {
    record PlainText() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * @param name OpenAI's name of the schema; null where the dialect has none
     * @param schema the JSON Schema as raw JSON, or null
     */
    record JsonSchema(
            @Nullable String name,
            @Nullable String description,
            @Nullable String schema,
            @Nullable Boolean strict,
            Extras extras)
            implements ResponseFormat {}
}
