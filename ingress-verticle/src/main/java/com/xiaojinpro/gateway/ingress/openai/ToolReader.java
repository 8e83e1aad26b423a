package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tool definitions. Schemas and formats stay raw JSON, exactly as written (H96). */
final class ToolReader {
    private ToolReader() {}

    /** Takes a {@code tools} array. A tool of an unknown type stays whole: servers add their own. */
    static List<ToolSpec> tools(JsonCursor json) {
        List<ToolSpec> tools = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            Tagged tool = Tagged.open(json);
            tools.add(
                    switch (tool.type()) {
                        case "function" -> function(tool.members());
                        case "custom" -> custom(tool.members());
                        default -> new ToolSpec.Opaque(Dialect.OPENAI_CHAT, tool.raw());
                    });
        }
        return tools;
    }

    /** Takes the deprecated {@code functions} array. */
    static List<ToolSpec> functions(JsonCursor json) {
        List<ToolSpec> functions = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            Definition definition = definition(json);
            functions.add(new ToolSpec.Function(
                    definition.name, definition.description, definition.parameters, null, null, Extras.NONE));
        }
        return functions;
    }

    private static ToolSpec function(JsonCursor json) {
        Definition definition = null;
        CacheHint cacheHint = null;
        ExtraFields extras = new ExtraFields();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> json.skip();
                case "function" -> definition = definition(json);
                case "cache_control" -> cacheHint = CacheHints.control(json);
                default -> extras.take(json);
            }
        }
        if (definition == null) {
            throw Violation.missing(json, "function");
        }
        return new ToolSpec.Function(
                definition.name,
                definition.description,
                definition.parameters,
                definition.strict,
                cacheHint,
                extras.collected());
    }

    private static ToolSpec custom(JsonCursor json) {
        Definition definition = null;
        ExtraFields extras = new ExtraFields();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> json.skip();
                case "custom" -> definition = definition(json);
                default -> extras.take(json);
            }
        }
        if (definition == null) {
            throw Violation.missing(json, "custom");
        }
        return new ToolSpec.Custom(definition.name, definition.description, definition.format, extras.collected());
    }

    private record Definition(
            String name,
            @Nullable String description,
            @Nullable String parameters,
            @Nullable String format,
            @Nullable Boolean strict) {}

    private static Definition definition(JsonCursor json) {
        String name = null;
        String description = null;
        String parameters = null;
        String format = null;
        Boolean strict = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "name" -> name = json.string();
                case "description" -> description = json.string();
                case "parameters" -> parameters = SamplingFields.object(json);
                case "format" -> format = SamplingFields.object(json);
                case "strict" -> strict = json.bool();
                default -> json.skip();
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return new Definition(name, description, parameters, format, strict);
    }
}
