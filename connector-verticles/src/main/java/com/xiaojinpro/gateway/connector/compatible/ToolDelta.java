package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** One entry of {@code tool_calls} of a chunk or of a whole message, as far as it was sent. */
final class ToolDelta {
    /** -1 where there is none. */
    int index = -1;

    @Nullable
    String id;

    @Nullable
    String name;

    @Nullable
    String arguments;

    boolean custom;

    /** Gemini's signature of the call, as its OpenAI endpoint carries it. */
    @Nullable
    String signature;

    final RawObject extras = new RawObject();

    static ToolDelta read(JsonCursor json) {
        ToolDelta delta = new ToolDelta();
        if (!json.isObject()) {
            json.skip();
            return delta;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "index" ->
                    delta.index = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, Lenient.integer(json, -1)));
                case "id" -> delta.id = blankToNull(Lenient.scalar(json));
                case "type" -> delta.custom |= "custom".equals(Lenient.text(json));
                case "function" -> delta.call(json);
                case "custom" -> {
                    delta.custom |= json.isObject();
                    delta.call(json);
                }
                case "extra_content" -> delta.extraContent(json);
                default -> delta.keep(json);
            }
        }
        return delta;
    }

    /** The deprecated single call of {@code function_call} (H58). */
    static ToolDelta legacy(JsonCursor json) {
        ToolDelta delta = new ToolDelta();
        delta.index = 0;
        delta.call(json);
        return delta;
    }

    boolean isEmpty() {
        return id == null && name == null && (arguments == null || arguments.isEmpty());
    }

    private void call(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "name" -> name = Lenient.word(json);
                case "arguments", "input" -> {
                    // Some servers send the arguments as the object itself.
                    if (json.isObject() || json.isArray()) {
                        arguments = json.raw();
                    } else {
                        arguments = Lenient.text(json);
                    }
                }
                default -> json.skip();
            }
        }
    }

    private void extraContent(JsonCursor json) {
        if (!json.isObject()) {
            keep(json);
            return;
        }
        int start = json.tokenStart();
        boolean more = false;
        json.beginObject();
        while (json.nextField()) {
            if (!json.name().equals("google") || !json.isObject()) {
                more = true;
                json.skip();
                continue;
            }
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("thought_signature")) {
                    signature = Lenient.word(json);
                } else {
                    more = true;
                    json.skip();
                }
            }
        }
        if (more) {
            extras.put("extra_content", json.raw(start));
        }
    }

    private void keep(JsonCursor json) {
        String name = json.name();
        String raw = Lenient.something(json);
        if (raw != null) {
            extras.put(name, raw);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
