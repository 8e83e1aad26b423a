package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the calls of an assistant message. Arguments stay text; blank ones are the call without arguments (H23, H96). */
final class CallReader {
    private CallReader() {}

    /** Takes a {@code tool_calls} array; null and the empty array are no calls. */
    static List<ContentPart.ToolCall> calls(JsonCursor json) {
        if (json.isNull()) {
            json.skip();
            return List.of();
        }
        List<ContentPart.ToolCall> calls = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            calls.add(call(json));
        }
        return calls;
    }

    private static ContentPart.ToolCall call(JsonCursor json) {
        String id = null;
        String type = "function";
        Body function = null;
        Body custom = null;
        String signature = null;
        CacheHint cacheHint = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "id" -> id = json.string();
                case "type" -> {
                    if (!json.isNull()) {
                        type = kind(json);
                    }
                }
                case "function" -> function = json.isNull() ? null : body(json, "arguments");
                case "custom" -> custom = json.isNull() ? null : body(json, "input");
                case "extra_content" -> signature = extraContent(json, extras);
                case "cache_control" -> cacheHint = CacheHints.control(json);
                // What is left of a stream's delta; the place in the array says the same.
                case "index" -> json.skip();
                default -> extras.take(json);
            }
        }
        if (id == null || id.isEmpty()) {
            throw Violation.missing(json, "id");
        }
        boolean free = type.equals("custom");
        Body body = free ? custom : function;
        if (body == null) {
            throw Violation.missing(json, type);
        }
        String text = free || !body.text.isBlank() ? body.text : "{}";
        return new ContentPart.ToolCall(id, body.name, text, free, signature, cacheHint, extras.collected());
    }

    /** Takes the deprecated {@code function_call} of an assistant message, which has no id of its own. */
    static ContentPart.@Nullable ToolCall legacy(JsonCursor json, String id) {
        if (json.isNull()) {
            json.skip();
            return null;
        }
        Body body = body(json, "arguments");
        String text = body.text.isBlank() ? "{}" : body.text;
        return new ContentPart.ToolCall(id, body.name, text, false, null, null, Extras.NONE);
    }

    private record Body(String name, String text) {}

    private static Body body(JsonCursor json, String textField) {
        String name = null;
        String text = "";
        json.beginObject();
        while (json.nextField()) {
            String field = json.name();
            if (field.equals("name")) {
                name = json.string();
            } else if (field.equals(textField)) {
                text = json.isNull() ? "" : json.longString();
            } else {
                json.skip();
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return new Body(name, text);
    }

    private static String kind(JsonCursor json) {
        String type = json.string();
        if (!type.equals("function") && !type.equals("custom")) {
            throw Violation.value(json, "a tool call is of type 'function' or 'custom'.");
        }
        return type;
    }

    /** Google's signature of a call as its OpenAI surface carries it; anything else beside it is kept as a whole (H41). */
    private static @Nullable String extraContent(JsonCursor json, ExtraFields extras) {
        if (!json.isObject()) {
            extras.take(json);
            return null;
        }
        int start = json.tokenStart();
        String signature = null;
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
                if (json.name().equals("thought_signature") && json.isString()) {
                    signature = json.string();
                } else {
                    more = true;
                    json.skip();
                }
            }
        }
        if (more) {
            extras.put("extra_content", json.raw(start));
        }
        return signature;
    }
}
