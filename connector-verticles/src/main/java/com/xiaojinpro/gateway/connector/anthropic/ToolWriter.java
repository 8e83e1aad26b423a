package com.xiaojinpro.gateway.connector.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code tool_choice}. Made for one request; not thread-safe. */
final class ToolWriter {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";
    /** The most tools a request may have that are enforced. */
    private static final int MOST_STRICT = 20;

    private final UnifiedRequest request;
    private final ClaudeModel model;
    private final ThinkingPlan thinking;
    private final ToolNames names;
    private final BlockWriter blocks;
    private final Set<String> dropped;
    private final boolean own;
    private final @Nullable String answerSchema;
    private int strict;

    ToolWriter(
            UnifiedRequest request,
            ClaudeModel model,
            ThinkingPlan thinking,
            ToolNames names,
            BlockWriter blocks,
            Set<String> dropped) {
        this.request = request;
        this.model = model;
        this.thinking = thinking;
        this.names = names;
        this.blocks = blocks;
        this.dropped = dropped;
        this.own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        this.answerSchema = JsonTool.schema(request, model);
    }

    /** Writes both members where there is a tool; without one neither is legal (H52). */
    void write(JsonGenerator json, CacheBudget cache) throws IOException {
        List<ToolSpec> tools = offered();
        if (tools.isEmpty() && answerSchema == null) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : tools) {
            switch (tool) {
                case ToolSpec.Function function -> function(json, function, cache);
                case ToolSpec.Custom custom -> custom(json, custom);
                case ToolSpec.Opaque opaque -> json.writeRawValue(opaque.json());
            }
        }
        if (answerSchema != null) {
            json.writeStartObject();
            json.writeStringField("name", JsonTool.NAME);
            json.writeStringField("description", JsonTool.DESCRIPTION);
            json.writeFieldName("input_schema");
            json.writeRawValue(answerSchema);
            json.writeEndObject();
        }
        json.writeEndArray();
        choice(json, tools.isEmpty());
    }

    /** The tools of an allowed set, or the one that is demanded and cannot be (H54); else all. */
    private List<ToolSpec> offered() {
        List<String> only = null;
        if (request.toolChoice() instanceof ToolChoice.Allowed allowed) {
            only = allowed.names();
        } else if (request.toolChoice() instanceof ToolChoice.Named named && !forcible()) {
            only = List.of(named.name());
        }
        if (only == null) {
            return request.tools();
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (ToolSpec tool : request.tools()) {
            boolean wanted = switch (tool) {
                case ToolSpec.Function function -> only.contains(function.name());
                case ToolSpec.Custom custom -> only.contains(custom.name());
                case ToolSpec.Opaque ignored -> true;
            };
            if (wanted) {
                tools.add(tool);
            }
        }
        return tools;
    }

    private void function(JsonGenerator json, ToolSpec.Function function, CacheBudget cache) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", names.sent(function.name()));
        if (function.description() != null) {
            json.writeStringField("description", function.description());
        }
        String schema = function.schema();
        json.writeFieldName("input_schema");
        json.writeRawValue(schema == null ? NO_PARAMETERS : object(schema));
        Boolean wanted = function.strict();
        if (Boolean.TRUE.equals(wanted)) {
            // Only what can be enforced is asked for (H50).
            boolean conforms = schema != null && (own || SchemaSubset.conforms(schema));
            if (model.structuredOutput() && conforms && strict < MOST_STRICT) {
                strict++;
                json.writeBooleanField("strict", true);
            } else {
                dropped.add("strict");
            }
        } else if (wanted != null && own) {
            json.writeBooleanField("strict", false);
        }
        cache.elsewhere(json, function.cacheHint());
        blocks.extras(json, function.extras());
        json.writeEndObject();
    }

    /** A schema that says it is of an object, as it must (H49). */
    private static String object(String schema) {
        JsonCursor in = JsonCursor.of(schema);
        if (!in.isObject()) {
            return NO_PARAMETERS;
        }
        if ("object".equals(in.peek("type"))) {
            return schema;
        }
        return new BodyPatch()
                .put("type", "\"object\"")
                .apply(Buffer.buffer(schema))
                .toString(StandardCharsets.UTF_8);
    }

    private void custom(JsonGenerator json, ToolSpec.Custom custom) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", names.sent(custom.name()));
        if (custom.description() != null) {
            json.writeStringField("description", custom.description());
        }
        json.writeFieldName("input_schema");
        json.writeRawValue(ToolInput.TEXT_SCHEMA);
        json.writeEndObject();
        if (custom.format() != null && !custom.format().contains("\"text\"")) {
            dropped.add("format");
        }
        dropped.addAll(custom.extras().fields().keySet());
    }

    private void choice(JsonGenerator json, boolean answerOnly) throws IOException {
        String word = word(answerOnly);
        boolean single = Boolean.FALSE.equals(request.parallelToolCalls()) && !"none".equals(word);
        if (word == null && !single) {
            return;
        }
        json.writeObjectFieldStart("tool_choice");
        json.writeStringField("type", word == null ? "auto" : word);
        if ("tool".equals(word)) {
            boolean named = request.toolChoice() instanceof ToolChoice.Named;
            String name = request.toolChoice() instanceof ToolChoice.Named choice ? choice.name() : JsonTool.NAME;
            json.writeStringField("name", named ? names.sent(name) : name);
        }
        if (single) {
            json.writeBooleanField("disable_parallel_tool_use", true);
        }
        json.writeEndObject();
    }

    private @Nullable String word(boolean answerOnly) {
        if (answerSchema != null) {
            return answerOnly ? "tool" : "any";
        }
        ToolChoice choice = request.toolChoice();
        if (choice == null) {
            return null;
        }
        return switch (choice) {
            case ToolChoice.Auto ignored -> "auto";
            case ToolChoice.None ignored -> "none";
            case ToolChoice.Required ignored -> demanded("any");
            case ToolChoice.Named ignored -> demanded("tool");
            case ToolChoice.Allowed allowed -> allowed.required() ? demanded("any") : "auto";
        };
    }

    private String demanded(String word) {
        if (forcible()) {
            return word;
        }
        dropped.add("tool_choice");
        return "auto";
    }

    private boolean forcible() {
        return model.forcedTools() && !thinking.forbidsForcedTools();
    }
}
