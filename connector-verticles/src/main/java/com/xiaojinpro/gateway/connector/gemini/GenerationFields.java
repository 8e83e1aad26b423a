package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code generationConfig} of a request. What was not said is not sent (H81); what cannot be said is noted by the name the
 * client knows it under. Made for one request; not thread-safe.
 */
final class GenerationFields {
    private static final int MOST_STOPS = 5;
    private static final int MOST_LOGPROBS = 20;
    private static final double HIGHEST_TEMPERATURE = 2;

    private final UnifiedRequest request;
    private final ModelTraits traits;
    private final boolean functions;
    private final Set<String> dropped;

    /**
     * @param functions whether functions are offered with the request
     */
    GenerationFields(UnifiedRequest request, ModelTraits traits, boolean functions, Set<String> dropped) {
        this.request = request;
        this.traits = traits;
        this.functions = functions;
        this.dropped = dropped;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("generationConfig");
        sampling(json, request.sampling());
        if (request.maxOutputTokens() != null) {
            json.writeNumberField("maxOutputTokens", request.maxOutputTokens());
        }
        stop(json);
        ResponseFormat format = request.responseFormat();
        if (format != null) {
            format(json, format);
        }
        ReasoningControl reasoning = request.reasoning();
        if (reasoning != null) {
            raw(json, "thinkingConfig", ThinkingField.of(reasoning, traits.thinking(), dropped));
        }
        modalities(json);
        json.writeEndObject();
    }

    private void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        Double temperature = sampling.temperature();
        number(json, "temperature", temperature == null ? null : Math.min(temperature, HIGHEST_TEMPERATURE));
        number(json, "topP", sampling.topP());
        number(json, "topK", sampling.topK());
        number(json, "candidateCount", sampling.choices());
        penalty(json, "presencePenalty", "presence_penalty", sampling.presencePenalty());
        penalty(json, "frequencyPenalty", "frequency_penalty", sampling.frequencyPenalty());
        Long seed = sampling.seed();
        if (seed != null) {
            json.writeNumberField("seed", (int) (seed ^ (seed == seed.intValue() ? 0 : seed >>> 32)));
        }
        Integer logprobs = sampling.topLogprobs();
        if (logprobs != null) {
            json.writeBooleanField("responseLogprobs", true);
            if (logprobs > 0) {
                json.writeNumberField("logprobs", Math.min(logprobs, MOST_LOGPROBS));
            }
        }
        lost("min_p", sampling.minP());
        lost("repetition_penalty", sampling.repetitionPenalty());
        lost("logit_bias", sampling.logitBias());
    }

    /** A penalty of zero is none; newer models refuse any. */
    private void penalty(JsonGenerator json, String field, String name, @Nullable Double value) throws IOException {
        if (traits.has(ModelTraits.PENALTIES)) {
            number(json, field, value);
        } else if (value != null && value != 0) {
            dropped.add(name);
        }
    }

    private void stop(JsonGenerator json) throws IOException {
        List<String> sequences =
                request.stop().stream().filter(sequence -> !sequence.isEmpty()).toList();
        if (sequences.isEmpty()) {
            return;
        }
        if (sequences.size() > MOST_STOPS) {
            dropped.add("stop");
            sequences = sequences.subList(0, MOST_STOPS);
        }
        json.writeArrayFieldStart("stopSequences");
        for (String sequence : sequences) {
            json.writeString(sequence);
        }
        json.writeEndArray();
    }

    private void format(JsonGenerator json, ResponseFormat format) throws IOException {
        if (format instanceof ResponseFormat.PlainText) {
            return;
        }
        if (functions && !traits.has(ModelTraits.JSON_WITH_TOOLS)) {
            dropped.add("response_format");
            return;
        }
        json.writeStringField("responseMimeType", "application/json");
        if (format instanceof ResponseFormat.JsonSchema schema && schema.schema() != null) {
            SchemaField field = SchemaField.of(
                    "responseSchema",
                    schema.schema(),
                    traits.has(ModelTraits.JSON_SCHEMA),
                    "response_format.json_schema.schema");
            json.writeFieldName(field.name());
            json.writeRawValue(field.json());
        }
    }

    /** OpenAI's {@code modalities} and {@code audio.voice}. */
    private void modalities(JsonGenerator json) throws IOException {
        String asked = request.extras().get("modalities");
        if (asked != null) {
            List<String> modalities = new ArrayList<>();
            try {
                JsonCursor words = JsonCursor.of(asked);
                words.beginArray();
                while (words.nextElement()) {
                    modalities.add(words.string().toUpperCase(Locale.ROOT));
                }
            } catch (FaultException notWords) {
                modalities.clear();
                dropped.add("modalities");
            }
            if (modalities.contains("AUDIO")) {
                // Speech comes alone there; OpenAI's clients ask for text beside it.
                modalities.remove("TEXT");
            }
            if (!modalities.isEmpty()) {
                json.writeArrayFieldStart("responseModalities");
                for (String modality : modalities) {
                    json.writeString(modality);
                }
                json.writeEndArray();
            }
        }
        String audio = request.extras().get("audio");
        String voice = audio == null ? null : JsonCursor.of(audio).peek("voice");
        if (voice != null) {
            json.writeObjectFieldStart("speechConfig");
            json.writeObjectFieldStart("voiceConfig");
            json.writeObjectFieldStart("prebuiltVoiceConfig");
            json.writeStringField("voiceName", voice);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Number value) throws IOException {
        if (value instanceof Integer whole) {
            json.writeNumberField(name, whole.intValue());
        } else if (value != null) {
            double number = value.doubleValue();
            if (number == Math.rint(number) && Math.abs(number) < 1e15) {
                json.writeNumberField(name, (long) number);
            } else {
                json.writeNumberField(name, number);
            }
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
