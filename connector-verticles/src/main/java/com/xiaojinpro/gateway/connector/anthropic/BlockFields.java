package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One content block as an event begins it, or as a whole answer holds it. Blocks of kinds the model has no part for stay
 * raw.
 */
final class BlockFields {
    /** What becomes of a block. */
    enum Kind {
        TEXT,
        THINKING,
        REDACTED,
        CALL,
        /** Server tools, their results, whatever comes in future. */
        OPAQUE
    }

    Kind kind = Kind.OPAQUE;
    /** The block itself, of opaque ones only. */
    String raw = "{}";

    @Nullable
    String text;

    @Nullable
    String signature;

    @Nullable
    String data;

    @Nullable
    String id;

    @Nullable
    String name;

    /** The input as it was written, where it holds anything. */
    @Nullable
    String input;

    final List<String> citations = new ArrayList<>(0);
    final RawObject extras = new RawObject();

    private BlockFields() {}

    /** Reads the block the cursor stands on. */
    static BlockFields read(JsonCursor json) {
        BlockFields block = new BlockFields();
        String type = json.peek("type");
        block.kind = type == null
                ? Kind.OPAQUE
                : switch (type) {
                    case "text" -> Kind.TEXT;
                    case "thinking" -> Kind.THINKING;
                    case "redacted_thinking" -> Kind.REDACTED;
                    case "tool_use" -> Kind.CALL;
                    default -> Kind.OPAQUE;
                };
        if (block.kind == Kind.OPAQUE) {
            block.raw = json.raw();
        } else {
            block.members(json);
        }
        return block;
    }

    /** A block of text, for servers that write no block. */
    static BlockFields text(String text) {
        BlockFields block = new BlockFields();
        block.kind = Kind.TEXT;
        block.text = text.isEmpty() ? null : text;
        return block;
    }

    private void members(JsonCursor json) {
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> json.skip();
                case "text", "thinking" -> text = Lenient.word(json);
                case "signature" -> signature = Lenient.word(json);
                case "data" -> data = Lenient.word(json);
                case "id" -> id = Lenient.word(json);
                case "name" -> name = Lenient.word(json);
                case "input" -> input = input(json);
                case "citations" -> citations(json);
                case "caller" -> caller(json);
                default -> {
                    String member = json.name();
                    if (json.isNull()) {
                        json.skip();
                    } else {
                        extras.put(member, json.raw());
                    }
                }
            }
        }
    }

    /** Some servers write the arguments as text. */
    private static @Nullable String input(JsonCursor json) {
        if (json.isString()) {
            return Lenient.word(json);
        }
        return Lenient.something(json);
    }

    private void citations(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            citations.add(json.raw());
        }
    }

    /** That the model calls a client's tool itself is what the absence of the member says. */
    private void caller(JsonCursor json) {
        boolean direct = "direct".equals(json.peek("type"));
        if (direct || json.isNull()) {
            json.skip();
        } else {
            extras.put("caller", json.raw());
        }
    }
}
