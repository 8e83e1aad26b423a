package com.xiaojinpro.gateway.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tool the model may call. */
public sealed interface ToolSpec {

    /**
     * @param schema the parameters' JSON Schema as raw JSON; null where the client gave none
     * @param strict whether the arguments must conform; null is unset
     */
    record Function(
            String name,
            @Nullable String description,
            @Nullable String schema,
            @Nullable Boolean strict,
            @Nullable CacheHint cacheHint,
            Extras extras)
            implements ToolSpec {
        public Function {
            Objects.requireNonNull(name);
        }
    }

    /**
     * A free-text tool.
     *
     * @param format the format object as raw JSON, or null
     */
    record Custom(
            String name,
            @Nullable String description,
            @Nullable String format,
            Extras extras) implements ToolSpec {
        public Custom {
            Objects.requireNonNull(name);
        }
    }

    /** A tool only its own dialect knows (server tools), as raw JSON. */
    record Opaque(Dialect dialect, String json) implements ToolSpec {}
}
