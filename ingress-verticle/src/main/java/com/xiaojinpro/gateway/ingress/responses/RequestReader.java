package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
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
 * Reads the body of a Responses request in one pass. Null is absent (H81, H123), a field nobody knows stays as raw JSON
 * (H82), a top-level field that comes twice is refused. What only a gateway that stores responses could do is refused by
 * name; {@code store} itself is a wish that the answer says was not granted.
 */
final class RequestReader {
    private final JsonCursor json;
    private final boolean counting;
    private final UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES);
    private final ItemReader items;
    private final ToolFields tools = new ToolFields();
    private final ExtraFields extras = new ExtraFields();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private @Nullable String instructions;
    private @Nullable List<UnifiedMessage> input;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Integer topLogprobs;
    private @Nullable String user;
    private @Nullable String safetyIdentifier;
    private boolean stream;
    private boolean logprobs;

    private RequestReader(JsonCursor json, boolean counting) {
        this.json = json;
        this.counting = counting;
        this.items = new ItemReader(json);
    }

    static UnifiedRequest read(Buffer body) {
        return new RequestReader(JsonCursor.of(body), false).read(body, Operation.GENERATE);
    }

    /** Reads the body of {@code /v1/responses/input_tokens}: a request whose prompt is only counted. */
    static UnifiedRequest readForCount(Buffer body) {
        return new RequestReader(JsonCursor.of(body), true).read(body, Operation.COUNT_TOKENS);
    }

    private UnifiedRequest read(Buffer body, Operation operation) {
        json.beginObject();
        while (json.nextField()) {
            if (!seen.add(json.name())) {
                throw Violation.misplaced(json.path(), "is given twice.");
            }
            if (json.isNull()) {
                json.skip();
            } else if (!take() && !told() && !tools.take(json)) {
                extras.take(json);
            }
        }
        json.end();
        if (model == null) {
            throw Violation.missing("model");
        }
        if (input == null) {
            throw Violation.missing("input");
        }
        boolean streamed = stream && !counting;
        request.model(model).operation(operation).stream(streamed)
                .streamUsage(streamed)
                .messages(messages(input))
                .tools(tools.tools())
                .toolChoice(tools.choice(extras))
                .userId(safetyIdentifier == null ? user : safetyIdentifier)
                .sampling(sampling())
                .extras(extras.collected());
        // A body that holds values the gateway made cannot be sent as it is to anyone.
        return items.tagged() ? request.build() : request.body(body).build();
    }

    private List<UnifiedMessage> messages(List<UnifiedMessage> conversation) {
        String leading = instructions;
        if (leading == null || leading.isEmpty()) {
            return conversation;
        }
        List<UnifiedMessage> all = new ArrayList<>(conversation.size() + 1);
        all.add(UnifiedMessage.of(Role.SYSTEM, List.of(ContentPart.Text.of(leading))));
        all.addAll(conversation);
        return all;
    }

    private Sampling sampling() {
        Integer top = topLogprobs;
        if (top == null && logprobs) {
            top = 0;
        }
        return new Sampling(temperature, topP, null, null, null, null, null, null, null, null, top);
    }

    private boolean take() {
        switch (json.name()) {
            case "model" -> model = nonEmpty();
            case "input" -> input = items.input();
            case "instructions" -> instructions = json.string();
            case "stream" -> stream = json.bool();
            // Obfuscation pads a provider's stream; this one is the gateway's own.
            case "stream_options" -> object();
            case "max_output_tokens" -> request.maxOutputTokens(positive());
            case "temperature" -> temperature = json.number();
            case "top_p" -> topP = json.number();
            case "top_logprobs" -> topLogprobs = json.intOrNull();
            case "parallel_tool_calls" -> request.parallelToolCalls(json.bool());
            case "text" -> TextOptions.read(json, request, extras);
            case "reasoning" -> request.reasoning(ReasoningOptions.read(json));
            case "metadata" -> request.metadata(object());
            case "user" -> user = json.string();
            case "safety_identifier" -> safetyIdentifier = json.string();
            case "service_tier" -> request.serviceTier(json.string());
            case "prompt_cache_key" -> request.promptCacheKey(json.string());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Documented fields that are about the response as an object, and those the model has no place for. */
    private boolean told() {
        String name = json.name();
        switch (name) {
            case "store" -> {
                if (json.bool()) {
                    // A wish that nobody grants; whoever sends the request on says so.
                    extras.put(name, "true");
                }
            }
            case "background" -> {
                if (json.bool()) {
                    throw stateless(name, "would run where nobody waits for it");
                }
            }
            case "previous_response_id" -> {
                json.string();
                throw stateless(name, "names a stored response");
            }
            case "conversation" -> throw stateless(name, "names a stored conversation");
            case "prompt" -> throw stateless(name, "names a stored prompt");
            case "include" -> include();
            case "max_tool_calls" -> extras.put(name, Long.toString(positive()));
            case "truncation" -> {
                String word = json.string();
                if (word.equals("auto")) {
                    extras.put(name, "\"auto\"");
                } else if (!word.equals("disabled")) {
                    throw Violation.value(json, "it is 'auto' or 'disabled'.");
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What the gateway gives anyway is not passed on as a wish: ciphertexts always, log probabilities as sampling. */
    private void include() {
        int start = json.tokenStart();
        boolean further = false;
        json.beginArray();
        while (json.nextElement()) {
            switch (json.string()) {
                case "reasoning.encrypted_content" -> {}
                case "message.output_text.logprobs" -> logprobs = true;
                default -> further = true;
            }
        }
        if (further) {
            extras.put("include", json.raw(start));
        }
    }

    private static RuntimeException stateless(String field, String what) {
        return Stateless.field(field, "'" + field + "' " + what).exception();
    }

    private String nonEmpty() {
        String text = json.string();
        if (text.isEmpty()) {
            throw Violation.value(json, "it is empty.");
        }
        return text;
    }

    private String object() {
        if (!json.isObject()) {
            json.beginObject();
        }
        return json.raw();
    }

    private long positive() {
        long value = json.integer();
        if (value < 1) {
            throw Violation.value(json, "it must be at least 1.");
        }
        return value;
    }
}
