package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.json.StrictSchema;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code tools} array. Schemas stay raw JSON, exactly as written (H96). Hosted tools and types nobody knows stay
 * whole.
 */
final class ToolReader {
    private ToolReader() {}

    static List<ToolSpec> tools(JsonCursor json) {
        List<ToolSpec> tools = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            tools.add(tool(json));
        }
        return tools;
    }

    /** Takes an object as raw JSON. */
    static String object(JsonCursor json) {
        if (!json.isObject()) {
            json.beginObject();
        }
        return json.raw();
    }

    private static ToolSpec tool(JsonCursor json) {
        String type = json.peek("type");
        if ("function".equals(type)) {
            return function(json);
        }
        if ("custom".equals(type)) {
            return custom(json);
        }
        String path = json.path();
        String raw = object(json);
        if (type == null) {
            throw Violation.missing(Violation.member(path, "type"));
        }
        return new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, raw);
    }

    private static ToolSpec function(JsonCursor json) {
        String name = null;
        String description = null;
        String parameters = null;
        Boolean strict = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type" -> json.skip();
                case "name" -> name = json.string();
                case "description" -> description = json.string();
                case "parameters" -> parameters = object(json);
                case "strict" -> strict = json.bool();
                default -> extras.take(json);
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        // Strict is this protocol's default, and one that OpenAI lets go where a schema cannot be followed strictly;
        // other protocols have the opposite default, so it is said where it can be.
        if (strict == null && parameters != null && StrictSchema.conforms(parameters)) {
            strict = Boolean.TRUE;
        }
        return new ToolSpec.Function(name, description, parameters, strict, null, extras.collected());
    }

    private static ToolSpec custom(JsonCursor json) {
        String name = null;
        String description = null;
        String format = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type" -> json.skip();
                case "name" -> name = json.string();
                case "description" -> description = json.string();
                case "format" -> format = format(json);
                default -> extras.take(json);
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return new ToolSpec.Custom(name, description, format, extras.collected());
    }

    /**
     * The format of a custom tool in the form that the model keeps, which is Chat's: there the grammar is one level deeper
     * than here.
     */
    private static String format(JsonCursor json) {
        String raw = object(json);
        JsonCursor format = JsonCursor.of(raw);
        if (!"grammar".equals(format.peek("type")) || format.peek("definition") == null) {
            return raw;
        }
        List<String> members = new ArrayList<>();
        format.beginObject();
        while (format.nextField()) {
            String name = format.name();
            if (!name.equals("type")) {
                members.add("\"" + name + "\":" + format.raw());
            } else {
                format.skip();
            }
        }
        return "{\"type\":\"grammar\",\"grammar\":{" + String.join(",", members) + "}}";
    }
}
