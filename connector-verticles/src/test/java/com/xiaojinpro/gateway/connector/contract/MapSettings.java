package com.xiaojinpro.gateway.connector.contract;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings out of a map, with the problems and the keys nobody asked for. */
public final class MapSettings implements Settings {
    private final Map<String, Object> values;
    private final Set<String> asked = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    public MapSettings(Map<String, Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** Adds a value. */
    public MapSettings with(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** Every problem reported so far, {@code key: message}. */
    public List<String> problems() {
        return problems;
    }

    /** Keys that stand in the map and that nobody asked for. */
    public Set<String> unknown() {
        Set<String> unknown = new HashSet<>(values.keySet());
        unknown.removeAll(asked);
        return unknown;
    }

    @Override
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    @Override
    public @Nullable String string(String key) {
        return value(key, String.class);
    }

    @Override
    public String string(String key, String defaultValue) {
        String value = string(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public String word(String key, String defaultValue, List<String> allowed) {
        String value = string(key, defaultValue);
        if (!allowed.contains(value)) {
            problem(key, "'" + value + "' is none of " + allowed);
            return defaultValue;
        }
        return value;
    }

    @Override
    public boolean bool(String key, boolean defaultValue) {
        Boolean value = value(key, Boolean.class);
        return value == null ? defaultValue : value;
    }

    @Override
    public long integer(String key, long defaultValue, long min, long max) {
        Number value = value(key, Number.class);
        if (value == null) {
            return defaultValue;
        }
        if (value.longValue() < min || value.longValue() > max) {
            problem(key, value + " is out of bounds");
            return defaultValue;
        }
        return value.longValue();
    }

    @Override
    public Duration millis(String key, Duration defaultValue) {
        Number value = value(key, Number.class);
        return value == null ? defaultValue : Duration.ofMillis(value.longValue());
    }

    @Override
    public @Nullable Secret secret(String key) {
        String value = string(key);
        return value == null ? null : new Secret(value);
    }

    @Override
    public String url(String key, String defaultValue) {
        return string(key, defaultValue);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> strings(String key) {
        List<String> value = value(key, List.class);
        return value == null ? List.of() : value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, String> stringMap(String key) {
        Map<String, String> value = value(key, Map.class);
        return value == null ? Map.of() : value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Settings table(String key) {
        Map<String, Object> value = value(key, Map.class);
        return new MapSettings(value == null ? Map.of() : value);
    }

    @Override
    public void problem(String key, String message) {
        problems.add(key + ": " + message);
    }

    private <T> @Nullable T value(String key, Class<T> type) {
        asked.add(key);
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            problem(key, "is not a " + type.getSimpleName());
            return null;
        }
        return type.cast(value);
    }
}
