package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;

/** A request as JSON. The client's body is not in it: it travels beside, as the bytes it is. */
public final class RequestJson {
    private static final Dialect[] DIALECTS = Dialect.values();
    private static final Operation[] OPERATIONS = Operation.values();

    private RequestJson() {}

    /** Appends the request without its body. */
    public static void write(UnifiedRequest request, ByteWriter out) {
        JsonOut json = new JsonOut(out)
                .beginObject()
                .text("dialect", request.dialect().name())
                .text("model", request.model())
                .flag("stream", request.stream())
                .flag("streamUsage", request.streamUsage())
                .flag("legacyFunctions", request.legacyFunctions());
        if (request.operation() != Operation.GENERATE) {
            json.text("operation", request.operation().name());
        }
        json.name("messages").beginArray();
        request.messages().forEach(message -> MessageJson.write(message, json));
        json.endArray();
        if (!request.tools().isEmpty()) {
            json.name("tools").beginArray();
            request.tools().forEach(tool -> ToolJson.write(tool, json));
            json.endArray();
        }
        ToolChoice choice = request.toolChoice();
        if (choice != null) {
            ToolJson.write(choice, json.name("toolChoice"));
        }
        json.bool("parallel", request.parallelToolCalls()).whole("max", request.maxOutputTokens());
        if (!request.stop().isEmpty()) {
            json.name("stop").beginArray();
            request.stop().forEach(json::value);
            json.endArray();
        }
        writeOptions(request, json);
        json.text("verbosity", request.verbosity())
                .text("user", request.userId())
                .text("tier", request.serviceTier())
                .text("cacheKey", request.promptCacheKey())
                .cache(request.cache())
                .text("metadata", request.metadata())
                .extras(request.extras())
                .endObject();
    }

    /**
     * Reads what {@link #write} wrote; throws an internal, retryable fault where it is not that.
     *
     * @param body the client's body, which came beside; an empty buffer where there is none
     */
    public static UnifiedRequest read(byte[] bytes, int offset, int length, Buffer body) {
        return Reading.document("request", bytes, offset, length, RequestJson::request)
                .body(body)
                .build();
    }

    /** Reads as {@link #read(byte[], int, int, Buffer)} does, without a copy of the buffer. */
    public static UnifiedRequest read(Buffer json, Buffer body) {
        return Reading.document("request", json, RequestJson::request)
                .body(body)
                .build();
    }

    private static void writeOptions(UnifiedRequest request, JsonOut json) {
        if (!request.sampling().equals(Sampling.UNSET)) {
            OptionsJson.write(request.sampling(), json.name("sampling"));
        }
        ResponseFormat format = request.responseFormat();
        if (format != null) {
            OptionsJson.write(format, json.name("format"));
        }
        ReasoningControl reasoning = request.reasoning();
        if (reasoning != null) {
            OptionsJson.write(reasoning, json.name("reasoning"));
        }
    }

    private static UnifiedRequestBuilder request(JsonCursor in) {
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT);
        boolean dialect = false;
        boolean model = false;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "dialect" -> {
                    request.dialect(Reading.word(in, DIALECTS));
                    dialect = true;
                }
                case "model" -> {
                    request.model(in.string());
                    model = true;
                }
                default -> option(request, in);
            }
        }
        if (!dialect || !model) {
            throw in.invalid("It has no dialect or no model.");
        }
        return request;
    }

    private static void option(UnifiedRequestBuilder request, JsonCursor in) {
        switch (in.name()) {
            case "stream" -> request.stream(in.bool());
            case "streamUsage" -> request.streamUsage(in.bool());
            case "operation" -> request.operation(Reading.word(in, OPERATIONS));
            case "legacyFunctions" -> request.legacyFunctions(in.bool());
            case "messages" -> request.messages(Reading.list(in, MessageJson::read));
            case "tools" -> request.tools(Reading.list(in, ToolJson::tool));
            case "toolChoice" -> request.toolChoice(ToolJson.choice(in));
            case "parallel" -> request.parallelToolCalls(in.bool());
            case "max" -> request.maxOutputTokens(in.integer());
            case "stop" -> request.stop(Reading.strings(in));
            case "sampling" -> request.sampling(OptionsJson.sampling(in));
            case "format" -> request.responseFormat(OptionsJson.format(in));
            case "reasoning" -> request.reasoning(OptionsJson.reasoning(in));
            case "verbosity" -> request.verbosity(in.string());
            case "user" -> request.userId(in.string());
            case "tier" -> request.serviceTier(in.string());
            case "cacheKey" -> request.promptCacheKey(in.string());
            case "cache" -> request.cache(Reading.cache(in));
            case "metadata" -> request.metadata(in.string());
            case "x" -> request.extras(Reading.extras(in));
            default -> in.skip();
        }
    }
}
