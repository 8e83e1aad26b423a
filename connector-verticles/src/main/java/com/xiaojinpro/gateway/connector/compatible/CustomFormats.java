package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The format of a free-text tool in OpenAI's two spellings: chat completions nest the grammar, the Responses API does not.
 * Pure.
 */
public final class CustomFormats {
    private CustomFormats() {}

    /** The format as the Responses API wants it; anything but a nested grammar as it is. */
    public static String flat(String format) {
        String grammar = member(format, "grammar");
        if (grammar == null || !grammar.startsWith("{")) {
            return format;
        }
        String inner = grammar.substring(1).strip();
        return "{\"type\":\"grammar\"" + (inner.equals("}") ? "" : ",") + inner;
    }

    /** The format as chat completions want it; anything but a flat grammar as it is. */
    public static String nested(String format) {
        String definition = member(format, "definition");
        String syntax = member(format, "syntax");
        if (definition == null || member(format, "grammar") != null) {
            return format;
        }
        return "{\"type\":\"grammar\",\"grammar\":{\"definition\":" + definition + ",\"syntax\":"
                + (syntax == null ? JsonText.quoted("lark") : syntax) + "}}";
    }

    private static @Nullable String member(String object, String name) {
        try {
            JsonCursor json = JsonCursor.of(object);
            if (!json.isObject()) {
                return null;
            }
            String found = null;
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals(name)) {
                    found = json.raw();
                } else {
                    json.skip();
                }
            }
            return found;
        } catch (FaultException malformed) {
            return null;
        }
    }
}
