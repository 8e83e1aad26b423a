package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ToolChoice;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code tool_choice} in all its forms, and the deprecated {@code function_call}. */
final class ToolChoiceReader {
    private ToolChoiceReader() {}

    /** Takes a {@code tool_choice}. */
    static ToolChoice choice(JsonCursor json) {
        if (json.isString()) {
            return word(json);
        }
        Tagged choice = Tagged.open(json);
        return switch (choice.type()) {
            case "function" -> new ToolChoice.Named(named(choice, "function"), false);
            case "custom" -> new ToolChoice.Named(named(choice, "custom"), true);
            case "allowed_tools" -> allowed(choice.members());
            default ->
                throw Violation.value(
                        choice.typePath(), "its type is one of 'function', 'custom' and 'allowed_tools'.");
        };
    }

    /** Takes a deprecated {@code function_call}: a word, or an object with a name. */
    static ToolChoice functionCall(JsonCursor json) {
        return json.isString() ? word(json) : new ToolChoice.Named(name(json), false);
    }

    private static ToolChoice word(JsonCursor json) {
        return switch (json.string()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            // "any" is how clients of Mistral say it.
            case "required", "any" -> new ToolChoice.Required();
            default -> throw Violation.value(json, "as a word it is one of 'none', 'auto' and 'required'.");
        };
    }

    private static String named(Tagged tagged, String field) {
        JsonCursor json = tagged.members();
        String name = null;
        while (json.nextField()) {
            if (json.name().equals(field)) {
                name = name(json);
            } else {
                json.skip();
            }
        }
        if (name == null) {
            throw Violation.missing(json, field);
        }
        return name;
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
        ToolChoice.Allowed allowed = null;
        while (json.nextField()) {
            if (json.name().equals("allowed_tools")) {
                allowed = allowance(json);
            } else {
                json.skip();
            }
        }
        if (allowed == null) {
            throw Violation.missing(json, "allowed_tools");
        }
        return allowed;
    }

    private static ToolChoice.Allowed allowance(JsonCursor json) {
        String mode = null;
        List<String> names = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "mode" -> mode = mode(json);
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

    private static String mode(JsonCursor json) {
        String mode = json.string();
        if (!mode.equals("auto") && !mode.equals("required")) {
            throw Violation.value(json, "it is 'auto' or 'required'.");
        }
        return mode;
    }

    private static List<String> names(JsonCursor json) {
        List<String> names = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            Tagged tool = Tagged.open(json);
            if (!tool.type().equals("function") && !tool.type().equals("custom")) {
                throw Violation.value(tool.typePath(), "a tool is of type 'function' or 'custom'.");
            }
            names.add(named(tool, tool.type()));
        }
        return names;
    }
}
