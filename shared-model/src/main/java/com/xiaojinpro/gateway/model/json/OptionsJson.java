package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Sampling;

/** How the answer shall be made: sampling, form, reasoning. */
final class OptionsJson {
    private static final ReasoningControl.Mode[] MODES = ReasoningControl.Mode.values();
    private static final ReasoningControl.Visibility[] VISIBILITIES = ReasoningControl.Visibility.values();

    private OptionsJson() {}

    static void write(Sampling sampling, JsonOut out) {
        out.beginObject()
                .number("temperature", sampling.temperature())
                .number("topP", sampling.topP())
                .whole("topK", sampling.topK())
                .number("minP", sampling.minP())
                .number("presence", sampling.presencePenalty())
                .number("frequency", sampling.frequencyPenalty())
                .number("repetition", sampling.repetitionPenalty())
                .whole("seed", sampling.seed())
                .text("bias", sampling.logitBias())
                .whole("n", sampling.choices())
                .whole("topLogprobs", sampling.topLogprobs())
                .endObject();
    }

    static Sampling sampling(JsonCursor in) {
        Double temperature = null;
        Double topP = null;
        Integer topK = null;
        Double minP = null;
        Double presence = null;
        Double frequency = null;
        Double repetition = null;
        Long seed = null;
        String bias = null;
        Integer choices = null;
        Integer topLogprobs = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "temperature" -> temperature = in.number();
                case "topP" -> topP = in.number();
                case "topK" -> topK = in.intOrNull();
                case "minP" -> minP = in.number();
                case "presence" -> presence = in.number();
                case "frequency" -> frequency = in.number();
                case "repetition" -> repetition = in.number();
                case "seed" -> seed = in.integer();
                case "bias" -> bias = in.string();
                case "n" -> choices = in.intOrNull();
                case "topLogprobs" -> topLogprobs = in.intOrNull();
                default -> in.skip();
            }
        }
        return new Sampling(
                temperature, topP, topK, minP, presence, frequency, repetition, seed, bias, choices, topLogprobs);
    }

    static void write(ResponseFormat format, JsonOut out) {
        out.beginObject();
        switch (format) {
            case ResponseFormat.PlainText ignored -> out.text("k", "text");
            case ResponseFormat.JsonObject ignored -> out.text("k", "object");
            case ResponseFormat.JsonSchema schema ->
                out.text("k", "schema")
                        .text("name", schema.name())
                        .text("description", schema.description())
                        .text("schema", schema.schema())
                        .bool("strict", schema.strict())
                        .extras(schema.extras());
        }
        out.endObject();
    }

    static ResponseFormat format(JsonCursor in) {
        String kind = null;
        String name = null;
        String description = null;
        String schema = null;
        Boolean strict = null;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "k" -> kind = formatKind(in);
                case "name" -> name = in.string();
                case "description" -> description = in.string();
                case "schema" -> schema = in.string();
                case "strict" -> strict = in.bool();
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return switch (Reading.required(in, kind, "k")) {
            case "text" -> new ResponseFormat.PlainText();
            case "object" -> new ResponseFormat.JsonObject();
            default -> new ResponseFormat.JsonSchema(name, description, schema, strict, extras);
        };
    }

    private static String formatKind(JsonCursor in) {
        String word = in.string();
        return switch (word) {
            case "text", "object", "schema" -> word;
            default -> throw Reading.unknown(in, word);
        };
    }

    static void write(ReasoningControl reasoning, JsonOut out) {
        out.beginObject();
        if (reasoning.mode() != ReasoningControl.Mode.UNSET) {
            out.text("mode", reasoning.mode().name());
        }
        out.text("effort", reasoning.effort()).whole("budget", reasoning.budgetTokens());
        if (reasoning.visibility() != ReasoningControl.Visibility.UNSET) {
            out.text("visibility", reasoning.visibility().name());
        }
        out.extras(reasoning.extras()).endObject();
    }

    static ReasoningControl reasoning(JsonCursor in) {
        ReasoningControl.Mode mode = ReasoningControl.Mode.UNSET;
        String effort = null;
        Long budget = null;
        ReasoningControl.Visibility visibility = ReasoningControl.Visibility.UNSET;
        Extras extras = Extras.NONE;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "mode" -> mode = Reading.word(in, MODES);
                case "effort" -> effort = in.string();
                case "budget" -> budget = in.integer();
                case "visibility" -> visibility = Reading.word(in, VISIBILITIES);
                case "x" -> extras = Reading.extras(in);
                default -> in.skip();
            }
        }
        return new ReasoningControl(mode, effort, budget, visibility, extras);
    }
}
