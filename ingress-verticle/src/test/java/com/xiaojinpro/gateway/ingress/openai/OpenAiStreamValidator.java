package com.xiaojinpro.gateway.ingress.openai;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a stream of chat completion chunks as strict clients do and puts it together as they do. It shares no code with
 * the renderer. The first rule broken is thrown as an {@link AssertionError}.
 */
final class OpenAiStreamValidator {
    private final boolean usageAsked;
    private final Map<Integer, StreamedChoice> choices = new TreeMap<>();
    private final List<JsonObject> chunks = new ArrayList<>();
    private JsonObject first;
    private JsonObject usage;
    private JsonObject error;
    private boolean done;

    OpenAiStreamValidator(boolean usageAsked) {
        this.usageAsked = usageAsked;
    }

    /** Takes the whole stream; it must have come to an end, good or bad. */
    OpenAiStreamValidator validate(String stream) {
        check(stream.isEmpty() || stream.endsWith("\n\n"), "the stream stops inside an event");
        check(!stream.contains("\r"), "a carriage return in the stream");
        for (String event : stream.split("\n\n")) {
            if (!event.isEmpty()) {
                event(event);
            }
        }
        check(done || error != null, "the stream has no end");
        return this;
    }

    Map<Integer, StreamedChoice> choices() {
        return choices;
    }

    StreamedChoice choice(int index) {
        StreamedChoice choice = choices.get(index);
        check(choice != null, "there is no choice " + index);
        return choice;
    }

    /** All chunks in order, without the error. */
    List<JsonObject> chunks() {
        return chunks;
    }

    /** The usage told, or null. */
    JsonObject usage() {
        return usage;
    }

    /** The error told, or null. */
    JsonObject error() {
        return error;
    }

    private void event(String event) {
        check(!done, "something follows [DONE]: " + event);
        check(error == null, "something follows the error: " + event);
        if (event.startsWith(":")) {
            check(!event.contains("\n"), "a comment shares its event");
            return;
        }
        check(event.startsWith("data: ") && !event.contains("\n"), "an event is one data line: " + event);
        String data = event.substring("data: ".length());
        if (data.equals("[DONE]")) {
            check(!choices.isEmpty(), "[DONE] behind nothing");
            choices.forEach((index, choice) -> check(choice.finish() != null, "choice " + index + " has no finish"));
            done = true;
            return;
        }
        JsonObject json;
        try {
            json = new JsonObject(data);
        } catch (DecodeException e) {
            throw new AssertionError("a chunk is no JSON object: " + data, e);
        }
        if (json.getValue("error") != null) {
            error(json);
        } else {
            chunk(json);
        }
    }

    private void error(JsonObject json) {
        error = json.getJsonObject("error");
        check(error.getString("message") != null && error.getString("type") != null, "an error says what and which");
        choices.forEach((index, choice) -> check(choice.finish() == null, "a finish before the error"));
    }

    private void chunk(JsonObject json) {
        chunks.add(json);
        check("chat.completion.chunk".equals(json.getString("object")), "object is not chat.completion.chunk");
        if (first == null) {
            first = json;
            check(!json.getString("id").isEmpty(), "an empty id");
        }
        for (String constant : List.of("id", "created", "model")) {
            check(json.containsKey(constant), "a chunk without " + constant);
            check(json.getValue(constant).equals(first.getValue(constant)), constant + " changed");
        }
        check(usage == null, "a chunk behind the usage");
        JsonArray told = json.getJsonArray("choices");
        check(told != null, "a chunk without choices");
        check(json.containsKey("usage") == usageAsked, "usage stands on a chunk if and only if it was asked for");
        if (told.isEmpty()) {
            usage = json.getJsonObject("usage");
            check(usage != null, "a chunk with neither choices nor usage");
            choices.forEach((index, choice) -> check(choice.finish() != null, "usage before the finish"));
            return;
        }
        check(json.getValue("usage") == null, "usage on a chunk that has choices");
        for (Object each : told) {
            JsonObject choice = (JsonObject) each;
            choices.computeIfAbsent(choice.getInteger("index"), index -> new StreamedChoice())
                    .accept(choice);
        }
    }

    static void check(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }
}
