package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;

/**
 * The input of a tool_use block, which must be an object where other protocols carry text. Arguments that are one stay
 * exactly as they were written; none are {@code {}}; anything else is wrapped and nothing of it is lost.
 */
final class ToolInput {
    static final String EMPTY = "{}";
    /** Around the text of a free-text tool. */
    static final String BEFORE_TEXT = "{\"input\":\"";
    /** Around arguments that are no object. */
    static final String BEFORE_RAW = "{\"_raw\":\"";

    static final String AFTER = "\"}";

    private ToolInput() {}

    /** The input of a whole call. */
    static String of(String arguments, boolean custom) {
        if (custom) {
            return BEFORE_TEXT + JsonText.escaped(arguments) + AFTER;
        }
        if (afterSpace(arguments) == arguments.length()) {
            return EMPTY;
        }
        return object(arguments) ? arguments : BEFORE_RAW + JsonText.escaped(arguments) + AFTER;
    }

    /** The index of the first character that is no JSON white space. */
    static int afterSpace(String text) {
        int at = 0;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean object(String arguments) {
        try {
            JsonCursor in = JsonCursor.of(arguments);
            if (!in.isObject()) {
                return false;
            }
            in.skip();
            in.end();
            return true;
        } catch (FaultException malformed) {
            return false;
        }
    }
}
