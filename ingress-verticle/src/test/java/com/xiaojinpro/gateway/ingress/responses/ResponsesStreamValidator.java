package com.xiaojinpro.gateway.ingress.responses;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a stream of Responses events as strict clients do and puts it together as they do. It shares no code with the
 * renderer. The first rule broken is thrown as an {@link AssertionError}.
 */
final class ResponsesStreamValidator {
    private final List<StreamedItem> items = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private JsonObject created;
    private JsonObject last;

    /** Takes the whole stream; it must have come to an end, good or bad. */
    ResponsesStreamValidator validate(String stream) {
        check(stream.isEmpty() || stream.endsWith("\n\n"), "the stream stops inside an event");
        check(!stream.contains("\r"), "a carriage return in the stream");
        for (String event : stream.split("\n\n")) {
            if (!event.isEmpty()) {
                event(event);
            }
        }
        check(last != null, "the stream has no end");
        return this;
    }

    /** The types of all events in order. */
    List<String> types() {
        return types;
    }

    /** The response object of the last event. */
    JsonObject response() {
        return last;
    }

    List<StreamedItem> items() {
        return items;
    }

    private void event(String event) {
        check(last == null, "something follows the last event: " + event);
        if (event.startsWith(":")) {
            check(!event.contains("\n"), "a comment shares its event");
            return;
        }
        String[] lines = event.split("\n");
        check(
                lines.length == 2 && lines[0].startsWith("event: ") && lines[1].startsWith("data: "),
                "framing: " + event);
        JsonObject json;
        try {
            json = new JsonObject(lines[1].substring("data: ".length()));
        } catch (DecodeException e) {
            throw new AssertionError("an event is no JSON object: " + event, e);
        }
        String type = json.getString("type");
        check(lines[0].equals("event: " + type), "the event's name is not its type: " + event);
        check(json.getInteger("sequence_number") == types.size(), "sequence numbers have a gap: " + event);
        types.add(type);
        switch (type) {
            case "response.created" -> {
                check(types.size() == 1, "created is not the first event");
                created = response(json, "in_progress");
            }
            case "response.in_progress" -> {
                check(types.size() == 2, "in_progress is not the second event");
                response(json, "in_progress");
            }
            case "response.completed" -> end(json, "completed");
            case "response.incomplete" -> end(json, "incomplete");
            case "response.failed" -> end(json, "failed");
            case "response.output_item.added" -> add(json);
            default -> item(json).accept(type, json);
        }
    }

    private JsonObject response(JsonObject json, String status) {
        JsonObject response = json.getJsonObject("response");
        check(response != null, "an event without its response");
        check("response".equals(response.getString("object")), "object is not response");
        check(status.equals(response.getString("status")), "status is not " + status);
        for (String present : List.of(
                "id",
                "created_at",
                "error",
                "incomplete_details",
                "instructions",
                "metadata",
                "model",
                "output",
                "parallel_tool_calls",
                "temperature",
                "tool_choice",
                "tools",
                "top_p",
                "usage",
                "store")) {
            check(response.containsKey(present), "a response without " + present);
        }
        if (created != null) {
            for (String constant : List.of("id", "created_at", "model")) {
                check(response.getValue(constant).equals(created.getValue(constant)), constant + " changed");
            }
        }
        return response;
    }

    private void end(JsonObject json, String status) {
        check(created != null, "the end of what was not created");
        last = response(json, status);
        check((last.getValue("error") != null) == status.equals("failed"), "error if and only if it failed");
        check(
                (last.getValue("incomplete_details") != null) == status.equals("incomplete"),
                "details if and only if it is incomplete");
        JsonArray output = last.getJsonArray("output");
        check(output.size() == items.size(), "the output has not the items that were shown");
        for (int i = 0; i < items.size(); i++) {
            StreamedItem item = items.get(i);
            if (status.equals("failed") && !item.done()) {
                continue;
            }
            check(item.done(), "an item was not done: " + item.item());
            check(output.getJsonObject(i).equals(item.item()), "the output differs from what was shown");
        }
        if (!status.equals("failed")) {
            check(last.getJsonObject("usage") != null, "no usage");
        }
    }

    private void add(JsonObject json) {
        check(types.size() > 2, "an item before the response is in progress");
        check(json.getInteger("output_index") == items.size(), "items are added out of order");
        JsonObject item = json.getJsonObject("item");
        check(item.getString("type") != null, "an item without a type");
        String id = item.getString("id");
        check(id == null || ids.add(id), "two items with one id");
        items.add(new StreamedItem(item));
    }

    private StreamedItem item(JsonObject json) {
        Integer index = json.getInteger("output_index");
        check(index != null && index < items.size(), "an event about no item: " + json);
        return items.get(index);
    }

    static void check(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }
}
