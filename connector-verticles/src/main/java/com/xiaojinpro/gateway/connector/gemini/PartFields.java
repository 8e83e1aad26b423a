package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of one part of an answer, in whatever order they come. Reused for the next part; not thread-safe. */
final class PartFields {
    @Nullable
    String text;

    boolean thought;

    @Nullable
    String signature;

    /** A call, and what it says. */
    boolean call;

    @Nullable
    String name;

    @Nullable
    String id;

    @Nullable
    String args;

    @Nullable
    List<ArgumentPiece> partialArgs;

    boolean willContinue;

    /** Inline data, or a file elsewhere. */
    @Nullable
    String mediaType;

    @Nullable
    String data;

    @Nullable
    String uri;

    /** The whole part as raw JSON, where it is of another kind. */
    @Nullable
    String other;

    void read(JsonCursor json) {
        clear();
        if (!json.isObject()) {
            json.skip();
            return;
        }
        int start = json.tokenStart();
        boolean unknown = false;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "text" -> text = Lenient.text(json);
                case "thought" -> thought = json.isBoolean() && json.bool();
                case "thoughtSignature" -> signature = Lenient.word(json);
                case "functionCall" -> call(json);
                case "inlineData", "fileData" -> media(json);
                case "videoMetadata", "mediaResolution", "partMetadata" -> json.skip();
                default -> {
                    unknown |= json.isObject() || json.isArray() || json.isString();
                    json.skip();
                }
            }
        }
        boolean told = text != null || call || data != null || uri != null;
        if (unknown && !told) {
            other = json.raw(start);
        }
    }

    private void clear() {
        text = null;
        thought = false;
        signature = null;
        call = false;
        name = null;
        id = null;
        args = null;
        partialArgs = null;
        willContinue = false;
        mediaType = null;
        data = null;
        uri = null;
        other = null;
    }

    private void call(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        call = true;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "name" -> name = Lenient.word(json);
                case "id" -> id = Lenient.word(json);
                case "args" -> args = json.isNull() ? null : json.raw();
                case "partialArgs" -> partialArgs = json.isNull() ? null : ArgumentPiece.all(json);
                case "willContinue" -> willContinue = json.isBoolean() && json.bool();
                default -> json.skip();
            }
        }
    }

    private void media(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "mimeType" -> mediaType = Lenient.word(json);
                case "data" -> data = json.isString() ? json.longString() : skipped(json);
                case "fileUri" -> uri = Lenient.word(json);
                default -> json.skip();
            }
        }
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }
}
