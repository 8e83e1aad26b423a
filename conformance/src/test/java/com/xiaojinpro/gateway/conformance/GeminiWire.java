package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.GeminiScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/** Google's generateContent. */
record GeminiWire() implements Wire {
    @Override
    public Script play(String model, Answer answer, RecordedRequest request) {
        GeminiScript script = GeminiScript.content(model);
        if (!answer.reasoning().isEmpty()) {
            script.thought(answer.reasoning().toArray(String[]::new));
        }
        if (!answer.text().isEmpty()) {
            script.text(answer.text().toArray(String[]::new));
        }
        String signature = answer.reasoning().isEmpty() ? null : answer.signature();
        for (Answer.Call call : answer.calls()) {
            script.call(call.id(), call.name(), call.arguments(), signature);
            signature = null;
        }
        if (signature != null) {
            script.signature(signature);
        }
        return script.finish(finish(answer), Answer.INPUT_TOKENS, Answer.CACHED_TOKENS, Answer.OUTPUT_TOKENS, 0)
                .answer(request);
    }

    private static String finish(Answer answer) {
        return switch (answer.stop()) {
            case WHOLE -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTER -> "SAFETY";
        };
    }

    @Override
    public Script unfinished(String model, Answer answer) {
        return opened(model, answer).stream();
    }

    @Override
    public Script pausing(String model, String before, Gate gate, String after) {
        return GeminiScript.content(model).text(before).pause(gate).text(after).finish("STOP", 7, 0, 2, 0).stream();
    }

    @Override
    public Script failingAfter(String model, Answer answer) {
        return opened(model, answer).error(503, "UNAVAILABLE", "the engine stopped").stream();
    }

    @Override
    public Script failure(int status, String message) {
        String word = switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            default -> status < 500 ? "FAILED_PRECONDITION" : "INTERNAL";
        };
        return GeminiScript.failure(status, word, message);
    }

    private static GeminiScript opened(String model, Answer answer) {
        return GeminiScript.content(model).text(answer.text().toArray(String[]::new));
    }

    @Override
    public Seen seen(JsonNode body) {
        List<String> turns = new ArrayList<>();
        body.at("/systemInstruction/parts").forEach(part -> part("system", part, turns));
        for (JsonNode content : body.path("contents")) {
            String role = content.path("role").asText().equals("model") ? "assistant" : "user";
            content.path("parts").forEach(part -> part(role, part, turns));
        }
        JsonNode generation = body.path("generationConfig");
        List<String> tools = new ArrayList<>();
        body.path("tools")
                .forEach(tool -> tool.path("functionDeclarations")
                        .forEach(function -> tools.add(function.path("name").asText())));
        return new Seen(
                turns,
                tools,
                body.at("/toolConfig/functionCallingConfig/mode").asText().equals("ANY"),
                Seen.present(
                        generation.has("responseJsonSchema")
                                ? generation.path("responseJsonSchema")
                                : generation.path("responseSchema")),
                Seen.number(generation.path("maxOutputTokens")),
                Seen.texts(generation.path("stopSequences")),
                Seen.word(generation.at("/thinkingConfig/thinkingLevel")));
    }

    private static void part(String role, JsonNode part, List<String> turns) {
        if (part.has("thoughtSignature")) {
            turns.add("seal " + part.path("thoughtSignature").asText());
        }
        if (part.has("functionCall")) {
            JsonNode call = part.path("functionCall");
            turns.add(
                    "call " + call.path("id").asText() + " " + call.path("name").asText() + " " + call.path("args"));
        } else if (part.has("functionResponse")) {
            JsonNode result = part.path("functionResponse");
            JsonNode response = result.path("response");
            String kind = response.has("error") ? "failure " : "result ";
            JsonNode text = response.has("error") ? response.path("error") : response.path("output");
            turns.add(kind + result.path("id").asText() + " " + (text.isTextual() ? text.asText() : response));
        } else if (part.has("inlineData")) {
            JsonNode data = part.path("inlineData");
            turns.add("media " + data.path("mimeType").asText() + " "
                    + data.path("data").asText());
        } else if (part.has("fileData")) {
            turns.add("media " + part.at("/fileData/fileUri").asText());
        } else {
            turns.add((part.path("thought").asBoolean() ? "thought" : role) + " "
                    + part.path("text").asText());
        }
    }
}
