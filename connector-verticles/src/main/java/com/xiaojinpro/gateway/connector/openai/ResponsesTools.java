package com.xiaojinpro.gateway.connector.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.HostedTools;
import com.xiaojinpro.gateway.connector.compatible.CustomFormats;
import com.xiaojinpro.gateway.connector.compatible.RefusedFields;
import com.xiaojinpro.gateway.json.StrictSchema;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tools, tool choice and text format in the flat form of the Responses API. Made for one request; not thread-safe. */
final class ResponsesTools {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";
    private static final int LONGEST_NAME = 64;

    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;

    ResponsesTools(UnifiedRequest request, Set<String> dropped) {
        this.request = HostedTools.of(request, Dialect.OPENAI_RESPONSES, dropped);
        this.own = request.dialect() == Dialect.OPENAI_RESPONSES;
        this.dropped = dropped;
    }

    /** Writes the members; without tools there is neither a choice nor a limit of them (H52). */
    void write(JsonGenerator json, RefusedFields refused) throws IOException {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (ToolSpec tool : request.tools()) {
            switch (tool) {
                case ToolSpec.Function function -> function(json, function);
                case ToolSpec.Custom custom -> custom(json, custom);
                case ToolSpec.Opaque hosted -> json.writeRawValue(hosted.json());
            }
        }
        json.writeEndArray();
        choice(json);
        Boolean parallel = request.parallelToolCalls();
        if (parallel != null && !refused.refuses("parallel_tool_calls", dropped)) {
            json.writeBooleanField("parallel_tool_calls", parallel);
        }
    }

    private void function(JsonGenerator json, ToolSpec.Function function) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeStringField("name", function.name());
        if (function.description() != null) {
            json.writeStringField("description", function.description());
        }
        String schema = function.schema();
        boolean empty = schema == null
                || schema.equals("null")
                || schema.replace(" ", "").equals("{}");
        json.writeFieldName("parameters");
        json.writeRawValue(empty ? NO_PARAMETERS : schema);
        // Where nothing is said this API is strict, others are not (H50).
        Boolean strict = own ? function.strict() : Boolean.valueOf(strict(function.strict(), schema));
        if (strict != null) {
            json.writeBooleanField("strict", strict);
        }
        if (function.cacheHint() != null) {
            dropped.add("cache_control");
        }
        extras(json, function.extras());
        json.writeEndObject();
    }

    private static boolean strict(@Nullable Boolean wanted, @Nullable String schema) {
        return Boolean.TRUE.equals(wanted) && schema != null && StrictSchema.conforms(schema);
    }

    private void custom(JsonGenerator json, ToolSpec.Custom custom) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "custom");
        json.writeStringField("name", custom.name());
        if (custom.description() != null) {
            json.writeStringField("description", custom.description());
        }
        if (custom.format() != null) {
            json.writeFieldName("format");
            json.writeRawValue(CustomFormats.flat(custom.format()));
        }
        extras(json, custom.extras());
        json.writeEndObject();
    }

    private void choice(JsonGenerator json) throws IOException {
        ToolChoice choice = request.toolChoice();
        // One that is about hosted tools is sent as the client wrote it, among what else it said.
        if (choice == null || (own && request.extras().get("tool_choice") != null)) {
            return;
        }
        switch (choice) {
            case ToolChoice.Auto ignored -> json.writeStringField("tool_choice", "auto");
            case ToolChoice.None ignored -> json.writeStringField("tool_choice", "none");
            case ToolChoice.Required ignored -> json.writeStringField("tool_choice", "required");
            case ToolChoice.Named named -> {
                json.writeFieldName("tool_choice");
                named(json, named.name(), named.custom());
            }
            case ToolChoice.Allowed allowed -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "allowed_tools");
                json.writeStringField("mode", allowed.required() ? "required" : "auto");
                json.writeArrayFieldStart("tools");
                for (String name : allowed.names()) {
                    named(json, name, custom(name));
                }
                json.writeEndArray();
                json.writeEndObject();
            }
        }
    }

    private boolean custom(String name) {
        return request.tools().stream()
                .anyMatch(tool ->
                        tool instanceof ToolSpec.Custom custom && custom.name().equals(name));
    }

    private static void named(JsonGenerator json, String name, boolean custom) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", custom ? "custom" : "function");
        json.writeStringField("name", name);
        json.writeEndObject();
    }

    /** Writes a text format. */
    static void format(JsonGenerator json, ResponseFormat format, boolean own) throws IOException {
        json.writeStartObject();
        switch (format) {
            case ResponseFormat.PlainText ignored -> json.writeStringField("type", "text");
            case ResponseFormat.JsonObject ignored -> json.writeStringField("type", "json_object");
            case ResponseFormat.JsonSchema schema -> {
                json.writeStringField("type", "json_schema");
                json.writeStringField("name", name(schema.name()));
                if (schema.description() != null) {
                    json.writeStringField("description", schema.description());
                }
                if (schema.schema() != null) {
                    json.writeFieldName("schema");
                    json.writeRawValue(schema.schema());
                }
                Boolean wanted = schema.strict();
                if (own) {
                    if (wanted != null) {
                        json.writeBooleanField("strict", wanted);
                    }
                } else {
                    // A dialect without the word means that the schema holds: strict where the schema allows it.
                    json.writeBooleanField("strict", strict(wanted == null || wanted, schema.schema()));
                }
            }
        }
        json.writeEndObject();
    }

    private static String name(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return "response";
        }
        String clean = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
    }

    private void extras(JsonGenerator json, Extras extras) throws IOException {
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            if (own) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            } else {
                dropped.add(field.getKey());
            }
        }
    }
}
