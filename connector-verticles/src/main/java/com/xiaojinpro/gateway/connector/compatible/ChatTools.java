package com.xiaojinpro.gateway.connector.compatible;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.HostedTools;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.JsonOutput;
import com.xiaojinpro.gateway.json.StrictSchema;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tools}, {@code tool_choice} and {@code response_format} of a request. Made for one request; not thread-safe. */
final class ChatTools {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";
    private static final int LONGEST_NAME = 64;

    private final ChatSwitches switches;
    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;
    private final ChatParts parts;

    ChatTools(ChatSwitches switches, UnifiedRequest request, Set<String> dropped) {
        this.switches = switches;
        this.request = HostedTools.of(request, Dialect.OPENAI_CHAT, dropped);
        this.own = request.dialect() == Dialect.OPENAI_CHAT;
        this.dropped = dropped;
        this.parts = new ChatParts(switches, request.dialect(), dropped);
    }

    /** Whether any tool is left to offer. */
    boolean any() {
        return !request.tools().isEmpty();
    }

    /** Whether the client's own tools can be sent as they are. */
    boolean asWritten() {
        if (!switches.unknownFields()) {
            return request.tools().isEmpty();
        }
        for (ToolSpec tool : request.tools()) {
            if (tool instanceof ToolSpec.Function function) {
                boolean hint = function.cacheHint() != null
                        && (switches.cacheHints() == CacheHints.STRIP
                                || switches.cacheHints() == CacheHints.BREAKPOINT);
                if (hint || (function.strict() != null && !switches.strictTools())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Writes the array of tools; there is at least one. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ToolSpec tool : request.tools()) {
            switch (tool) {
                case ToolSpec.Function function -> function(json, function);
                case ToolSpec.Custom custom -> custom(json, custom);
                case ToolSpec.Opaque opaque -> json.writeRawValue(opaque.json());
            }
        }
        json.writeEndArray();
    }

    private void function(JsonGenerator json, ToolSpec.Function function) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", function.name());
        if (function.description() != null) {
            json.writeStringField("description", function.description());
        }
        String schema = function.schema();
        json.writeFieldName("parameters");
        json.writeRawValue(empty(schema) ? NO_PARAMETERS : schema);
        Boolean strict = strict(function.strict(), schema);
        if (strict != null) {
            json.writeBooleanField("strict", strict);
        }
        json.writeEndObject();
        if (switches.cacheHints() == CacheHints.BREAKPOINT && function.cacheHint() != null) {
            // Breakpoints of OpenAI stand on parts only.
            dropped.add("cache_control");
        } else {
            parts.cacheHint(json, function.cacheHint());
        }
        parts.extras(json, function.extras());
        json.writeEndObject();
    }

    private void custom(JsonGenerator json, ToolSpec.Custom custom) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "custom");
        json.writeObjectFieldStart("custom");
        json.writeStringField("name", custom.name());
        if (custom.description() != null) {
            json.writeStringField("description", custom.description());
        }
        if (custom.format() != null) {
            json.writeFieldName("format");
            json.writeRawValue(CustomFormats.nested(custom.format()));
        }
        json.writeEndObject();
        parts.extras(json, custom.extras());
        json.writeEndObject();
    }

    /** The choice as raw JSON; null where none is sent. There is at least one tool (H52). */
    @Nullable
    String choice() {
        ToolChoice choice = request.toolChoice();
        if (choice == null) {
            return null;
        }
        return switch (choice) {
            case ToolChoice.Auto ignored -> "\"auto\"";
            case ToolChoice.None ignored -> "\"none\"";
            case ToolChoice.Required ignored -> required();
            case ToolChoice.Named named -> {
                String kind = named.custom() ? "custom" : "function";
                yield "{\"type\":\"" + kind + "\",\"" + kind + "\":{\"name\":" + JsonText.quoted(named.name()) + "}}";
            }
            case ToolChoice.Allowed allowed -> allowed(allowed);
        };
    }

    private String required() {
        if (switches.toolChoiceRequired()) {
            return "\"required\"";
        }
        dropped.add("tool_choice");
        return "\"auto\"";
    }

    private String allowed(ToolChoice.Allowed allowed) {
        return JsonText.written(json -> {
                    json.writeStartObject();
                    json.writeStringField("type", "allowed_tools");
                    json.writeObjectFieldStart("allowed_tools");
                    json.writeStringField("mode", allowed.required() ? "required" : "auto");
                    json.writeArrayFieldStart("tools");
                    for (String name : allowed.names()) {
                        json.writeStartObject();
                        json.writeStringField("type", "function");
                        json.writeObjectFieldStart("function");
                        json.writeStringField("name", name);
                        json.writeEndObject();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .toString(StandardCharsets.UTF_8);
    }

    /** Whether the client's own response format can be sent as it is. */
    boolean formatAsWritten() {
        ResponseFormat format = request.responseFormat();
        return switch (switches.jsonOutput()) {
            case JSON_SCHEMA -> true;
            case JSON_OBJECT -> !(format instanceof ResponseFormat.JsonSchema);
            case NONE -> format == null || format instanceof ResponseFormat.PlainText;
        };
    }

    /** The response format as raw JSON; null where none is sent. */
    @Nullable
    String format() {
        ResponseFormat format = request.responseFormat();
        if (format == null) {
            return null;
        }
        return switch (format) {
            case ResponseFormat.PlainText ignored -> own ? "{\"type\":\"text\"}" : null;
            case ResponseFormat.JsonObject ignored -> jsonObject();
            case ResponseFormat.JsonSchema schema -> {
                if (switches.jsonOutput() == JsonOutput.JSON_SCHEMA) {
                    yield jsonSchema(schema);
                }
                dropped.add("response_format");
                yield jsonObject();
            }
        };
    }

    private @Nullable String jsonObject() {
        if (switches.jsonOutput() == JsonOutput.NONE) {
            dropped.add("response_format");
            return null;
        }
        return "{\"type\":\"json_object\"}";
    }

    private String jsonSchema(ResponseFormat.JsonSchema schema) {
        return JsonText.written(json -> {
                    json.writeStartObject();
                    json.writeStringField("type", "json_schema");
                    json.writeObjectFieldStart("json_schema");
                    json.writeStringField("name", schemaName(schema.name()));
                    if (schema.description() != null) {
                        json.writeStringField("description", schema.description());
                    }
                    if (schema.schema() != null) {
                        json.writeFieldName("schema");
                        json.writeRawValue(schema.schema());
                    }
                    // A dialect without the word means that the schema holds: strict where the schema allows it.
                    Boolean wanted = (schema.strict() != null || own) ? schema.strict() : Boolean.TRUE;
                    Boolean strict = strict(wanted, schema.schema());
                    if (strict != null) {
                        json.writeBooleanField("strict", strict);
                    } else if (!own && switches.strictTools()) {
                        json.writeBooleanField("strict", false);
                    }
                    parts.extras(json, schema.extras());
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .toString(StandardCharsets.UTF_8);
    }

    /** Other dialects do not name schemas; here a name is required, of letters, digits, underscore and hyphen. */
    private static String schemaName(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return "response";
        }
        String clean = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
    }

    /** Strict only where the server knows the word and the schema keeps to its rules (H50); the client's own word stays. */
    private @Nullable Boolean strict(@Nullable Boolean strict, @Nullable String schema) {
        if (strict == null) {
            return null;
        }
        if (!switches.strictTools()) {
            if (strict) {
                dropped.add("strict");
            }
            return null;
        }
        boolean conforms = schema != null && StrictSchema.conforms(schema);
        return (!strict || own || conforms) ? strict : null;
    }

    private static boolean empty(@Nullable String schema) {
        return schema == null
                || schema.equals("null")
                || schema.replace(" ", "").equals("{}");
    }
}
