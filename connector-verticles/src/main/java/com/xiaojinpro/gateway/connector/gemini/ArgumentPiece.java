package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of {@code partialArgs}: a value of the arguments, or a piece of one that is a string.
 *
 * @param path where it belongs, as a JSON path
 * @param text what the string there begins with, or goes on with
 * @param scalar the raw JSON of a value that is no string
 * @param more whether the string goes on in a later piece
 */
record ArgumentPiece(
        String path, @Nullable String text, @Nullable String scalar, boolean more) {
    /** The pieces of an array; what is none of them is left out. */
    static List<ArgumentPiece> all(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return List.of();
        }
        List<ArgumentPiece> pieces = new ArrayList<>(1);
        json.beginArray();
        while (json.nextElement()) {
            if (json.isObject()) {
                pieces.add(one(json));
            } else {
                json.skip();
            }
        }
        return pieces;
    }

    private static ArgumentPiece one(JsonCursor json) {
        String path = "";
        String text = null;
        String scalar = null;
        boolean more = false;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "jsonPath" -> path = String.valueOf(Lenient.text(json));
                case "stringValue" -> text = Lenient.text(json);
                case "numberValue", "boolValue" -> scalar = json.raw();
                case "nullValue" -> {
                    scalar = "null";
                    json.skip();
                }
                case "willContinue" -> more = json.isBoolean() && json.bool();
                default -> json.skip();
            }
        }
        return new ArgumentPiece(path, text, scalar, more);
    }

    /** Whether it says nothing. */
    boolean empty() {
        return text == null && scalar == null && !more;
    }
}
