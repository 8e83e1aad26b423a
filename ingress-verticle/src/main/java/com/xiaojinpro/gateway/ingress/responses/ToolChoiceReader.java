package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tool_choice}: a word, a tool by name, or the tools allowed. */
final class ToolChoiceReader {
    private ToolChoiceReader() {}

    /** Looks at a {@code tool_choice}; null, with the cursor where it was, for one of a hosted tool. */
    static @Nullable ToolChoice choice(JsonCursor json) {
        if (json.isString()) {
            return word(json);
        }
        String type = json.peek("type");
        if (type == null) {
            String path = json.path();
            json.beginObject();
            throw Violation.missing(Violation.member(path, "type"));
        }
        return switch (type) {
            case "function" -> new ToolChoice.Named(name(json), false);
            case "custom" -> new ToolChoice.Named(name(json), true);
            case "allowed_tools" -> hosted(json) ? null : allowed(json);
            default -> null;
        };
    }

    private static ToolChoice word(JsonCursor json) {
        return switch (json.string()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> throw Violation.value(json, "as a word it is one of 'none', 'auto' and 'required'.");
        };
    }

    private static String name(JsonCursor json) {
        String name = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("name")) {
                name = json.string();
            } else {
                json.skip();
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return name;
    }

    private static ToolChoice allowed(JsonCursor json) {
        String mode = null;
        List<String> names = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "mode" -> {
                    mode = json.string();
                    if (!mode.equals("auto") && !mode.equals("required")) {
                        throw Violation.value(json, "it is 'auto' or 'required'.");
                    }
                }
                case "tools" -> names = names(json);
                default -> json.skip();
            }
        }
        if (mode == null) {
            throw Violation.missing(json, "mode");
        }
        if (names == null) {
            throw Violation.missing(json, "tools");
        }
        return new ToolChoice.Allowed(names, mode.equals("required"));
    }

    private static List<String> names(JsonCursor json) {
        List<String> names = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            names.add(name(json));
        }
        return names;
    }

    /** Whether tools are allowed that have no name of their own; looks ahead. */
    private static boolean hosted(JsonCursor json) {
        JsonCursor ahead = json.ahead();
        boolean hosted = false;
        ahead.beginObject();
        while (ahead.nextField()) {
            if (!ahead.name().equals("tools") || !ahead.isArray()) {
                ahead.skip();
                continue;
            }
            ahead.beginArray();
            while (ahead.nextElement()) {
                String type = ahead.peek("type");
                hosted |= type != null && !type.equals("function") && !type.equals("custom");
                ahead.skip();
            }
        }
        return hosted;
    }
}
