package com.xiaojinpro.gateway.connector.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.compatible.ReasoningMembers;
import com.xiaojinpro.gateway.connector.compatible.RefusedFields;
import com.xiaojinpro.gateway.connector.compatible.UserIds;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.ReasoningControl.Visibility;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request of the Responses API from the unified model, for clients of any dialect. Nothing is stored at the
 * provider, so reasoning travels encrypted. What was not said is not sent (H81); what cannot be said is noted by the name
 * the client knows it under. Made for one request; not thread-safe.
 */
final class ResponsesWriter {
    /** Fields of chat completions that mean the same here. */
    private static final Set<String> CHAT_FIELDS =
            Set.of("moderation", "prompt_cache_options", "prompt_cache_retention", "safety_identifier");

    private final ModelRules rules;
    private final ResponsesOptions options;
    private final UnifiedRequest request;
    private final boolean own;
    private final Set<String> dropped;
    private final RefusedFields refused;

    ResponsesWriter(ModelRules rules, ResponsesOptions options, UnifiedRequest request, Set<String> dropped) {
        this.rules = rules;
        this.options = options;
        this.request = request;
        this.own = request.dialect() == Dialect.OPENAI_RESPONSES;
        this.dropped = dropped;
        this.refused = rules.refusedOf(request);
    }

    Buffer write(String model) {
        boolean counted = request.operation() == Operation.COUNT_TOKENS;
        ResponsesInput input = new ResponsesInput(request, dropped);
        String instructions = input.instructions();
        return JsonText.request(request, json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            text(json, "instructions", instructions);
            json.writeFieldName("input");
            input.write(json);
            new ResponsesTools(request, dropped).write(json, refused);
            if (counted) {
                // Only what stands in the prompt is asked for; what shapes the answer has no place in the question.
                textOptions(json);
                reasoning(json);
                json.writeEndObject();
                return;
            }
            if (request.maxOutputTokens() != null) {
                json.writeNumberField("max_output_tokens", request.maxOutputTokens());
            }
            sampling(json, request.sampling());
            textOptions(json);
            reasoning(json);
            include(json);
            json.writeBooleanField("store", false);
            identity(json);
            if (request.stream()) {
                json.writeBooleanField("stream", true);
            }
            extras(json);
            json.writeEndObject();
        });
    }

    private void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        number(json, "temperature", sampling.temperature());
        number(json, "top_p", sampling.topP());
        if (sampling.topLogprobs() != null && !refused.refuses("logprobs", dropped)) {
            json.writeNumberField("top_logprobs", sampling.topLogprobs());
        }
        lost("top_k", sampling.topK());
        lost("min_p", sampling.minP());
        lost("presence_penalty", sampling.presencePenalty());
        lost("frequency_penalty", sampling.frequencyPenalty());
        lost("repetition_penalty", sampling.repetitionPenalty());
        lost("seed", sampling.seed());
        lost("logit_bias", sampling.logitBias());
        if (request.choices() != 1) {
            dropped.add("n");
        }
        if (!request.stop().isEmpty()) {
            dropped.add("stop");
        }
    }

    private void textOptions(JsonGenerator json) throws IOException {
        ResponseFormat format = request.responseFormat();
        boolean verbose = request.verbosity() != null && !refused.refuses("verbosity", dropped);
        boolean formatted = format != null && !(format instanceof ResponseFormat.PlainText);
        if (!verbose && !formatted) {
            return;
        }
        json.writeObjectFieldStart("text");
        if (format != null && formatted) {
            json.writeFieldName("format");
            ResponsesTools.format(json, format, own);
        }
        if (verbose) {
            json.writeStringField("verbosity", request.verbosity());
        }
        json.writeEndObject();
    }

    private void reasoning(JsonGenerator json) throws IOException {
        ReasoningControl control = request.reasoning();
        if (control == null) {
            return;
        }
        boolean told = control.effort() != null || control.budgetTokens() != null || control.mode() == Mode.OFF;
        String effort = told ? ReasoningMembers.word(control, rules.efforts()) : null;
        if (told && effort == null) {
            dropped.add("reasoning");
        }
        String summary = "none".equals(effort) ? null : summary(control);
        Map<String, String> extras = own ? control.extras().fields() : Map.of();
        if (effort == null && summary == null && extras.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("reasoning");
        text(json, "effort", effort);
        text(json, "summary", extras.containsKey("summary") ? null : summary);
        for (Map.Entry<String, String> extra : extras.entrySet()) {
            raw(json, extra.getKey(), extra.getValue());
        }
        json.writeEndObject();
    }

    /** A client of any dialect that asks for thoughts is given their summary; there is nothing else to be had. */
    private @Nullable String summary(ReasoningControl control) {
        boolean reasons = rules.reasoning() || rules.equals(ModelRules.UNKNOWN);
        boolean wanted = control.visibility() == Visibility.SUMMARY
                || control.visibility() == Visibility.FULL
                || (control.visibility() == Visibility.UNSET
                        && (control.mode() == Mode.ON
                                || control.mode() == Mode.ADAPTIVE
                                || control.mode() == Mode.BETWEEN_TOOLS));
        return reasons && wanted ? options.summary() : null;
    }

    /** What the answer must hold beyond the usual: models that do not reason refuse to be asked for it. */
    private void include(JsonGenerator json) throws IOException {
        List<String> include = new ArrayList<>();
        if (rules.reasoning() || replaysReasoning()) {
            include.add("reasoning.encrypted_content");
        }
        if (request.sampling().topLogprobs() != null && !refused.refuses("logprobs", dropped)) {
            include.add("message.output_text.logprobs");
        }
        if (own && request.extras().get("include") != null) {
            return;
        }
        if (!include.isEmpty()) {
            json.writeArrayFieldStart("include");
            for (String what : include) {
                json.writeString(what);
            }
            json.writeEndArray();
        }
    }

    private boolean replaysReasoning() {
        for (UnifiedMessage message : request.messages()) {
            for (ContentPart part : message.parts()) {
                if (part instanceof ContentPart.Reasoning thought && ResponsesInput.replayable(thought)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void identity(JsonGenerator json) throws IOException {
        if (request.userId() != null) {
            json.writeStringField("safety_identifier", UserIds.short64(request.userId()));
        }
        text(json, "prompt_cache_key", request.promptCacheKey());
        boolean openAi = own || request.dialect() == Dialect.OPENAI_CHAT;
        if (openAi) {
            text(json, "service_tier", request.serviceTier());
            raw(json, "metadata", request.metadata());
        } else {
            lost("metadata", request.metadata());
            if (request.serviceTier() != null && !request.serviceTier().equals("auto")) {
                dropped.add("service_tier");
            }
        }
        if (request.cache() != null) {
            dropped.add("cache_control");
        }
    }

    private void extras(JsonGenerator json) throws IOException {
        boolean chat = request.dialect() == Dialect.OPENAI_CHAT;
        for (Map.Entry<String, String> field : request.extras().fields().entrySet()) {
            String name = field.getKey();
            boolean silent =
                    name.equals("stream_options") || (name.equals("store") && "false".equals(field.getValue()));
            if (silent) {
                continue;
            }
            boolean sent = !name.equals("store") && (own || (chat && CHAT_FIELDS.contains(name)));
            if (sent && name.equals("safety_identifier") && request.userId() != null) {
                continue;
            }
            if (sent && !refused.refuses(name, dropped)) {
                raw(json, name, field.getValue());
            } else {
                dropped.add(name);
            }
        }
    }

    private void number(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value == null || refused.refuses(name, dropped)) {
            return;
        }
        // As the client wrote it: 1, not 1.0 (H96).
        if (value == Math.rint(value)) {
            json.writeNumberField(name, value.longValue());
        } else {
            json.writeNumberField(name, value);
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

    private void lost(String name, @Nullable Object value) {
        if (value != null) {
            dropped.add(name);
        }
    }
}
