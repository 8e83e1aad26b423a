package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;

/** The ways a request breaks the protocol, each with the path of the field and OpenAI's code for it. */
public final class Violation {
    private Violation() {}

    /** The object the cursor has just passed, or stands on, lacks a field. */
    public static RuntimeException missing(JsonCursor json, String field) {
        return missing(member(json.path(), field));
    }

    public static RuntimeException missing(String path) {
        return Fault.invalid(path, "Missing required parameter: '" + path + "'.")
                .withCode("missing_required_parameter")
                .exception();
    }

    /** The value the cursor stands on is of the right type, but not one of those allowed. */
    public static RuntimeException value(JsonCursor json, String message) {
        return value(json.path(), message);
    }

    public static RuntimeException value(String path, String message) {
        return Fault.invalid(path, "Invalid value for '" + path + "': " + message)
                .withCode("invalid_value")
                .exception();
    }

    /** A field that must not stand beside what else the request holds. */
    public static RuntimeException misplaced(String path, String message) {
        return Fault.invalid(path, "'" + path + "' " + message)
                .withCode("invalid_value")
                .exception();
    }

    public static String member(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
