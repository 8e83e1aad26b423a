package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * The {@code input} of a {@code tool_use} block, which is an object where other dialects have text. Arguments that are one
 * stay exactly as they were written (H96); none are an empty object (H23); anything else is wrapped.
 */
final class ToolInput {
    /** The schema of a free-text tool. */
    static final String TEXT_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"]}";

    private static final String TEXT = "input";
    private static final String RAW = "_raw";

    private ToolInput() {}

    /** The input of a call that is sent back. */
    static String of(String arguments, boolean custom) {
        if (custom) {
            return wrapped(TEXT, arguments);
        }
        if (arguments.isBlank()) {
            return "{}";
        }
        return object(arguments) ? arguments : wrapped(RAW, arguments);
    }

    /** The text of a free-text call out of the input the model wrote; the input itself where there is no such text. */
    static String text(String input) {
        String text = null;
        try {
            JsonCursor json = JsonCursor.of(input);
            json.beginObject();
            while (json.nextField()) {
                text = taken(json, text);
            }
        } catch (FaultException malformed) {
            return text == null ? input : text;
        }
        return text == null ? input : text;
    }

    private static @Nullable String taken(JsonCursor json, @Nullable String before) {
        if (json.name().equals(TEXT) && json.isString()) {
            return json.string();
        }
        json.skip();
        return before;
    }

    private static String wrapped(String name, String text) {
        return "{\"" + name + "\":" + JsonText.quoted(text) + "}";
    }

    private static boolean object(String arguments) {
        try {
            JsonCursor json = JsonCursor.of(arguments);
            if (!json.isObject()) {
                return false;
            }
            json.skip();
            json.end();
            return true;
        } catch (FaultException malformed) {
            return false;
        }
    }
}
