package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** A client of OpenAI's Responses API that keeps the conversation itself. */
final class ResponsesLoopClient extends LoopClient {
    private final ArrayNode input;

    ResponsesLoopClient(String question, boolean stream) {
        super("/v1/responses", stream);
        request.put("store", false).putArray("include").add("reasoning.encrypted_content");
        request.putObject("reasoning").put("effort", "medium").put("summary", "auto");
        input = request.putArray("input");
        input.addObject().put("role", "user").put("content", question);
        ArrayNode tools = request.putArray("tools");
        tools((name, parameters) -> tools.addObject()
                .put("type", "function")
                .put("name", name)
                .put("strict", false)
                .set("parameters", parameters));
    }

    @Override
    Reply whole(JsonNode answer) {
        return took(answer.path("output"));
    }

    /** The items as each was done; the last event has to repeat them. */
    @Override
    Reply streamed(List<JsonNode> events) {
        ArrayNode output = JsonNodeFactory.instance.arrayNode();
        for (JsonNode event : events) {
            if (event.path("type").asText().equals("response.output_item.done")) {
                output.add(event.path("item"));
            }
        }
        JsonNode last = events.getLast();
        if (!last.path("type").asText().equals("response.completed")
                || !last.path("response").path("output").equals(output)) {
            throw new AssertionError("the items do not make the response: " + events);
        }
        return took(output);
    }

    private Reply took(JsonNode output) {
        StringBuilder text = new StringBuilder();
        List<LoopTurn.Call> calls = new ArrayList<>();
        for (JsonNode item : output) {
            switch (item.path("type").asText()) {
                case "message" -> text.append(LoopWire.text(item.path("content")));
                case "function_call" ->
                    calls.add(new LoopTurn.Call(
                            item.path("call_id").asText(),
                            item.path("name").asText(),
                            item.path("arguments").asText()));
                default -> {}
            }
            input.add(item);
        }
        return new Reply(text.toString(), calls, "");
    }

    @Override
    void results(List<LoopTurn.Call> calls) {
        for (LoopTurn.Call call : calls) {
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", call.id())
                    .put("output", call.result());
        }
    }
}
