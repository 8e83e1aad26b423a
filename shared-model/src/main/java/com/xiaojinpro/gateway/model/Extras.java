package com.xiaojinpro.gateway.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields the model has no place for, kept in order as raw JSON text so that they survive where the target speaks the
 * dialect they came from. Immutable.
 *
 * @param fields field name to raw JSON value
 */
public record Extras(Map<String, String> fields) {
    public static final Extras NONE = new Extras(Map.of());

    public Extras {
        fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** These fields, or {@link #NONE}; the map is copied. */
    public static Extras of(Map<String, String> fields) {
        return fields.isEmpty() ? NONE : new Extras(fields);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The raw JSON of a field, or null. */
    public @Nullable String get(String name) {
        return fields.get(name);
    }
}
