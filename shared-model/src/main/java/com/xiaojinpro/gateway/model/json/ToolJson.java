package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.List;

/** Tools and the choice among them. */
final class ToolJson {
    private static final Dialect[] DIALECTS = Dialect.values();

    private ToolJson() {}

    static void write(ToolSpec tool, JsonOut out) {
        out.beginObject();
        switch (tool) {
            case ToolSpec.Function function ->
                out.text("k", "function")
                        .text("name", function.name())
                        .text("description", function.description())
                        .text("schema", function.schema())
                        .bool("strict", function.strict())
                        .cache(function.cacheHint())
                        .extras(function.extras());
            case ToolSpec.Custom custom ->
                out.text("k", "custom")
                        .text("name", custom.name())
                        .text("description", custom.description())
                        .text("format", custom.format())
                        .extras(custom.extras());
            case ToolSpec.Opaque opaque ->
                out.text("k", "raw").text("dialect", opaque.dialect().name()).text("json", opaque.json());
        }
        out.endObject();
    }

    static ToolSpec tool(JsonCursor in) {
        String kind = null;
        String name = null;
        String description = null;
        String schema = null;
        String format = null;
        Boolean strict = null;
        Dialect dialect = null;
        String json = null;
        CacheHint cache = null;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "k" -> kind = known(in, "function", "custom", "raw");
                case "name" -> name = in.string();
                case "description" -> description = in.string();
                case "schema" -> schema = in.string();
                case "format" -> format = in.string();
                case "strict" -> strict = in.bool();
                case "dialect" -> dialect = Reading.word(in, DIALECTS);
                case "json" -> json = in.string();
                case "cache" -> cache = Reading.cache(in);
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return switch (Reading.required(in, kind, "k")) {
            case "function" ->
                new ToolSpec.Function(Reading.required(in, name, "name"), description, schema, strict, cache, extras);
            case "custom" -> new ToolSpec.Custom(Reading.required(in, name, "name"), description, format, extras);
            default ->
                new ToolSpec.Opaque(Reading.required(in, dialect, "dialect"), Reading.required(in, json, "json"));
        };
    }

    static void write(ToolChoice choice, JsonOut out) {
        out.beginObject();
        switch (choice) {
            case ToolChoice.Auto ignored -> out.text("k", "auto");
            case ToolChoice.None ignored -> out.text("k", "none");
            case ToolChoice.Required ignored -> out.text("k", "required");
            case ToolChoice.Named named ->
                out.text("k", "named").text("name", named.name()).flag("custom", named.custom());
            case ToolChoice.Allowed allowed -> {
                out.text("k", "allowed").name("names").beginArray();
                allowed.names().forEach(out::value);
                out.endArray().flag("required", allowed.required());
            }
        }
        out.endObject();
    }

    static ToolChoice choice(JsonCursor in) {
        String kind = null;
        String name = null;
        boolean custom = false;
        List<String> names = null;
        boolean required = false;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "k" -> kind = known(in, "auto", "none", "required", "named", "allowed");
                case "name" -> name = in.string();
                case "custom" -> custom = in.bool();
                case "names" -> names = Reading.strings(in);
                case "required" -> required = in.bool();
                default -> in.skip();
            }
        }
        return switch (Reading.required(in, kind, "k")) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            case "named" -> new ToolChoice.Named(Reading.required(in, name, "name"), custom);
            default -> new ToolChoice.Allowed(Reading.required(in, names, "names"), required);
        };
    }

    private static String known(JsonCursor in, String... words) {
        String word = in.string();
        if (!List.of(words).contains(word)) {
            throw Reading.unknown(in, word);
        }
        return word;
    }
}
