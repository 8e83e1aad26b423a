package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a chat completion request in one pass. Null is absent (H81, H123); a field nobody knows stays as raw
 * JSON (H82); a top-level field that comes twice is refused, because two readers of one body could follow different ones.
 */
final class RequestReader {
    private final JsonCursor json;
    private final UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT);
    private final SamplingFields sampling = new SamplingFields();
    private final ReasoningFields reasoning = new ReasoningFields();
    private final ToolFields tools = new ToolFields();
    private final ExtraFields extras = new ExtraFields();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private @Nullable List<UnifiedMessage> messages;
    private @Nullable Long maxTokens;
    private @Nullable Long maxCompletionTokens;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;
    private @Nullable Boolean parallelToolCalls;
    private boolean stream;
    private boolean streamOptions;
    private boolean includeUsage;
    private boolean usageAsked;

    private RequestReader(JsonCursor json) {
        this.json = json;
    }

    static UnifiedRequest read(Buffer body) {
        return new RequestReader(JsonCursor.of(body)).read().body(body).build();
    }

    private UnifiedRequestBuilder read() {
        json.beginObject();
        while (json.nextField()) {
            if (!seen.add(json.name())) {
                throw Violation.misplaced(json.path(), "is given twice.");
            }
            if (json.isNull()) {
                json.skip();
            } else if (!take() && !sampling.take(json) && !tools.take(json) && !reasoning.take(json)) {
                extras.take(json);
            }
        }
        json.end();
        if (model == null) {
            throw Violation.missing("model");
        }
        if (messages == null) {
            throw Violation.missing("messages");
        }
        if (streamOptions && !stream) {
            throw Violation.misplaced("stream_options", "is only allowed where 'stream' is true.");
        }
        return request.model(model).messages(messages).stream(stream)
                .streamUsage(stream && (includeUsage || usageAsked))
                .tools(tools.tools())
                .toolChoice(tools.choice())
                .legacyFunctions(tools.legacy())
                // An answer in the deprecated form holds one call: that is said to the model, not found out afterwards.
                .parallelToolCalls(tools.legacy() ? Boolean.FALSE : parallelToolCalls)
                .maxOutputTokens(maxCompletionTokens == null ? maxTokens : maxCompletionTokens)
                .userId(safetyIdentifier == null ? user : safetyIdentifier)
                .sampling(sampling.sampling())
                .reasoning(reasoning.control())
                .extras(extras.collected());
    }

    private boolean take() {
        switch (json.name()) {
            case "model" -> model = nonEmpty();
            case "messages" -> messages = new MessageReader(json).read();
            case "stream" -> stream = json.bool();
            case "stream_options" -> streamOptions();
            case "usage" -> usage();
            case "max_tokens" -> maxTokens = positive();
            case "max_completion_tokens" -> maxCompletionTokens = positive();
            case "stop" -> request.stop(stop());
            case "parallel_tool_calls" -> parallelToolCalls = json.bool();
            case "response_format" -> request.responseFormat(responseFormat());
            case "verbosity" -> request.verbosity(json.string());
            case "user" -> user = json.string();
            case "safety_identifier" -> safetyIdentifier = json.string();
            case "service_tier" -> request.serviceTier(json.string());
            case "prompt_cache_key" -> request.promptCacheKey(json.string());
            case "cache_control" -> request.cache(CacheHints.control(json));
            case "metadata" -> request.metadata(SamplingFields.object(json));
            default -> {
                return documented();
            }
        }
        return true;
    }

    /** Documented fields the model has no place for: their type is checked, then they travel as they are. */
    private boolean documented() {
        String name = json.name();
        switch (name) {
            case "modalities" -> {
                if (!json.isArray()) {
                    json.beginArray();
                }
                extras.take(json);
            }
            case "audio", "prediction", "web_search_options", "prompt_cache_options", "moderation" ->
                extras.put(name, SamplingFields.object(json));
            case "store" -> extras.put(name, String.valueOf(json.bool()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private String nonEmpty() {
        String text = json.string();
        if (text.isEmpty()) {
            throw Violation.value(json, "it is empty.");
        }
        return text;
    }

    private long positive() {
        long tokens = json.integer();
        if (tokens < 1) {
            throw Violation.value(json, "it must be at least 1.");
        }
        return tokens;
    }

    private void streamOptions() {
        streamOptions = true;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("include_usage")) {
                Boolean wanted = json.boolOrNull();
                includeUsage = wanted != null && wanted;
            } else {
                // Obfuscation pads a provider's stream; this one is the gateway's own.
                json.skip();
            }
        }
    }

    /** OpenRouter's older way to ask for usage. */
    private void usage() {
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("include")) {
                Boolean wanted = json.boolOrNull();
                usageAsked = wanted != null && wanted;
            } else {
                json.skip();
            }
        }
    }

    /** One string or a list of them; an empty one would match everywhere and is left out (H86). */
    private List<String> stop() {
        if (json.isString()) {
            String only = json.string();
            return only.isEmpty() ? List.of() : List.of(only);
        }
        if (!json.isArray()) {
            throw Violation.value(json, "it is a string or an array of strings.");
        }
        List<String> stop = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            String sequence = json.string();
            if (!sequence.isEmpty()) {
                stop.add(sequence);
            }
        }
        return stop;
    }

    /** A format of a type nobody knows stays among the extras, for servers that added one. */
    private @Nullable ResponseFormat responseFormat() {
        Tagged format = Tagged.open(json);
        return switch (format.type()) {
            case "text" -> {
                format.skip();
                yield new ResponseFormat.PlainText();
            }
            case "json_object" -> {
                format.skip();
                yield new ResponseFormat.JsonObject();
            }
            case "json_schema" -> jsonSchema(format.members());
            default -> {
                extras.put("response_format", format.raw());
                yield null;
            }
        };
    }

    private static ResponseFormat jsonSchema(JsonCursor json) {
        ResponseFormat schema = null;
        while (json.nextField()) {
            if (json.name().equals("json_schema")) {
                schema = schema(json);
            } else {
                json.skip();
            }
        }
        if (schema == null) {
            throw Violation.missing(json, "json_schema");
        }
        return schema;
    }

    private static ResponseFormat schema(JsonCursor json) {
        String name = null;
        String description = null;
        String schema = null;
        Boolean strict = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "name" -> name = json.string();
                case "description" -> description = json.string();
                case "schema" -> schema = SamplingFields.object(json);
                case "strict" -> strict = json.bool();
                default -> extras.take(json);
            }
        }
        if (name == null || name.isEmpty()) {
            throw Violation.missing(json, "name");
        }
        return new ResponseFormat.JsonSchema(name, description, schema, strict, extras.collected());
    }
}
