package com.xiaojinpro.gateway.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is said of a document that is not as it should be: where, and what stands there. */
final class JsonFaults {
    private static final String CODE = "invalid_json";

    /** A path shows so many chars of a name, which is the client's and may be long. */
    private static final int SHOWN_NAME = 100;

    private JsonFaults() {}

    static FaultException cut() {
        return invalid("The JSON ends in the middle of a value.");
    }

    static FaultException notUtf8() {
        return invalid("The JSON must be encoded in UTF-8.");
    }

    static FaultException malformed(IOException e) {
        // Of the bounds of the factory, only this one can be told from its message alone.
        if (e instanceof StreamConstraintsException bound
                && bound.getOriginalMessage().contains("nesting depth")) {
            return invalid("The JSON is nested deeper than " + Json.MAX_DEPTH + " levels.");
        }
        if (e instanceof JsonProcessingException syntax && syntax.getLocation() != null) {
            return invalid("The JSON is malformed at line "
                    + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + ": " + reason(syntax.getOriginalMessage()));
        }
        return invalid("The JSON is malformed.");
    }

    /** The parser's reason without what it says of itself: its first line, and no note on where it reads from. */
    private static String reason(String message) {
        String first = message.lines().findFirst().orElse("");
        int source = first.indexOf("[Source");
        int note = source < 0 ? -1 : first.lastIndexOf(" (", source);
        return note < 0 ? first : first.substring(0, note);
    }

    /** Appends the path of a context, such as {@code messages[2].content}. */
    static void appendPath(StringBuilder path, @Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return;
        }
        appendPath(path, context.getParent());
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.getCurrentName() != null) {
            String name = context.getCurrentName();
            path.append(path.isEmpty() ? "" : ".").append(name, 0, Math.min(name.length(), SHOWN_NAME));
        }
    }

    /** What a token is, in words. */
    static String describe(@Nullable JsonToken token) {
        if (token == null) {
            return "empty";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "that";
        };
    }

    private static FaultException invalid(String message) {
        return Fault.invalid(null, message).withCode(CODE).exception();
    }
}
