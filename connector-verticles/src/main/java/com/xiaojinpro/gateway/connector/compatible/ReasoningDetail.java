package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/**
 * One entry of OpenRouter's {@code reasoning_details}, as far as a chunk carries it. Entries of one type, index and id are
 * one piece of reasoning.
 */
final class ReasoningDetail {
    String type = "";
    long index;

    @Nullable
    String text;

    @Nullable
    String summary;

    @Nullable
    String data;

    @Nullable
    String signature;

    @Nullable
    String id;

    @Nullable
    String format;

    final RawObject extras = new RawObject();

    /**
     * @param position the entry's place in its array, which is its index where it does not tell one
     */
    static ReasoningDetail read(JsonCursor json, int position) {
        ReasoningDetail detail = new ReasoningDetail();
        detail.index = position;
        if (!json.isObject()) {
            json.skip();
            return detail;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> {
                    String type = Lenient.text(json);
                    detail.type = type == null ? "" : type;
                }
                case "index" -> detail.index = Lenient.integer(json, position);
                case "text" -> detail.text = Lenient.word(json);
                case "summary" -> detail.summary = Lenient.word(json);
                case "data" -> detail.data = Lenient.word(json);
                case "signature" -> detail.signature = Lenient.word(json);
                case "id" -> detail.id = Lenient.word(json);
                case "format" -> detail.format = Lenient.word(json);
                default -> {
                    String name = json.name();
                    String raw = Lenient.something(json);
                    if (raw != null) {
                        detail.extras.put(name, raw);
                    }
                }
            }
        }
        return detail;
    }

    /** Whether it carries anything of the thought. */
    boolean carries() {
        return visible() || data != null || signature != null;
    }

    /** Whether it carries something a reader can read, which {@code reasoning} then only repeats (H64). */
    boolean visible() {
        return text != null || summary != null;
    }

    boolean samePiece(ReasoningDetail other) {
        return type.equals(other.type)
                && index == other.index
                && (id == null || other.id == null || id.equals(other.id));
    }
}
