package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * Chat completions.
 *
 * @param routed whether reasoning is told as OpenRouter tells that of Claude, with its signature
 */
record ChatWire(boolean routed) implements Wire {
    @Override
    public Script play(String model, Answer answer, RecordedRequest request) {
        OpenAiScript script = OpenAiScript.chat(model);
        if (routed) {
            answer.reasoning().forEach(script::routedReasoning);
            if (!answer.reasoning().isEmpty()) {
                script.seal(answer.signature());
            }
        } else {
            answer.reasoning().forEach(script::reasoning);
        }
        answer.text().forEach(script::text);
        int index = 0;
        for (Answer.Call call : answer.calls()) {
            script.tool(index, call.id(), call.name());
            for (String fragment : call.fragments()) {
                script.arguments(index, fragment);
            }
            index++;
        }
        return script.finish(finish(answer))
                .usage(Answer.INPUT_TOKENS, Answer.CACHED_TOKENS, Answer.OUTPUT_TOKENS, 0)
                .answer(request);
    }

    private static String finish(Answer answer) {
        return switch (answer.stop()) {
            case WHOLE -> answer.calls().isEmpty() ? "stop" : "tool_calls";
            case LENGTH -> "length";
            case FILTER -> "content_filter";
        };
    }

    @Override
    public Script unfinished(String model, Answer answer) {
        return opened(model, answer).unfinished();
    }

    @Override
    public Script pausing(String model, String before, Gate gate, String after) {
        return OpenAiScript.chat(model).text(before).pause(gate).text(after).finish("stop").stream();
    }

    @Override
    public Script failingAfter(String model, Answer answer) {
        return opened(model, answer)
                .error("server_error", null, "the engine stopped")
                .unfinished();
    }

    @Override
    public Script failure(int status, String message) {
        return switch (status) {
            case 404 -> OpenAiScript.failure(status, "invalid_request_error", "model_not_found", message);
            case 429 -> OpenAiScript.failure(status, "requests", "rate_limit_exceeded", message);
            default ->
                OpenAiScript.failure(status, status < 500 ? "invalid_request_error" : "server_error", null, message);
        };
    }

    private static OpenAiScript opened(String model, Answer answer) {
        OpenAiScript script = OpenAiScript.chat(model);
        answer.text().forEach(script::text);
        return script;
    }

    @Override
    public Seen seen(JsonNode body) {
        List<String> turns = new ArrayList<>();
        body.path("messages").forEach(message -> turns(message, turns));
        JsonNode limit = body.has("max_tokens") ? body.path("max_tokens") : body.path("max_completion_tokens");
        JsonNode stop = body.path("stop");
        return new Seen(
                turns,
                body.path("tools").findValuesAsText("name"),
                body.path("tool_choice").isObject()
                        || body.path("tool_choice").asText().equals("required"),
                Seen.present(body.at("/response_format/json_schema/schema")),
                Seen.number(limit),
                stop.isTextual() ? List.of(stop.asText()) : Seen.texts(stop),
                Seen.word(body.has("reasoning") ? body.at("/reasoning/effort") : body.path("reasoning_effort")));
    }

    private static void turns(JsonNode message, List<String> turns) {
        String role = message.path("role").asText();
        for (JsonNode detail : message.path("reasoning_details")) {
            turns.add("thought " + detail.path("text").asText());
            turns.add("seal " + detail.path("signature").asText());
        }
        JsonNode content = message.path("content");
        String lead =
                role.equals("tool") ? "result " + message.path("tool_call_id").asText() : role;
        if (content.isTextual() && !content.asText().isEmpty()) {
            turns.add(lead + " " + content.asText());
        }
        if (content.isArray()) {
            content.forEach(part -> turns.add(part(lead, part)));
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            turns.add("call " + call.path("id").asText() + " "
                    + function.path("name").asText() + " "
                    + Stage.json(function.path("arguments").asText()));
        }
    }

    private static String part(String lead, JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> lead + " " + part.path("text").asText();
            case "image_url" -> Seen.media(part.at("/image_url/url").asText());
            case "file" -> Seen.media(part.at("/file/file_data").asText());
            default -> "unknown " + part;
        };
    }
}
