package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Extras;
import org.jspecify.annotations.Nullable;

/** Writes JSON to a {@link ByteWriter} and knows where a comma belongs; what is null or a default is left out. */
final class JsonOut {
    private final ByteWriter out;
    private boolean comma;

    JsonOut(ByteWriter out) {
        this.out = out;
    }

    JsonOut beginObject() {
        return open('{');
    }

    JsonOut endObject() {
        return close('}');
    }

    JsonOut beginArray() {
        return open('[');
    }

    JsonOut endArray() {
        return close(']');
    }

    JsonOut name(String name) {
        separate();
        out.string(name).raw(':');
        comma = false;
        return this;
    }

    JsonOut value(String text) {
        separate();
        out.string(text);
        return this;
    }

    JsonOut value(long number) {
        separate();
        out.number(number);
        return this;
    }

    JsonOut value(boolean bool) {
        separate();
        out.raw(bool ? "true" : "false");
        return this;
    }

    JsonOut text(String name, @Nullable String value) {
        return value == null ? this : name(name).value(value);
    }

    JsonOut whole(String name, @Nullable Long value) {
        return value == null ? this : name(name).value(value);
    }

    JsonOut whole(String name, @Nullable Integer value) {
        return value == null ? this : name(name).value(value);
    }

    /** A count whose default is 0. */
    JsonOut count(String name, long value) {
        return value == 0 ? this : name(name).value(value);
    }

    /** A number that is not an integer, as Java prints it; that form is JSON. */
    JsonOut number(String name, @Nullable Number value) {
        if (value != null) {
            name(name);
            separate();
            out.raw(value.toString());
        }
        return this;
    }

    JsonOut bool(String name, @Nullable Boolean value) {
        return value == null ? this : name(name).value(value);
    }

    /** A flag whose default is false. */
    JsonOut flag(String name, boolean value) {
        return value ? name(name).value(true) : this;
    }

    JsonOut cache(@Nullable CacheHint hint) {
        return hint == null
                ? this
                : name("cache").beginObject().text("ttl", hint.ttl()).endObject();
    }

    /** Extras stand as a flat list of names and raw values, so that no client can choose a field name here. */
    JsonOut extras(Extras extras) {
        if (extras.isEmpty()) {
            return this;
        }
        name("x").beginArray();
        extras.fields().forEach((name, json) -> value(name).value(json));
        return endArray();
    }

    private JsonOut open(char bracket) {
        separate();
        out.raw(bracket);
        comma = false;
        return this;
    }

    private JsonOut close(char bracket) {
        out.raw(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.raw(',');
        }
        comma = true;
    }
}
