package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A client of chat completions. */
final class ChatLoopClient extends LoopClient {
    private static final Set<String> KNOWN = Set.of("role", "content", "tool_calls");
    private static final Set<String> KNOWN_OF_CALL = Set.of("id", "type", "function");

    private final ArrayNode messages;
    private final boolean keepsAll;

    ChatLoopClient(String question, boolean stream, boolean keepsAll) {
        super("/v1/chat/completions", stream);
        this.keepsAll = keepsAll;
        request.put("reasoning_effort", "medium");
        messages = request.putArray("messages");
        messages.addObject().put("role", "user").put("content", question);
        ArrayNode tools = request.putArray("tools");
        tools((name, parameters) -> {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", name).set("parameters", parameters);
        });
    }

    @Override
    Reply whole(JsonNode answer) {
        return took((ObjectNode) answer.path("choices").path(0).path("message"));
    }

    @Override
    Reply streamed(List<JsonNode> events) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        boolean finished = false;
        for (JsonNode event : events) {
            JsonNode choice = event.path("choices").path(0);
            finished |= choice.path("finish_reason").isTextual();
            if (choice.path("delta") instanceof ObjectNode delta) {
                ChatDeltas.add(message, delta);
            }
        }
        if (!finished) {
            throw new AssertionError("the stream has no finish reason: " + events);
        }
        message.path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
        return took(message);
    }

    private Reply took(ObjectNode message) {
        List<LoopTurn.Call> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(new LoopTurn.Call(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    function.path("arguments").asText()));
            if (!keepsAll) {
                ((ObjectNode) call).retain(KNOWN_OF_CALL);
            }
        }
        if (!keepsAll) {
            message.retain(KNOWN);
        }
        messages.add(message);
        return new Reply(message.path("content").asText(""), calls, "");
    }

    @Override
    void results(List<LoopTurn.Call> calls) {
        for (LoopTurn.Call call : calls) {
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", call.id())
                    .put("content", call.result());
        }
    }
}
