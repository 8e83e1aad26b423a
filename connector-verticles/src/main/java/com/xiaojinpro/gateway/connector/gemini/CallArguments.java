package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import org.jspecify.annotations.Nullable;

/** Tool arguments between the client's text and Google's object, as raw JSON (H23, H96). Pure. */
final class CallArguments {
    private static final String INPUT = "input";

    private CallArguments() {}

    /** The {@code args} of a call of the history: its own text where that is an object, else an object around it. */
    static String sent(ContentPart.ToolCall call) {
        String text = call.arguments();
        if (call.custom()) {
            return "{\"" + INPUT + "\":" + JsonText.quoted(text) + "}";
        }
        if (text.isBlank()) {
            return "{}";
        }
        try {
            JsonCursor json = JsonCursor.of(text);
            boolean object = json.isObject();
            boolean nothing = json.isNull();
            String raw = json.raw();
            json.end();
            return object ? raw : nothing ? "{}" : "{\"" + INPUT + "\":" + raw + "}";
        } catch (FaultException notJson) {
            return "{\"_raw\":" + JsonText.quoted(text) + "}";
        }
    }

    /** The free text in the arguments of a {@code custom} tool; the arguments themselves where it is not there. */
    static String text(String args) {
        try {
            JsonCursor json = JsonCursor.of(args);
            String input = json.peek(INPUT);
            return input == null ? args : input;
        } catch (FaultException malformed) {
            return args;
        }
    }

    /** JSON without the white space between its tokens; text without any is not copied. */
    static String compact(@Nullable String json) {
        if (json == null) {
            return "{}";
        }
        StringBuilder out = null;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                if (out != null) {
                    out.append(c).append(json.charAt(i + 1));
                }
                i++;
                continue;
            }
            if (c == '"') {
                inString = !inString;
            }
            if (!inString && c <= ' ') {
                if (out == null) {
                    out = new StringBuilder(json.length()).append(json, 0, i);
                }
            } else if (out != null) {
                out.append(c);
            }
        }
        return out == null ? json : out.toString();
    }
}
