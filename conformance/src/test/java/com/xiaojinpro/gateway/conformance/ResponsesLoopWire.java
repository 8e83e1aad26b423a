package com.xiaojinpro.gateway.conformance;

import static com.xiaojinpro.gateway.conformance.LoopAspect.IDS;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ORDER;
import static com.xiaojinpro.gateway.conformance.LoopAspect.ROLES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.SIGNATURES;
import static com.xiaojinpro.gateway.conformance.LoopAspect.THOUGHTS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenAI's Responses API without its memory: a reasoning item stands, with its ciphertext, before what it led to, and calls
 * and results find each other by {@code call_id} (H77).
 */
record ResponsesLoopWire(String model) implements LoopWire {
    @Override
    public int turn(JsonNode body) {
        int turns = 1;
        String before = "";
        for (String type : LoopWire.all(body.path("input"), "type")) {
            turns += type.equals("function_call_output") && !type.equals(before) ? 1 : 0;
            before = type;
        }
        return turns;
    }

    @Override
    public Script answer(RecordedRequest request, LoopTurn turn) {
        List<ObjectNode> items = items(turn);
        ObjectNode response =
                node().put("id", "resp_" + turn.loop() + turn.number()).put("object", "response");
        response.put("created_at", 1_764_000_000).put("model", model);
        if (!request.streaming()) {
            response.put("status", "completed").putArray("output").addAll(items);
            usage(response);
            return Script.json(response.toString());
        }
        Events events = new Events();
        events.add(
                "response.created", node().set("response", response.deepCopy().put("status", "in_progress")));
        for (int i = 0; i < items.size(); i++) {
            item(events, items.get(i), i);
        }
        response.put("status", "completed").putArray("output").addAll(items);
        usage(response);
        events.add("response.completed", node().set("response", response));
        return events.script;
    }

    private static void usage(ObjectNode response) {
        ObjectNode usage = response.putObject("usage").put("input_tokens", 20).put("output_tokens", 12);
        usage.put("total_tokens", 32);
        usage.putObject("input_tokens_details").put("cached_tokens", 0);
        usage.putObject("output_tokens_details").put("reasoning_tokens", 3);
    }

    private static List<ObjectNode> items(LoopTurn turn) {
        String of = turn.loop() + turn.number();
        List<ObjectNode> items = new ArrayList<>();
        ObjectNode reasoning = node().put("type", "reasoning").put("id", reasoningId(turn));
        reasoning.putArray("summary").addObject().put("type", "summary_text").put("text", turn.thought());
        items.add(reasoning.put("encrypted_content", turn.seal("thought")));
        if (!turn.text().isEmpty()) {
            ObjectNode message =
                    node().put("type", "message").put("id", "msg_" + of).put("role", "assistant");
            message.put("status", "completed")
                    .putArray("content")
                    .addObject()
                    .put("type", "output_text")
                    .put("text", turn.text())
                    .putArray("annotations");
            items.add(message);
        }
        for (LoopTurn.Call call : turn.calls()) {
            ObjectNode made = node().put("type", "function_call").put("id", "fc_" + of + items.size());
            made.put("call_id", call.id()).put("name", call.name());
            items.add(made.put("arguments", call.arguments()).put("status", "completed"));
        }
        return items;
    }

    private static String reasoningId(LoopTurn turn) {
        return "rs_" + turn.loop() + turn.number();
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The events of one item, as they come on the wire. */
    private static void item(Events events, ObjectNode item, int index) {
        String id = item.path("id").asText();
        ObjectNode added = item.deepCopy();
        switch (item.path("type").asText()) {
            case "reasoning" -> {
                added.putArray("summary");
                // The ciphertext is final when the item is.
                added.put("encrypted_content", "unfinished");
                events.add("response.output_item.added", at(index, "item", added));
                String text = item.path("summary").path(0).path("text").asText();
                ObjectNode delta =
                        node().put("item_id", id).put("output_index", index).put("summary_index", 0);
                events.add(
                        "response.reasoning_summary_text.delta",
                        delta.deepCopy().put("delta", text));
                events.add("response.reasoning_summary_text.done", delta.put("text", text));
            }
            case "message" -> {
                added.putArray("content");
                events.add("response.output_item.added", at(index, "item", added));
                String text = item.path("content").path(0).path("text").asText();
                ObjectNode delta =
                        node().put("item_id", id).put("output_index", index).put("content_index", 0);
                events.add("response.output_text.delta", delta.deepCopy().put("delta", text));
                events.add("response.output_text.done", delta.put("text", text));
            }
            default -> {
                events.add("response.output_item.added", at(index, "item", added.put("arguments", "")));
                String arguments = item.path("arguments").asText();
                ObjectNode delta = node().put("item_id", id).put("output_index", index);
                events.add(
                        "response.function_call_arguments.delta",
                        delta.deepCopy().put("delta", arguments.substring(0, 4)));
                events.add(
                        "response.function_call_arguments.delta",
                        delta.deepCopy().put("delta", arguments.substring(4)));
                events.add("response.function_call_arguments.done", delta.put("arguments", arguments));
            }
        }
        events.add("response.output_item.done", at(index, "item", item));
    }

    private static ObjectNode at(int index, String name, ObjectNode value) {
        return node().put("output_index", index).set(name, value);
    }

    private static final class Events {
        private final Script script = Script.stream();
        private int number;

        void add(String type, ObjectNode event) {
            script.event(
                    type,
                    event.deepCopy()
                            .put("type", type)
                            .put("sequence_number", number++)
                            .toString());
        }
    }

    @Override
    public boolean seals(LoopTurn turn, String what) {
        return what.equals("thought");
    }

    @Override
    public LoopWord word(LoopAspect aspect, LoopClient.Kind client) {
        return switch (aspect) {
            case SIGNATURES, THOUGHTS -> client.keepsAll() ? LoopWord.KEPT : LoopWord.LOST;
            case IDS, ORDER, ROLES -> LoopWord.KEPT;
        };
    }

    @Override
    public void check(
            JsonNode body,
            List<LoopPlayed> history,
            LoopProvider provider,
            LoopClient.Kind client,
            LoopVerdict verdict) {
        JsonNode input = body.path("input");
        List<String> types = new ArrayList<>(List.of("message"));
        List<String> roles = new ArrayList<>(List.of("user"));
        int at = 1;
        for (LoopPlayed played : history) {
            LoopTurn turn = played.turn();
            if (client.keepsAll() && LoopWire.own(played, provider)) {
                types.add("reasoning");
                thought(input.path(at++), played, verdict);
            }
            if (!turn.text().isEmpty()) {
                types.add("message");
                roles.add("assistant");
                verdict.same(LoopWire.text(input.path(at++).path("content")), turn.text(), ORDER, "the text");
            }
            for (LoopTurn.Call call : played.calls()) {
                types.add("function_call");
                JsonNode item = input.path(at++);
                verdict.same(item.path("call_id").asText(), call.id(), IDS, "the id of a call");
                verdict.same(item.path("name").asText(), call.name(), IDS, "the name");
                verdict.same(item.path("arguments").asText(), call.arguments(), IDS, "the arguments");
            }
            List<JsonNode> results = new ArrayList<>();
            for (LoopTurn.Call call : played.calls()) {
                types.add("function_call_output");
                results.add(input.path(at++));
            }
            results(results, played, verdict);
        }
        verdict.same(typed(input), types, ORDER, "the items");
        List<JsonNode> messages = new ArrayList<>();
        input.forEach(item -> {
            if (item.has("role")) {
                messages.add(item);
            }
        });
        verdict.same(LoopWire.all(messages, "role"), roles, ROLES, "the messages");
        verdict.same(
                body.path("reasoning").path("effort").asText(), "medium", THOUGHTS, "how much the model is to think");
    }

    private static List<String> typed(JsonNode input) {
        List<String> types = new ArrayList<>();
        input.forEach(item -> types.add(item.path("type").asText("message")));
        return types;
    }

    private static void thought(JsonNode item, LoopPlayed played, LoopVerdict verdict) {
        LoopTurn turn = played.turn();
        verdict.same(item.path("encrypted_content").asText(), turn.seal("thought"), SIGNATURES, "the ciphertext");
        verdict.same(item.path("id").asText(), reasoningId(turn), SIGNATURES, "the id of the reasoning");
        verdict.same(LoopWire.text(item.path("summary")), turn.thought(), THOUGHTS, "the summary");
    }

    private static void results(List<JsonNode> results, LoopPlayed played, LoopVerdict verdict) {
        verdict.same(
                LoopVerdict.sorted(LoopWire.all(results, "call_id")),
                LoopVerdict.sorted(played.ids()),
                IDS,
                "the results");
        for (LoopTurn.Call call : played.calls()) {
            for (JsonNode result : results) {
                if (result.path("call_id").asText().equals(call.id())) {
                    verdict.same(LoopWire.text(result.path("output")), call.result(), IDS, "the result");
                }
            }
        }
    }
}
