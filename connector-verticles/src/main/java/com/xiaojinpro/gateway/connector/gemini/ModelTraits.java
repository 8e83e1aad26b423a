package com.xiaojinpro.gateway.connector.gemini;

import java.util.List;
import java.util.Set;

/**
 * What one model can do. The words are those of the configuration key {@code features}.
 *
 * @param features of {@link #WORDS}
 */
record ModelTraits(Thinking thinking, Set<String> features) {
    /** JSON Schema is understood as such, not only Google's own schema. */
    static final String JSON_SCHEMA = "json_schema";
    /** Tool results may hold images and files. */
    static final String TOOL_MEDIA = "tool_media";
    /** Functions and Google's own tools may be offered together. */
    static final String MIXED_TOOLS = "mixed_tools";
    /** Structured output and functions may be asked for together. */
    static final String JSON_WITH_TOOLS = "json_with_tools";
    /** Presence and frequency penalties are taken. */
    static final String PENALTIES = "penalties";
    /** Calls in the history must carry their signature. */
    static final String SIGNATURES = "signatures";
    /** There is a system instruction. */
    static final String SYSTEM = "system";

    static final List<String> WORDS =
            List.of(JSON_SCHEMA, TOOL_MEDIA, MIXED_TOOLS, JSON_WITH_TOOLS, PENALTIES, SIGNATURES, SYSTEM);

    ModelTraits {
        features = Set.copyOf(features);
    }

    boolean has(String feature) {
        return features.contains(feature);
    }
}
