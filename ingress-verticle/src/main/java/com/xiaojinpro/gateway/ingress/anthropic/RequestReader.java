package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolSpec;
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
 * Reads the body of one Messages request in one pass. Null is absent (H123); what the model has no place for is kept as it
 * was written; anything wrong is a fault that names its path. A top-level member that comes twice is refused, because
 * whoever looks at the same body could follow the other one. Used once.
 */
final class RequestReader {
    private final Buffer body;
    private final JsonCursor in;
    private final Members members = new Members();
    private final MessagesReader conversation;
    private final ToolsReader tooling;
    private final ControlsReader controls;

    private @Nullable String model;
    private @Nullable Long maxTokens;
    private @Nullable UnifiedMessage system;
    private @Nullable List<UnifiedMessage> messages;
    private List<ToolSpec> tools = List.of();
    private List<String> stop = List.of();
    private boolean stream;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Integer topK;
    private @Nullable String userId;
    private @Nullable String metadata;
    private @Nullable String serviceTier;
    private @Nullable CacheHint cache;

    private RequestReader(Buffer body) {
        this.body = body;
        this.in = JsonCursor.of(body);
        this.conversation = new MessagesReader(in);
        this.tooling = new ToolsReader(in);
        this.controls = new ControlsReader(in, members);
    }

    /** Reads a request for an answer. */
    static UnifiedRequest read(Buffer body) {
        RequestReader reader = new RequestReader(body);
        reader.walk();
        if (reader.maxTokens == null) {
            throw Members.missing(reader.in, "max_tokens");
        }
        return reader.request();
    }

    /** Reads a request for a token count, which sets no limit to an answer. */
    static UnifiedRequest readForCount(Buffer body) {
        RequestReader reader = new RequestReader(body);
        reader.walk();
        return reader.request();
    }

    private void walk() {
        Set<String> seen = new HashSet<>();
        in.beginObject();
        while (in.nextField()) {
            String name = in.name();
            if (!seen.add(name)) {
                throw in.invalid("'" + name + "' is given twice.");
            }
            if (!in.isNull()) {
                member(name);
            }
        }
        in.end();
    }

    private void member(String name) {
        switch (name) {
            case "model" -> model = in.string();
            case "max_tokens" -> maxTokens = maxTokens();
            case "messages" -> messages = conversation.read();
            case "system" -> system = conversation.system();
            case "tools" -> tools = tooling.tools();
            case "tool_choice" -> tooling.choose();
            case "stop_sequences" -> stop = strings();
            case "stream" -> stream = in.bool();
            case "temperature" -> temperature = in.number();
            case "top_p" -> topP = in.number();
            case "top_k" -> topK = in.intOrNull();
            case "thinking" -> controls.thinking();
            case "output_config" -> controls.outputConfig();
            case "output_format" -> controls.outputFormat();
            case "metadata" -> metadata();
            case "service_tier" -> serviceTier = in.string();
            case "cache_control" -> cache = Members.cacheControl(in);
            case "thread" -> throw stateless();
            default -> members.keep(name, in.raw());
        }
    }

    /**
     * Refuses a conversation that the server holds: a turn of it brings only what is new, and any node and any provider may
     * be the next to answer. By this code SDKs know to send the whole conversation instead.
     */
    private static FaultException stateless() {
        return Fault.invalid("thread", "No conversation is held here: send the whole of it, without 'thread'.")
                .withCode("thread_unsupported_request")
                .exception();
    }

    private UnifiedRequest request() {
        String name = Members.required(in, "model", model);
        if (messages == null) {
            throw Members.missing(in, "messages");
        }
        return new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model(name).stream(stream)
                        .streamUsage(true)
                        .messages(led(messages))
                        .tools(tools)
                        .toolChoice(tooling.choice())
                        .parallelToolCalls(tooling.parallel())
                        .maxOutputTokens(maxTokens)
                        .stop(stop)
                        .sampling(sampling())
                        .responseFormat(controls.format())
                        .reasoning(controls.reasoning())
                        .userId(userId)
                        .serviceTier(serviceTier)
                        .cache(cache)
                        .metadata(metadata)
                        .extras(members.extras())
                        .body(body)
                        .build();
    }

    private List<UnifiedMessage> led(List<UnifiedMessage> turns) {
        if (turns.isEmpty()) {
            throw in.invalid("messages", "'messages' must hold at least one message with content.");
        }
        UnifiedMessage leading = system;
        if (leading == null) {
            return turns;
        }
        List<UnifiedMessage> all = new ArrayList<>(turns.size() + 1);
        all.add(leading);
        all.addAll(turns);
        return all;
    }

    private Sampling sampling() {
        return temperature == null && topP == null && topK == null
                ? Sampling.UNSET
                : new Sampling(temperature, topP, topK, null, null, null, null, null, null, null, null);
    }

    /** Zero is legal: it warms the prompt cache and generates nothing. */
    private long maxTokens() {
        long value = in.integer();
        if (value < 0) {
            throw in.invalid("'max_tokens' must not be negative.");
        }
        return value;
    }

    private List<String> strings() {
        List<String> values = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            values.add(in.string());
        }
        return values;
    }

    /** Anthropic knows the user id only; an object with more in it is kept whole. */
    private void metadata() {
        int start = in.tokenStart();
        boolean more = false;
        in.beginObject();
        while (Members.next(in)) {
            if (in.name().equals("user_id")) {
                userId = in.string();
            } else {
                in.skip();
                more = true;
            }
        }
        if (more) {
            metadata = in.raw(start);
        }
    }
}
