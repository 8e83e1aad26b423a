package com.xiaojinpro.gateway.connector.codec;

import com.fasterxml.jackson.core.JsonToken;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Takes values of providers as they are meant: a value of another type than expected counts as absent, a number may stand
 * in a string. Each call consumes the value the cursor stands on.
 */
public final class Lenient {
    private Lenient() {}

    /** A string, or null for anything else. */
    public static @Nullable String text(JsonCursor json) {
        if (json.isString()) {
            return json.string();
        }
        json.skip();
        return null;
    }

    /** A string that is not empty, or null. */
    public static @Nullable String word(JsonCursor json) {
        String text = text(json);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A string, number or boolean as text, or null. */
    public static @Nullable String scalar(JsonCursor json) {
        if (json.isObject() || json.isArray()) {
            json.skip();
            return null;
        }
        return json.scalarText();
    }

    /** A whole number, or the default. */
    public static long integer(JsonCursor json, long defaultValue) {
        String text = scalar(json);
        if (text == null || text.isEmpty()) {
            return defaultValue;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notPlain) {
            BigDecimal decimal = decimal(text);
            return decimal == null ? defaultValue : decimal.longValue();
        }
    }

    /** An exact decimal number, or null. */
    public static @Nullable BigDecimal decimal(JsonCursor json) {
        String text = scalar(json);
        return text == null ? null : decimal(text);
    }

    /** Any value as raw JSON; null for null and for what holds nothing: {@code ""}, {@code {}}, {@code []}. */
    public static @Nullable String something(JsonCursor json) {
        if (json.isNull()) {
            return null;
        }
        String raw = json.raw();
        return raw.equals("\"\"") || raw.equals("{}") || raw.equals("[]") ? null : raw;
    }

    /** Whether the value is neither null, nor false, nor empty; it is not consumed. */
    public static boolean isTrueOrText(JsonCursor json) {
        JsonToken token = json.token();
        return token != null && token != JsonToken.VALUE_NULL && token != JsonToken.VALUE_FALSE;
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            BigDecimal decimal = new BigDecimal(text.trim());
            return decimal.scale() > 1_000 || decimal.scale() < -18 ? null : decimal;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
