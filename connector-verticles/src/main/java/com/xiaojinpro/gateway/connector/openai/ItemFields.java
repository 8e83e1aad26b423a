package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of one output item, read from its raw JSON. Not thread-safe. */
final class ItemFields {
    /**
     * A piece of content: text, a refusal, a thought.
     *
     * @param annotations raw JSON objects
     * @param logprobs a raw JSON array with something in it, or null
     */
    record Piece(
            String type,
            String text,
            List<String> annotations,
            @Nullable String logprobs) {}

    final String raw;
    String type = "";

    @Nullable
    String id;

    @Nullable
    String callId;

    @Nullable
    String name;

    @Nullable
    String arguments;

    @Nullable
    String input;

    @Nullable
    String encrypted;

    @Nullable
    String signature;

    @Nullable
    String format;

    final List<Piece> content = new ArrayList<>(1);
    final List<Piece> summary = new ArrayList<>(0);
    final RawObject extras = new RawObject();

    private ItemFields(String raw) {
        this.raw = raw;
    }

    static ItemFields read(String raw) {
        ItemFields fields = new ItemFields(raw);
        fields.object(JsonCursor.of(raw));
        return fields;
    }

    private void object(JsonCursor json) {
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> type = text(json);
                case "id" -> id = Lenient.word(json);
                case "call_id" -> callId = Lenient.word(json);
                case "name" -> name = Lenient.word(json);
                case "arguments" -> arguments = argumentsOf(json);
                case "input" -> input = Lenient.text(json);
                case "encrypted_content" -> encrypted = Lenient.word(json);
                case "signature" -> signature = Lenient.word(json);
                case "format" -> format = Lenient.word(json);
                case "content" -> pieces(json, content);
                case "summary" -> pieces(json, summary);
                case "status", "role" -> json.skip();
                default -> {
                    String member = json.name();
                    String value = Lenient.something(json);
                    if (value != null) {
                        extras.put(member, value);
                    }
                }
            }
        }
    }

    /** Arguments are text; some servers write the object itself. */
    private static @Nullable String argumentsOf(JsonCursor json) {
        return json.isObject() ? json.raw() : Lenient.text(json);
    }

    private static void pieces(JsonCursor json, List<Piece> into) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            if (json.isObject()) {
                into.add(piece(json));
            } else {
                json.skip();
            }
        }
    }

    /** Reads one piece of content. */
    static Piece piece(JsonCursor json) {
        String type = "";
        String text = "";
        List<String> annotations = new ArrayList<>(0);
        String logprobs = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> type = text(json);
                case "text", "refusal" -> text = text(json);
                case "annotations" -> annotations(json, annotations);
                case "logprobs" -> logprobs = Lenient.something(json);
                default -> json.skip();
            }
        }
        return new Piece(type, text, annotations, logprobs);
    }

    private static void annotations(JsonCursor json, List<String> into) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            into.add(json.raw());
        }
    }

    private static String text(JsonCursor json) {
        String told = Lenient.text(json);
        return told == null ? "" : told;
    }
}
