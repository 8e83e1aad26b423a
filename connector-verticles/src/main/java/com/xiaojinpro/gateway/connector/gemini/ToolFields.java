package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tools} and {@code toolConfig} of a request. Made for one request; not thread-safe. */
final class ToolFields {
    private static final String FREE_TEXT =
            "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"]}";

    /** Google's own tools, by the spellings clients use. */
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("googleSearch", "googleSearch"),
            Map.entry("google_search", "googleSearch"),
            Map.entry("googleSearchRetrieval", "googleSearchRetrieval"),
            Map.entry("google_search_retrieval", "googleSearchRetrieval"),
            Map.entry("enterpriseWebSearch", "enterpriseWebSearch"),
            Map.entry("urlContext", "urlContext"),
            Map.entry("url_context", "urlContext"),
            Map.entry("codeExecution", "codeExecution"),
            Map.entry("code_execution", "codeExecution"),
            Map.entry("googleMaps", "googleMaps"),
            Map.entry("google_maps", "googleMaps"),
            Map.entry("retrieval", "retrieval"));

    private final UnifiedRequest request;
    private final ModelTraits traits;
    private final GeminiSwitches switches;
    private final boolean vertex;
    private final ToolNames names;
    private final Set<String> dropped;
    private final Map<String, String> builtIn = new LinkedHashMap<>();
    private final List<ToolSpec> functions = new ArrayList<>();

    ToolFields(
            UnifiedRequest request,
            ModelTraits traits,
            GeminiSwitches switches,
            boolean vertex,
            ToolNames names,
            Set<String> dropped) {
        this.request = request;
        this.traits = traits;
        this.switches = switches;
        this.vertex = vertex;
        this.names = names;
        this.dropped = dropped;
        read();
    }

    private void read() {
        for (ToolSpec tool : request.tools()) {
            if (tool instanceof ToolSpec.Opaque opaque) {
                builtIn.putAll(read(opaque.json()));
            } else {
                functions.add(tool);
            }
        }
        if (request.extras().get("web_search_options") != null) {
            builtIn.putIfAbsent("googleSearch", "{}");
        }
        if (!functions.isEmpty() && !builtIn.isEmpty() && !traits.has(ModelTraits.MIXED_TOOLS)) {
            dropped.add("tools");
            builtIn.clear();
        }
    }

    boolean functions() {
        return !functions.isEmpty();
    }

    void write(JsonGenerator json) throws IOException {
        if (functions.isEmpty() && builtIn.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        if (!functions.isEmpty()) {
            json.writeStartObject();
            json.writeArrayFieldStart("functionDeclarations");
            for (int i = 0; i < functions.size(); i++) {
                declaration(json, functions.get(i), i);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        for (Map.Entry<String, String> tool : builtIn.entrySet()) {
            json.writeStartObject();
            json.writeFieldName(tool.getKey());
            json.writeRawValue(tool.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        config(json);
    }

    private void declaration(JsonGenerator json, ToolSpec tool, int index) throws IOException {
        switch (tool) {
            case ToolSpec.Function function -> {
                if (function.cacheHint() != null) {
                    dropped.add("cache_control");
                }
                if (Boolean.TRUE.equals(function.strict())) {
                    dropped.add("strict");
                }
                declaration(json, function.name(), function.description(), function.schema(), index);
            }
            case ToolSpec.Custom custom -> {
                if (custom.format() != null) {
                    dropped.add("format");
                }
                declaration(json, custom.name(), custom.description(), FREE_TEXT, index);
            }
            case ToolSpec.Opaque ignored -> {}
        }
    }

    private void declaration(
            JsonGenerator json, String name, @Nullable String description, @Nullable String schema, int index)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", names.sent(name));
        if (description != null) {
            json.writeStringField("description", description);
        }
        if (schema != null && !SchemaField.empty(schema)) {
            SchemaField field = SchemaField.of(
                    "parameters", schema, traits.has(ModelTraits.JSON_SCHEMA), "tools[" + index + "].parameters");
            json.writeFieldName(field.name());
            json.writeRawValue(field.json());
        }
        json.writeEndObject();
    }

    private void config(JsonGenerator json) throws IOException {
        if (Boolean.FALSE.equals(request.parallelToolCalls()) && !functions.isEmpty()) {
            dropped.add("parallel_tool_calls");
        }
        ToolChoice choice = request.toolChoice();
        Set<String> allowed = new LinkedHashSet<>();
        String mode = functions.isEmpty() || choice == null ? null : mode(choice, allowed);
        boolean mixed = !functions.isEmpty() && !builtIn.isEmpty();
        if (mixed && mode == null) {
            mode = "VALIDATED";
        }
        boolean stream = switches.streamArguments() && vertex && request.stream() && !functions.isEmpty();
        boolean serverCalls = mixed && !vertex;
        if (mode == null && !stream && !serverCalls) {
            return;
        }
        json.writeObjectFieldStart("toolConfig");
        if (mode != null || stream) {
            json.writeObjectFieldStart("functionCallingConfig");
            if (mode != null) {
                json.writeStringField("mode", mode);
            }
            if (!allowed.isEmpty()) {
                json.writeArrayFieldStart("allowedFunctionNames");
                for (String name : allowed) {
                    json.writeString(name);
                }
                json.writeEndArray();
            }
            if (stream) {
                json.writeBooleanField("streamFunctionCallArguments", true);
            }
            json.writeEndObject();
        }
        if (serverCalls) {
            json.writeBooleanField("includeServerSideToolInvocations", true);
        }
        json.writeEndObject();
    }

    /** The mode; null where it is the default. */
    private @Nullable String mode(ToolChoice choice, Set<String> allowed) {
        return switch (choice) {
            case ToolChoice.Auto ignored -> null;
            case ToolChoice.None ignored -> "NONE";
            case ToolChoice.Required ignored -> "ANY";
            case ToolChoice.Named named -> {
                allowed.add(names.sent(named.name()));
                yield "ANY";
            }
            case ToolChoice.Allowed subset -> {
                subset.names().forEach(name -> allowed.add(names.sent(name)));
                yield subset.required() ? "ANY" : "VALIDATED";
            }
        };
    }

    /** Whether Google has a tool that a provider runs itself: its own, or what another vendor calls the same. */
    static boolean has(ToolSpec.Opaque tool) {
        return !read(tool.json()).isEmpty();
    }

    /** Google's tools by name that a hosted tool stands for; none where it stands for no tool of Google's. */
    private static Map<String, String> read(String tool) {
        Map<String, String> found = new LinkedHashMap<>();
        try {
            JsonCursor json = JsonCursor.of(tool);
            String type = json.peek("type");
            String mapped = type == null ? null : ofType(type);
            if (mapped != null) {
                return Map.of(mapped, "{}");
            }
            json.beginObject();
            while (json.nextField()) {
                String name = BUILT_IN.get(json.name());
                if (name == null || !json.isObject()) {
                    json.skip();
                } else {
                    found.put(name, json.raw());
                }
            }
        } catch (FaultException malformed) {
            return Map.of();
        }
        return found;
    }

    private static @Nullable String ofType(String type) {
        if (BUILT_IN.containsKey(type)) {
            return BUILT_IN.get(type);
        }
        if (type.startsWith("web_search")) {
            return "googleSearch";
        }
        if (type.startsWith("web_fetch")) {
            return "urlContext";
        }
        return type.startsWith("code_execution") || type.equals("code_interpreter") ? "codeExecution" : null;
    }
}
