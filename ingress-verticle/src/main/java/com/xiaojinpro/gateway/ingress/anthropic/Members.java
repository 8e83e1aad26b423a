package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Extras;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object that every kind of object may have: a cache breakpoint, and whatever the model has no place for.
 * Belongs to the reading of one object.
 */
final class Members {
    private @Nullable CacheHint cacheHint;
    private @Nullable Map<String, String> extras;

    /** Takes the member the cursor stands on: the breakpoint as one, anything else as it was written. */
    void take(JsonCursor in) {
        if (in.name().equals("cache_control")) {
            cacheHint = cacheControl(in);
        } else {
            keep(in.name(), in.raw());
        }
    }

    /** Keeps a member as raw JSON. */
    void keep(String name, String json) {
        Map<String, String> kept = extras;
        if (kept == null) {
            kept = new LinkedHashMap<>();
            extras = kept;
        }
        kept.put(name, json);
    }

    @Nullable
    CacheHint cacheHint() {
        return cacheHint;
    }

    Extras extras() {
        Map<String, String> kept = extras;
        return kept == null ? Extras.NONE : Extras.of(kept);
    }

    /** Moves to the next member that says something: null is absent (H123). */
    static boolean next(JsonCursor in) {
        while (in.nextField()) {
            if (!in.isNull()) {
                return true;
            }
        }
        return false;
    }

    /** A {@code cache_control} object; the only type there is is {@code ephemeral}. */
    static CacheHint cacheControl(JsonCursor in) {
        String ttl = null;
        in.beginObject();
        while (next(in)) {
            if (in.name().equals("ttl")) {
                ttl = in.string();
            } else {
                in.skip();
            }
        }
        return new CacheHint(ttl);
    }

    /** A member that must be there, of the object the cursor has just left. */
    static String required(JsonCursor in, String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw missing(in, name);
        }
        return value;
    }

    /** The fault of a member that is not there, in the object the cursor has just left. */
    static RuntimeException missing(JsonCursor in, String name) {
        String path = in.path();
        String at = path.isEmpty() ? name : path + "." + name;
        return in.invalid(at, "'" + at + "' is required.");
    }

    /** The type of the object the cursor stands on, whose members are still to be read. */
    static String type(JsonCursor in) {
        in.beginObject();
        String type = in.peek("type");
        if (type == null) {
            in.skip();
            String at = in.path() + ".type";
            throw in.invalid(at, "'" + at + "' is required and must be a string.");
        }
        return type;
    }
}
