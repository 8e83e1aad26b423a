package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tools} and {@code tool_choice}. A tool with a type of its own is a server tool and stays raw; schemas stay
 * raw always. Belongs to one {@link RequestReader}.
 */
final class ToolsReader {
    private final JsonCursor in;
    private @Nullable ToolChoice choice;
    private @Nullable Boolean parallel;

    ToolsReader(JsonCursor in) {
        this.in = in;
    }

    /** The choice read, or null. */
    @Nullable
    ToolChoice choice() {
        return choice;
    }

    /** False where at most one call was asked for; null where the client did not say. */
    @Nullable
    Boolean parallel() {
        return parallel;
    }

    List<ToolSpec> tools() {
        List<ToolSpec> tools = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            in.beginObject();
            String type = in.peek("type");
            tools.add(
                    type == null || type.equals("custom")
                            ? function()
                            : new ToolSpec.Opaque(Dialect.ANTHROPIC_MESSAGES, in.raw()));
        }
        return tools;
    }

    void choose() {
        String type = Members.type(in);
        String name = null;
        while (Members.next(in)) {
            switch (in.name()) {
                case "name" -> name = in.string();
                case "disable_parallel_tool_use" -> parallel = !in.bool();
                default -> in.skip();
            }
        }
        choice = switch (type) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> new ToolChoice.Named(Members.required(in, "name", name), false);
            default ->
                throw in.invalid(
                        "tool_choice.type",
                        "'tool_choice.type' must be 'auto', 'any', 'tool' or 'none', not '" + type + "'.");
        };
    }

    private ToolSpec function() {
        String name = null;
        String description = null;
        String schema = null;
        Boolean strict = null;
        Members members = new Members();
        while (Members.next(in)) {
            switch (in.name()) {
                case "type" -> in.string();
                case "name" -> name = in.string();
                case "description" -> description = in.string();
                case "strict" -> strict = in.bool();
                case "input_schema" -> {
                    in.beginObject();
                    schema = in.raw();
                }
                default -> members.take(in);
            }
        }
        return new ToolSpec.Function(
                Members.required(in, "name", name), description, schema, strict, members.cacheHint(), members.extras());
    }
}
