package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** The {@code delta} of a block as far as one event carries it. Reused from event to event by one answer. */
final class DeltaFields {
    /** What a delta adds to its block. */
    enum Kind {
        TEXT,
        ARGUMENTS,
        THOUGHT,
        SIGNATURE,
        CITATION,
        /** The summary that stands for a conversation that was compacted. */
        COMPACTION,
        /** Nobody knows; it is passed over. */
        UNKNOWN
    }

    Kind kind = Kind.UNKNOWN;

    /** The fragment, or the raw JSON of a citation. */
    @Nullable
    String value;

    /** Reads the delta the cursor stands on. */
    void read(JsonCursor json) {
        kind = Kind.UNKNOWN;
        value = null;
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> kind = kind(Lenient.text(json));
                case "text", "partial_json", "thinking", "signature", "content" -> {
                    String text = Lenient.text(json);
                    value = text == null ? value : text;
                }
                case "citation" -> value = json.raw();
                default -> json.skip();
            }
        }
    }

    private static Kind kind(@Nullable String type) {
        if (type == null) {
            return Kind.UNKNOWN;
        }
        return switch (type) {
            case "text_delta" -> Kind.TEXT;
            case "input_json_delta" -> Kind.ARGUMENTS;
            case "thinking_delta" -> Kind.THOUGHT;
            case "signature_delta" -> Kind.SIGNATURE;
            case "citations_delta" -> Kind.CITATION;
            case "compaction_delta" -> Kind.COMPACTION;
            default -> Kind.UNKNOWN;
        };
    }
}
