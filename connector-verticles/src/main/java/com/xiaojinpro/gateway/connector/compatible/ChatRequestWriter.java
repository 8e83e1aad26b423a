package com.xiaojinpro.gateway.connector.compatible;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SeedField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.UserField;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a chat completion request from the unified model, for clients of any dialect. What was not said is not sent
 * (H81); what cannot be said is noted by the name the client knows it under. Made for one request; not thread-safe.
 */
final class ChatRequestWriter {

    private final ChatSwitches switches;
    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;
    private final RefusedFields refused;

    ChatRequestWriter(ChatSwitches switches, UnifiedRequest request, Set<String> dropped) {
        this.switches = switches;
        this.request = request;
        this.own = request.dialect() == Dialect.OPENAI_CHAT;
        this.dropped = dropped;
        this.refused = RefusedFields.of(request, switches);
    }

    Buffer write(String model) {
        return JsonText.request(request, json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeFieldName("messages");
            new ChatMessages(switches, request, model, dropped).write(json);
            tools(json);
            limits(json);
            sampling(json, request.sampling());
            ReasoningControl reasoning = request.reasoning();
            if (reasoning != null) {
                for (Map.Entry<String, String> member :
                        ReasoningMembers.of(reasoning, switches, dropped).entrySet()) {
                    raw(json, member.getKey(), member.getValue());
                }
            }
            identity(json);
            if (request.stream()) {
                json.writeBooleanField("stream", true);
                if (switches.streamUsage()) {
                    raw(json, "stream_options", "{\"include_usage\":true}");
                }
            }
            extras(json);
            json.writeEndObject();
        });
    }

    private void tools(JsonGenerator json) throws IOException {
        ChatTools tools = new ChatTools(switches, request, dropped);
        if (tools.any()) {
            json.writeFieldName("tools");
            tools.write(json);
            raw(json, "tool_choice", tools.choice());
            Boolean parallel = request.parallelToolCalls();
            boolean sent = switches.parallelToolCalls()
                    && (parallel == null || !refused.refuses("parallel_tool_calls", dropped));
            if (parallel != null && sent) {
                json.writeBooleanField("parallel_tool_calls", parallel);
            } else if (Boolean.FALSE.equals(parallel)) {
                dropped.add("parallel_tool_calls");
            }
        }
        raw(json, "response_format", tools.format());
    }

    private void limits(JsonGenerator json) throws IOException {
        if (request.maxOutputTokens() != null) {
            json.writeNumberField(switches.maxTokensField().field(), request.maxOutputTokens());
        }
        List<String> stop = stop(request.stop(), switches, dropped);
        if (!stop.isEmpty() && !refused.refuses("stop", dropped)) {
            json.writeArrayFieldStart("stop");
            for (String sequence : stop) {
                json.writeString(sequence);
            }
            json.writeEndArray();
        }
    }

    /** The stop sequences the server takes: without empty ones, which would stop everything, and at most as many (H86). */
    static List<String> stop(List<String> stop, ChatSwitches switches, Set<String> dropped) {
        List<String> sent =
                stop.stream().filter(sequence -> !sequence.isEmpty()).toList();
        if (switches.maxStop() > 0 && sent.size() > switches.maxStop()) {
            dropped.add("stop");
            return sent.subList(0, switches.maxStop());
        }
        return sent;
    }

    /** The temperature the server takes: the highest it knows stands for a higher one; null for none. */
    static @Nullable Double temperature(@Nullable Double temperature, ChatSwitches switches) {
        Double highest = switches.maxTemperature();
        return temperature == null || highest == null || temperature <= highest ? temperature : highest;
    }

    private void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        number(json, "temperature", temperature(sampling.temperature(), switches));
        number(json, "top_p", sampling.topP());
        number(json, "presence_penalty", sampling.presencePenalty());
        number(json, "frequency_penalty", sampling.frequencyPenalty());
        extra(json, "top_k", sampling.topK());
        extra(json, "min_p", sampling.minP());
        extra(json, "repetition_penalty", sampling.repetitionPenalty());
        if (sampling.seed() != null && !refused.refuses("seed", dropped)) {
            json.writeNumberField(
                    switches.seedField() == SeedField.SEED ? "seed" : "random_seed",
                    sampling.seed().longValue());
        }
        if (sampling.logitBias() != null && !refused.refuses("logit_bias", dropped)) {
            raw(json, "logit_bias", sampling.logitBias());
        }
        number(json, "n", sampling.choices());
        if (sampling.topLogprobs() != null && !refused.refuses("logprobs", dropped)) {
            json.writeBooleanField("logprobs", true);
            if (sampling.topLogprobs() > 0) {
                json.writeNumberField("top_logprobs", sampling.topLogprobs().intValue());
            }
        }
    }

    private void identity(JsonGenerator json) throws IOException {
        String user = request.userId();
        if (user != null && switches.userField() == UserField.NONE) {
            dropped.add("user");
        } else if (user != null) {
            String field = switches.userField() == UserField.USER ? "user" : "safety_identifier";
            json.writeStringField(field, UserIds.short64(user));
        }
        if (own || (request.dialect() == Dialect.OPENAI_RESPONSES && switches.openAiFields())) {
            if (request.verbosity() != null && !refused.refuses("verbosity", dropped)) {
                text(json, "verbosity", request.verbosity());
            }
            text(json, "service_tier", request.serviceTier());
            text(json, "prompt_cache_key", request.promptCacheKey());
            raw(json, "metadata", request.metadata());
        } else {
            lost("verbosity", request.verbosity());
            lost("prompt_cache_key", request.promptCacheKey());
            lost("metadata", request.metadata());
            if (request.serviceTier() != null && !request.serviceTier().equals("auto")) {
                dropped.add("service_tier");
            }
        }
        CacheHint cache = request.cache();
        if (cache != null && switches.cacheHints() == CacheHints.CACHE_CONTROL) {
            String ttl = cache.ttl() == null ? "" : ",\"ttl\":" + JsonText.quoted(cache.ttl());
            raw(json, "cache_control", "{\"type\":\"ephemeral\"" + ttl + "}");
        } else if (cache != null) {
            dropped.add("cache_control");
        }
    }

    private void extras(JsonGenerator json) throws IOException {
        for (Map.Entry<String, String> field : request.extras().fields().entrySet()) {
            if (field.getKey().equals("stream_options")) {
                continue;
            }
            boolean sent =
                    own ? switches.unknownFields() : switches.foreignExtras().contains(field.getKey());
            if (sent && !refused.refuses(field.getKey(), dropped)) {
                raw(json, field.getKey(), field.getValue());
            } else {
                dropped.add(field.getKey());
            }
        }
    }

    private void extra(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value != null && !switches.extraSampling() && !own) {
            dropped.add(name);
        } else {
            number(json, name, value);
        }
    }

    private void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value == null || refused.refuses(name, dropped)) {
            return;
        }
        if (value instanceof Integer whole) {
            json.writeNumberField(name, whole.intValue());
        } else {
            double number = value.doubleValue();
            // As the client wrote it: 1, not 1.0 (H96).
            boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
            if (whole) {
                json.writeNumberField(name, (long) number);
            } else {
                json.writeNumberField(name, number);
            }
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void raw(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeRawValue(value);
        }
    }

    private void lost(String name, @Nullable String value) {
        if (value != null) {
            dropped.add(name);
        }
    }
}
