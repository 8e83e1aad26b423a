package com.xiaojinpro.gateway.ingress.openai;

import static com.xiaojinpro.gateway.ingress.openai.OpenAiStreamValidator.check;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One choice of a validated stream, put together the way the official clients do. */
final class StreamedChoice {

    /** A call as a client sees it. */
    record Call(String id, String name, String text, boolean custom, String signature) {}

    private static final class OpenCall {
        private final String id;
        private final String name;
        private final boolean custom;
        private final StringBuilder text = new StringBuilder();
        private String signature;

        private OpenCall(String id, String name, boolean custom) {
            this.id = id;
            this.name = name;
            this.custom = custom;
        }
    }

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<OpenCall> calls = new ArrayList<>();
    private final JsonArray details = new JsonArray();
    private final List<String> images = new ArrayList<>();
    private final JsonArray logprobs = new JsonArray();
    private final JsonObject further = new JsonObject();
    private JsonArray annotations;
    private OpenCall functionCall;
    private JsonObject end;
    private boolean begun;

    void accept(JsonObject choice) {
        check(end == null, "something follows the finish of a choice");
        JsonObject delta = choice.getJsonObject("delta");
        check(delta != null, "a choice without a delta");
        check(choice.containsKey("finish_reason"), "a choice without finish_reason");
        if (begun) {
            check(!delta.containsKey("role"), "the role comes twice");
        } else {
            check("assistant".equals(delta.getString("role")), "the first delta has no role");
            begun = true;
        }
        for (Map.Entry<String, Object> member : delta) {
            member(member.getKey(), member.getValue());
        }
        if (choice.getJsonObject("logprobs") != null) {
            JsonArray tokens = choice.getJsonObject("logprobs").getJsonArray("content");
            tokens.forEach(logprobs::add);
        }
        if (choice.getString("finish_reason") != null) {
            check(delta.isEmpty(), "the finish chunk has content");
            end = choice;
            calls().stream().filter(call -> !call.custom()).forEach(call -> object(call.text()));
        }
    }

    private void member(String name, Object value) {
        switch (name) {
            case "role" -> {}
            case "content" -> text.append((String) value);
            case "refusal" -> refusal.append((String) value);
            case "reasoning_content" -> reasoning.append((String) value);
            case "reasoning_details" ->
                ((JsonArray) value).forEach(detail -> {
                    check(((JsonObject) detail).getInteger("index") != null, "a detail without an index");
                    details.add(detail);
                });
            case "tool_calls" -> ((JsonArray) value).forEach(call -> call((JsonObject) call));
            case "function_call" -> functionCall((JsonObject) value);
            case "images" ->
                ((JsonArray) value).forEach(image -> {
                    check(((JsonObject) image).getInteger("index") == images.size(), "image indices have gaps");
                    images.add(((JsonObject) image).getJsonObject("image_url").getString("url"));
                });
            case "annotations" -> {
                check(annotations == null, "annotations come in two chunks");
                annotations = (JsonArray) value;
            }
            default -> further.put(name, value);
        }
    }

    private void call(JsonObject delta) {
        int index = delta.getInteger("index");
        if (index == calls.size()) {
            String type = delta.getString("type");
            check("function".equals(type) || "custom".equals(type), "an opener without a type");
            JsonObject body = delta.getJsonObject(type);
            check(body != null && body.getString("name") != null, "an opener without a name");
            check(delta.getString("id") != null && !delta.getString("id").isEmpty(), "an opener without an id");
            OpenCall call = new OpenCall(delta.getString("id"), body.getString("name"), type.equals("custom"));
            call.text.append(body.getString(call.custom ? "input" : "arguments"));
            calls.add(call);
            return;
        }
        check(index >= 0 && index < calls.size(), "call indices have gaps");
        check(!delta.containsKey("id") && !delta.containsKey("type"), "id or type behind the opener");
        OpenCall call = calls.get(index);
        JsonObject body = delta.getJsonObject(call.custom ? "custom" : "function");
        if (body != null) {
            check(!body.containsKey("name"), "a name behind the opener");
            call.text.append(body.getString(call.custom ? "input" : "arguments"));
        }
        JsonObject extra = delta.getJsonObject("extra_content");
        if (extra != null) {
            call.signature = extra.getJsonObject("google").getString("thought_signature");
        }
    }

    private void functionCall(JsonObject delta) {
        if (functionCall == null) {
            check(delta.getString("name") != null, "a function_call without a name");
            functionCall = new OpenCall("", delta.getString("name"), false);
        } else {
            check(!delta.containsKey("name"), "the name of a function_call comes twice");
        }
        functionCall.text.append(delta.getString("arguments"));
    }

    private static void object(String arguments) {
        try {
            new JsonObject(arguments);
        } catch (DecodeException | ClassCastException e) {
            throw new AssertionError("the arguments of a call are no JSON object: " + arguments, e);
        }
    }

    String text() {
        return text.toString();
    }

    String refusal() {
        return refusal.toString();
    }

    String reasoning() {
        return reasoning.toString();
    }

    List<Call> calls() {
        List<Call> seen = new ArrayList<>();
        for (OpenCall call : calls) {
            seen.add(new Call(call.id, call.name, call.text.toString(), call.custom, call.signature));
        }
        return seen;
    }

    /** The one deprecated call, or null. */
    Call functionCall() {
        return functionCall == null ? null : new Call("", functionCall.name, functionCall.text.toString(), false, null);
    }

    /** The details as they came, not put together. */
    JsonArray details() {
        return details;
    }

    List<String> images() {
        return images;
    }

    JsonArray logprobs() {
        return logprobs;
    }

    /** The annotations, or null. */
    JsonArray annotations() {
        return annotations;
    }

    /** Members of deltas nobody knows. */
    JsonObject further() {
        return further;
    }

    /** The finish reason, or null. */
    String finish() {
        return end == null ? null : end.getString("finish_reason");
    }

    /** The choice object of the finish chunk. */
    JsonObject end() {
        return end;
    }
}
