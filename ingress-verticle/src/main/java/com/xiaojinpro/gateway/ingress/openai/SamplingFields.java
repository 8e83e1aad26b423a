package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Sampling;
import org.jspecify.annotations.Nullable;

/** The sampling fields of a request. OpenAI's documented ranges are checked; what other servers add is only typed. */
final class SamplingFields {
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Integer topK;
    private @Nullable Double minP;
    private @Nullable Double presencePenalty;
    private @Nullable Double frequencyPenalty;
    private @Nullable Double repetitionPenalty;
    private @Nullable Long seed;
    private @Nullable String logitBias;
    private @Nullable Integer choices;
    private @Nullable Boolean logprobs;
    private @Nullable Integer topLogprobs;

    /** Takes the member the cursor stands on, which is not null; false where it is none of these. */
    boolean take(JsonCursor json) {
        switch (json.name()) {
            case "temperature" -> temperature = json.number();
            case "top_p" -> topP = json.number();
            case "top_k" -> topK = json.intOrNull();
            case "min_p" -> minP = json.number();
            case "presence_penalty" -> presencePenalty = json.number();
            case "frequency_penalty" -> frequencyPenalty = json.number();
            case "repetition_penalty" -> repetitionPenalty = json.number();
            case "seed" -> seed = json.integerOrNull();
            case "logit_bias" -> logitBias = object(json);
            case "n" -> choices = json.intOrNull();
            case "logprobs" -> logprobs = json.bool();
            case "top_logprobs" -> topLogprobs = json.intOrNull();
            default -> {
                return false;
            }
        }
        return true;
    }

    Sampling sampling() {
        boolean wanted = logprobs != null && logprobs;
        Integer top = topLogprobs;
        if (!wanted && top != null && top > 0) {
            throw Violation.misplaced("top_logprobs", "is only allowed where 'logprobs' is true.");
        }
        Integer alternatives = wanted ? Integer.valueOf(top == null ? 0 : top) : null;
        return new Sampling(
                temperature,
                topP,
                topK,
                minP,
                presencePenalty,
                frequencyPenalty,
                repetitionPenalty,
                seed,
                logitBias,
                choices,
                alternatives);
    }

    /** Takes an object as raw JSON. */
    static String object(JsonCursor json) {
        if (!json.isObject()) {
            json.beginObject();
        }
        return json.raw();
    }
}
