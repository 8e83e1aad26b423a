package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.AnthropicScript;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's messages. */
record MessagesWire() implements Wire {
    private static final String TEXT_BLOCK = "{\"type\":\"text\",\"text\":\"\"}";

    @Override
    public Script play(String model, Answer answer, RecordedRequest request) {
        AnthropicScript script =
                AnthropicScript.message(model, Answer.INPUT_TOKENS - Answer.CACHED_TOKENS, Answer.CACHED_TOKENS);
        if (!answer.reasoning().isEmpty()) {
            script.thinking(answer.signature(), answer.reasoning().toArray(String[]::new));
        }
        if (!answer.text().isEmpty()) {
            script.text(answer.text().toArray(String[]::new));
        }
        for (Answer.Call call : answer.calls()) {
            script.tool(call.id(), call.name(), call.fragments().toArray(String[]::new));
        }
        return script.finish(finish(answer), Answer.OUTPUT_TOKENS).answer(request);
    }

    private static String finish(Answer answer) {
        return switch (answer.stop()) {
            case WHOLE -> answer.calls().isEmpty() ? "end_turn" : "tool_use";
            case LENGTH -> "max_tokens";
            case FILTER -> "refusal";
        };
    }

    @Override
    public Script unfinished(String model, Answer answer) {
        return opened(model, answer).unfinished();
    }

    @Override
    public Script pausing(String model, String before, Gate gate, String after) {
        return AnthropicScript.message(model)
                .start(TEXT_BLOCK)
                .textDelta(before)
                .pause(gate)
                .textDelta(after)
                .stop()
                .finish("end_turn", 2)
                .stream();
    }

    @Override
    public Script failingAfter(String model, Answer answer) {
        return opened(model, answer)
                .error("overloaded_error", "the engine stopped")
                .unfinished();
    }

    @Override
    public Script failure(int status, String message) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
        return AnthropicScript.failure(status, type, message);
    }

    private static AnthropicScript opened(String model, Answer answer) {
        AnthropicScript script = AnthropicScript.message(model);
        if (!answer.text().isEmpty()) {
            script.start(TEXT_BLOCK);
            answer.text().forEach(script::textDelta);
        }
        return script;
    }

    @Override
    public Seen seen(JsonNode body) {
        List<String> turns = new ArrayList<>();
        blocks("system", body.path("system"), turns);
        for (JsonNode message : body.path("messages")) {
            blocks(message.path("role").asText(), message.path("content"), turns);
        }
        return new Seen(
                turns,
                body.path("tools").findValuesAsText("name"),
                List.of("any", "tool").contains(body.at("/tool_choice/type").asText()),
                Seen.present(body.at("/output_config/format/schema")),
                Seen.number(body.path("max_tokens")),
                Seen.texts(body.path("stop_sequences")),
                body.at("/thinking/budget_tokens").isInt() ? "budget" : Seen.word(body.at("/output_config/effort")));
    }

    private static void blocks(String role, JsonNode content, List<String> turns) {
        if (content.isTextual()) {
            turns.add(role + " " + content.asText());
        }
        if (content.isArray()) {
            content.forEach(block -> block(role, block, turns));
        }
    }

    private static void block(String role, JsonNode block, List<String> turns) {
        switch (block.path("type").asText()) {
            case "text" -> turns.add(role + " " + block.path("text").asText());
            case "thinking" -> {
                turns.add("thought " + block.path("thinking").asText());
                turns.add("seal " + block.path("signature").asText());
            }
            case "tool_use" ->
                turns.add("call " + block.path("id").asText() + " "
                        + block.path("name").asText() + " " + block.path("input"));
            case "tool_result" ->
                blocks(
                        (block.path("is_error").asBoolean() ? "failure " : "result ")
                                + block.path("tool_use_id").asText(),
                        block.path("content"),
                        turns);
            case "image", "document" -> {
                JsonNode source = block.path("source");
                turns.add(
                        source.has("url")
                                ? "media " + source.path("url").asText()
                                : "media " + source.path("media_type").asText() + " "
                                        + source.path("data").asText());
            }
            default -> turns.add("unknown " + block);
        }
    }
}
