package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A client of Anthropic's messages. */
final class MessagesLoopClient extends LoopClient {
    private final ArrayNode messages;

    MessagesLoopClient(String question, boolean stream) {
        super("/v1/messages", stream);
        request.put("max_tokens", 16_000);
        request.putObject("thinking").put("type", "enabled").put("budget_tokens", 8_192);
        messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", question);
        ArrayNode tools = request.putArray("tools");
        tools((name, schema) -> tools.addObject().put("name", name).set("input_schema", schema));
    }

    @Override
    Reply whole(JsonNode answer) {
        return took((ArrayNode) answer.path("content"));
    }

    @Override
    Reply streamed(List<JsonNode> events) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        StringBuilder input = new StringBuilder();
        for (JsonNode event : events) {
            switch (event.path("type").asText()) {
                case "content_block_start" -> {
                    content.add(event.path("content_block").deepCopy());
                    input.setLength(0);
                }
                case "content_block_delta" -> {
                    ObjectNode block = (ObjectNode) content.get(content.size() - 1);
                    JsonNode delta = event.path("delta");
                    switch (delta.path("type").asText()) {
                        case "text_delta" -> append(block, "text", delta);
                        case "thinking_delta" -> append(block, "thinking", delta);
                        case "signature_delta" -> block.set("signature", delta.path("signature"));
                        case "input_json_delta" ->
                            input.append(delta.path("partial_json").asText());
                        default -> throw new AssertionError("a delta nobody knows: " + delta);
                    }
                }
                case "content_block_stop" -> {
                    ObjectNode block = (ObjectNode) content.get(content.size() - 1);
                    if (block.path("type").asText().equals("tool_use")) {
                        block.set("input", Stage.json(input.isEmpty() ? "{}" : input.toString()));
                    }
                }
                default -> {}
            }
        }
        if (!events.getLast().path("type").asText().equals("message_stop")) {
            throw new AssertionError("the stream does not end: " + events);
        }
        return took(content);
    }

    private static void append(ObjectNode block, String field, JsonNode delta) {
        block.put(field, block.path(field).asText() + delta.path(field).asText());
    }

    private Reply took(ArrayNode content) {
        StringBuilder text = new StringBuilder();
        List<LoopTurn.Call> calls = new ArrayList<>();
        for (JsonNode block : content) {
            text.append(block.path("text").asText());
            if (block.path("type").asText().equals("tool_use")) {
                calls.add(new LoopTurn.Call(
                        block.path("id").asText(),
                        block.path("name").asText(),
                        block.path("input").toString()));
            }
        }
        messages.addObject().put("role", "assistant").set("content", content);
        return new Reply(text.toString(), calls, "");
    }

    @Override
    void results(List<LoopTurn.Call> calls) {
        ArrayNode content = messages.addObject().put("role", "user").putArray("content");
        for (LoopTurn.Call call : calls) {
            content.addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", call.id())
                    .put("content", call.result());
        }
    }
}
