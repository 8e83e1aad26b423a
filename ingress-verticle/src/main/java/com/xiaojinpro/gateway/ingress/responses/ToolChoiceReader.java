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

    /**
     * Takes a {@code tool_choice}; null for one of a hosted tool. Where hosted tools are allowed beside others, what is left
     * of it is the others: a provider that has the hosted ones gets it as written.
     */
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
            case "allowed_tools" -> allowed(json);
            default -> {
                json.skip();
                yield null;
            }
        };
    }

    /** Whether the choice the cursor stands on is about hosted tools, alone or among others; the cursor does not move. */
    static boolean hosted(JsonCursor json) {
        String type = json.peek("type");
        if (type == null) {
            return false;
        }
        return type.equals("allowed_tools") ? allowsHosted(json.ahead()) : !ofClient(type);
    }

    /** Whether a tool has a name of the client's. */
    private static boolean ofClient(String type) {
        return type.equals("function") || type.equals("custom");
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
        boolean hosted = hosted(json);
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
        return names.isEmpty() && hosted
                ? new ToolChoice.None()
                : new ToolChoice.Allowed(names, mode.equals("required"));
    }

    private static List<String> names(JsonCursor json) {
        List<String> names = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            String type = json.peek("type");
            if (type == null || ofClient(type)) {
                names.add(name(json));
            } else {
                json.skip();
            }
        }
        return names;
    }

    private static boolean allowsHosted(JsonCursor json) {
        boolean hosted = false;
        json.beginObject();
        while (json.nextField()) {
            if (!json.name().equals("tools") || !json.isArray()) {
                json.skip();
                continue;
            }
            json.beginArray();
            while (json.nextElement()) {
                String type = json.peek("type");
                hosted |= type != null && !ofClient(type);
                json.skip();
            }
        }
        return hosted;
    }
}
