package com.xiaojinpro.gateway.ingress.responses;

import static com.xiaojinpro.gateway.ingress.responses.ResponsesStreamValidator.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** One item as a client puts it together from the events about it. */
final class StreamedItem {
    private final JsonObject added;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder summary = new StringBuilder();
    private final JsonArray annotations = new JsonArray();
    private final JsonArray logprobs = new JsonArray();
    private final Set<String> open = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private JsonObject done;

    StreamedItem(JsonObject added) {
        this.added = added;
    }

    boolean done() {
        return done != null;
    }

    /** The item at its end, or where it has none, at its beginning. */
    JsonObject item() {
        return done == null ? added : done;
    }

    void accept(String type, JsonObject event) {
        check(done == null, "an event about an item that is done: " + event);
        if (type.equals("response.output_item.done")) {
            end(event.getJsonObject("item"));
            return;
        }
        check(added.getString("id").equals(event.getString("item_id")), "an event names another item: " + event);
        switch (type) {
            case "response.content_part.added" -> begin("content", event);
            case "response.reasoning_summary_part.added" -> begin("summary", event);
            case "response.output_text.delta" -> {
                of("message");
                inside("content");
                text.append(event.getString("delta"));
                logprobs.addAll(event.getJsonArray("logprobs"));
            }
            case "response.output_text.annotation.added" -> {
                inside("content");
                check(event.getInteger("annotation_index") == annotations.size(), "annotations out of order");
                annotations.add(event.getJsonObject("annotation"));
            }
            case "response.refusal.delta" -> {
                of("message");
                fragment(text, event);
            }
            case "response.reasoning_text.delta" -> {
                of("reasoning");
                fragment(text, event);
            }
            case "response.reasoning_summary_text.delta" -> {
                inside("summary");
                summary.append(event.getString("delta"));
            }
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                text.append(event.getString("delta"));
            case "response.output_text.done" -> {
                check(event.getJsonArray("logprobs").equals(logprobs), "log probabilities differ");
                same(text, event.getString("text"));
            }
            case "response.reasoning_text.done" -> same(text, event.getString("text"));
            case "response.refusal.done" -> same(text, event.getString("refusal"));
            case "response.reasoning_summary_text.done" -> same(summary, event.getString("text"));
            case "response.function_call_arguments.done" -> {
                of("function_call");
                check(added.getString("name").equals(event.getString("name")), "another name");
                same(text, event.getString("arguments"));
            }
            case "response.custom_tool_call_input.done" -> {
                of("custom_tool_call");
                same(text, event.getString("input"));
            }
            case "response.content_part.done" -> finish("content", event);
            case "response.reasoning_summary_part.done" -> finish("summary", event);
            case "response.image_generation_call.completed" -> of("image_generation_call");
            default -> throw new AssertionError("an unknown event: " + type);
        }
    }

    private void of(String type) {
        check(type.equals(added.getString("type")), "an event of another kind of item than " + type);
    }

    private void begin(String list, JsonObject event) {
        check(told.add(list), "a second part");
        check(event.getInteger(list.equals("content") ? "content_index" : "summary_index") == 0, "another index");
        check(event.getJsonObject("part").getString("type") != null, "a part without type");
        open.add(list);
    }

    private void inside(String list) {
        check(open.contains(list), "a fragment of a part that is not open");
    }

    private void fragment(StringBuilder into, JsonObject event) {
        inside("content");
        check(!event.getString("delta").isEmpty(), "an empty fragment");
        into.append(event.getString("delta"));
    }

    private static void same(StringBuilder told, String whole) {
        check(told.toString().equals(whole), "the whole is not what the fragments add up to");
    }

    private void finish(String list, JsonObject event) {
        check(open.remove(list), "the end of a part that is not open");
        JsonObject part = event.getJsonObject("part");
        String said = part.getString(part.getString("type").equals("refusal") ? "refusal" : "text");
        same(list.equals("content") ? text : summary, said);
        if (part.containsKey("annotations")) {
            check(part.getJsonArray("annotations").equals(annotations), "annotations differ");
            check(part.getJsonArray("logprobs").equals(logprobs), "log probabilities differ");
        }
    }

    private void end(JsonObject item) {
        check(open.isEmpty(), "an item ends while a part of it is open");
        for (String constant : new String[] {"id", "type", "call_id", "name", "role"}) {
            check(Objects.equals(added.getValue(constant), item.getValue(constant)), constant + " of an item changed");
        }
        check(!"in_progress".equals(item.getString("status")), "an item that is done is in progress");
        done = item;
    }
}
