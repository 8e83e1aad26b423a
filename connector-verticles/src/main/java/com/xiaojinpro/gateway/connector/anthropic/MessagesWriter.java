package com.xiaojinpro.gateway.connector.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Messages request from the unified model. What was not said is not sent (H81), but for {@code max_tokens}, which
 * is required (H84); what cannot be said is noted by the name the client knows it under. Made for one request; not
 * thread-safe.
 */
final class MessagesWriter {
    private static final String JSON_ONLY =
            "Answer with one JSON object and nothing else: no text around it, no code fence.";

    private final UnifiedRequest request;
    private final MessagesHost host;
    private final ClaudeModel model;
    private final boolean streams;
    private final boolean own;
    private final boolean generates;
    private final Set<String> dropped;

    MessagesWriter(UnifiedRequest request, MessagesHost host, ClaudeModel model, boolean streams, Set<String> dropped) {
        this.request = request;
        this.host = host;
        this.model = model;
        this.streams = streams;
        this.own = request.dialect() == Dialect.ANTHROPIC_MESSAGES;
        this.generates = request.operation() == Operation.GENERATE;
        this.dropped = dropped;
    }

    Buffer write(String modelId) {
        if (request.choices() > 1) {
            // Another provider may be able to.
            throw Fault.invalid("n", "This model's provider gives one answer to a request.")
                    .withRetryable(true)
                    .exception();
        }
        Conversation conversation = Conversation.of(request, model, dropped);
        ThinkingPlan thinking = thinking();
        ToolNames names = new ToolNames(request);
        BlockWriter blocks = new BlockWriter(request.dialect(), names, dropped);
        CacheBudget cache = new CacheBudget(request, conversation, dropped);
        ToolWriter tools = new ToolWriter(request, model, thinking, names, blocks, dropped);
        format(conversation);
        return JsonText.request(request, json -> {
            json.writeStartObject();
            if (host.bodyVersion() != null) {
                json.writeStringField("anthropic_version", host.bodyVersion());
            }
            if (host.modelInBody() || !generates) {
                json.writeStringField("model", modelId);
            }
            if (generates) {
                json.writeNumberField("max_tokens", maxTokens(thinking));
            }
            tools.write(json, cache);
            if (!conversation.system().isEmpty()) {
                json.writeFieldName("system");
                blocks.system(json, conversation.system(), cache);
            }
            messages(json, conversation, blocks, cache);
            control(json, thinking);
            if (generates) {
                sampling(json, thinking);
                identity(json);
                if (streams) {
                    json.writeBooleanField("stream", true);
                }
            }
            cache(json, cache);
            extras(json);
            json.writeEndObject();
        });
    }

    private ThinkingPlan thinking() {
        ThinkingPlan plan = ThinkingPlan.of(
                request.reasoning(),
                model,
                generates ? request.maxOutputTokens() : null,
                Conversation.unproven(request.messages()),
                dropped);
        if (plan.active() && JsonTool.schema(request, model) != null) {
            // The form of the answer is demanded, and a demanded call forbids to think (H54).
            dropped.add("reasoning");
            return ThinkingPlan.UNSAID;
        }
        return plan;
    }

    private long maxTokens(ThinkingPlan thinking) {
        Long told = request.maxOutputTokens();
        long limit = model.limited(told == null ? host.defaultMaxTokens() + thinking.budget() : Math.max(1, told));
        if (told != null && limit < told) {
            dropped.add("max_tokens");
        }
        return limit;
    }

    private static void messages(JsonGenerator json, Conversation conversation, BlockWriter blocks, CacheBudget cache)
            throws IOException {
        json.writeArrayFieldStart("messages");
        for (Turn turn : conversation.turns()) {
            json.writeStartObject();
            json.writeStringField(
                    "role",
                    switch (turn.role) {
                        case USER, TOOL -> "user";
                        case ASSISTANT -> "assistant";
                        case SYSTEM, DEVELOPER -> "system";
                    });
            json.writeFieldName("content");
            blocks.content(json, turn.content(), cache);
            blocks.extras(json, turn.extras);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Notes a form of answer that can only be asked for in words, and asks for it. */
    private void format(Conversation conversation) {
        boolean wordsOnly = request.responseFormat() instanceof ResponseFormat.JsonObject
                || (request.responseFormat() instanceof ResponseFormat.JsonSchema
                        && structure() == null
                        && JsonTool.schema(request, model) == null);
        if (wordsOnly) {
            dropped.add("response_format");
            conversation.system().add(ContentPart.Text.of(JSON_ONLY));
        }
    }

    /** The schema of the answer where the model can be held to it, else null. */
    private @Nullable String structure() {
        if (!model.structuredOutput() || !(request.responseFormat() instanceof ResponseFormat.JsonSchema format)) {
            return null;
        }
        String schema = format.schema();
        return schema == null || own ? schema : SchemaSubset.of(schema);
    }

    private void control(JsonGenerator json, ThinkingPlan thinking) throws IOException {
        if (thinking.type() != null) {
            json.writeObjectFieldStart("thinking");
            json.writeStringField("type", thinking.type().word());
            if (thinking.budget() > 0) {
                json.writeNumberField("budget_tokens", thinking.budget());
            }
            if (thinking.display() != null) {
                json.writeStringField("display", thinking.display());
            }
            json.writeEndObject();
        }
        String schema = structure();
        if (thinking.effort() != null || schema != null) {
            json.writeObjectFieldStart("output_config");
            if (thinking.effort() != null) {
                json.writeStringField("effort", thinking.effort());
            }
            if (schema != null) {
                json.writeObjectFieldStart("format");
                json.writeStringField("type", "json_schema");
                json.writeFieldName("schema");
                json.writeRawValue(schema);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private void sampling(JsonGenerator json, ThinkingPlan thinking) throws IOException {
        Sampling sampling = request.sampling();
        boolean refused = model.sampling() == SamplingRule.REFUSED || thinking.active();
        Double temperature = sampling.temperature();
        Double topP = sampling.topP();
        if (refused) {
            // One is what the model does anyway.
            lost("temperature", temperature == null || temperature == 1 ? null : temperature);
            lost("top_p", topP == null || topP >= 0.99 ? null : topP);
            lost("top_k", sampling.topK());
        } else {
            if (temperature != null) {
                // Anthropic's scale ends where others' begins to scatter: the highest stands for a higher one.
                number(json, "temperature", Math.min(1, temperature));
                if (temperature > 1) {
                    dropped.add("temperature");
                }
            }
            boolean either = model.sampling() == SamplingRule.EXCLUSIVE && temperature != null;
            if (topP != null && either) {
                lost("top_p", topP >= 1 ? null : topP);
            } else if (topP != null) {
                number(json, "top_p", topP);
            }
            if (sampling.topK() != null) {
                json.writeNumberField("top_k", sampling.topK().intValue());
            }
        }
        lost("min_p", sampling.minP());
        lost("presence_penalty", nonZero(sampling.presencePenalty()));
        lost("frequency_penalty", nonZero(sampling.frequencyPenalty()));
        lost("repetition_penalty", sampling.repetitionPenalty());
        lost("seed", sampling.seed());
        lost("logit_bias", sampling.logitBias());
        lost("logprobs", sampling.topLogprobs());
        stop(json);
    }

    private void stop(JsonGenerator json) throws IOException {
        List<String> stop =
                request.stop().stream().filter(text -> !text.isBlank()).toList();
        if (request.stop().stream().anyMatch(text -> !text.isEmpty() && text.isBlank())) {
            dropped.add("stop");
        }
        if (!stop.isEmpty()) {
            json.writeArrayFieldStart("stop_sequences");
            for (String sequence : stop) {
                json.writeString(sequence);
            }
            json.writeEndArray();
        }
    }

    private void identity(JsonGenerator json) throws IOException {
        if (own && request.metadata() != null) {
            json.writeFieldName("metadata");
            json.writeRawValue(request.metadata());
        } else {
            if (request.userId() != null) {
                json.writeObjectFieldStart("metadata");
                json.writeStringField("user_id", request.userId());
                json.writeEndObject();
            }
            lost("metadata", request.metadata());
        }
        tier(json);
        lost("verbosity", request.verbosity());
        lost("prompt_cache_key", request.promptCacheKey());
    }

    private void tier(JsonGenerator json) throws IOException {
        String tier = request.serviceTier();
        if (tier == null || (tier.equals("auto") && !own)) {
            return;
        }
        switch (tier) {
            case "auto", "standard_only" -> json.writeStringField("service_tier", tier);
            // OpenAI's words: the plain tier, and the better one where the account has it.
            case "default" -> json.writeStringField("service_tier", "standard_only");
            case "priority" -> json.writeStringField("service_tier", "auto");
            default -> dropped.add("service_tier");
        }
    }

    private void cache(JsonGenerator json, CacheBudget cache) throws IOException {
        CacheHint hint = request.cache();
        if (hint != null) {
            cache.member(json, hint);
        } else if (host.automaticCache() && !own && !cache.any()) {
            cache.member(json, new CacheHint(null));
        }
    }

    private void extras(JsonGenerator json) throws IOException {
        for (Map.Entry<String, String> field : request.extras().fields().entrySet()) {
            if (own && !field.getKey().equals("thinking") && !field.getKey().equals("output_config")) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            } else if (!field.getKey().equals("stream_options")) {
                dropped.add(field.getKey());
            }
        }
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        // As the client wrote it: 1, not 1.0 (H96).
        if (value == Math.rint(value)) {
            json.writeNumberField(name, (long) value);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static @Nullable Double nonZero(@Nullable Double value) {
        return value == null || value == 0 ? null : value;
    }

    private void lost(String name, @Nullable Object value) {
        if (value != null) {
            dropped.add(name);
        }
    }
}
