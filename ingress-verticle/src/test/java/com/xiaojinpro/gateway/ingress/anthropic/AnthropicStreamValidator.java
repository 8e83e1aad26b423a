package com.xiaojinpro.gateway.ingress.anthropic;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Messages stream the way the official SDKs do, by position: a start pushes a block, a delta goes to the block of its
 * index. Collects whatever such a client would stumble over, and the message that the stream adds up to.
 */
final class AnthropicStreamValidator {
    private final List<String> violations = new ArrayList<>();
    private final List<JsonObject> blocks = new ArrayList<>();
    private final StringBuilder input = new StringBuilder();
    private @Nullable JsonObject start;
    private @Nullable JsonObject delta;
    private @Nullable JsonObject error;
    private boolean open;
    private boolean signed;
    private boolean stopped;
    private int pings;
    private int comments;
    private int fragments;

    private AnthropicStreamValidator() {}

    static AnthropicStreamValidator of(String stream) {
        AnthropicStreamValidator validator = new AnthropicStreamValidator();
        validator.read(stream);
        return validator;
    }

    /** What is wrong with the stream; empty where nothing is. */
    List<String> violations() {
        return violations;
    }

    /** Whether the stream came to its end and says so. */
    boolean complete() {
        return stopped && error == null;
    }

    @Nullable
    JsonObject error() {
        return error;
    }

    int pings() {
        return pings;
    }

    int comments() {
        return comments;
    }

    /** How many content deltas came. */
    int fragments() {
        return fragments;
    }

    /** The Message of {@code message_start}. */
    JsonObject start() {
        if (start == null) {
            throw new AssertionError("no message_start");
        }
        return start;
    }

    List<JsonObject> blocks() {
        return blocks;
    }

    /** The usage at the end. */
    JsonObject usage() {
        return end().getJsonObject("usage");
    }

    /** The {@code delta} of the message_delta. */
    JsonObject stop() {
        return end().getJsonObject("delta");
    }

    /** The whole message, as the body of a call without streaming would have it. */
    JsonObject message() {
        return start().copy()
                .put("content", new JsonArray(new ArrayList<>(blocks)))
                .mergeIn(stop())
                .put("usage", usage());
    }

    private JsonObject end() {
        if (delta == null) {
            throw new AssertionError("no message_delta");
        }
        return delta;
    }

    private void read(String stream) {
        if (!stream.isEmpty() && !stream.endsWith("\n\n")) {
            violations.add("the last event is not closed by an empty line");
        }
        for (String block : stream.split("\n\n")) {
            if (!block.isEmpty()) {
                block(block);
            }
        }
        if (error == null && !stopped && !stream.isEmpty()) {
            violations.add("neither message_stop nor error");
        }
    }

    private void block(String block) {
        if (block.startsWith(":")) {
            comments++;
            return;
        }
        String[] lines = block.split("\n");
        if (lines.length != 2 || !lines[0].startsWith("event: ") || !lines[1].startsWith("data: ")) {
            violations.add("an event is one event line and one data line: " + block);
            return;
        }
        String name = lines[0].substring("event: ".length());
        JsonObject data;
        try {
            data = new JsonObject(lines[1].substring("data: ".length()));
        } catch (DecodeException broken) {
            violations.add("data is not JSON: " + lines[1]);
            return;
        }
        if (!name.equals(data.getString("type"))) {
            violations.add("event " + name + " has type " + data.getString("type"));
        }
        if (stopped || error != null) {
            violations.add(name + " after the end");
        }
        event(name, data);
    }

    private void event(String name, JsonObject data) {
        if (start == null && !name.equals("message_start") && !name.equals("error")) {
            violations.add(name + " before message_start");
            return;
        }
        switch (name) {
            case "message_start" -> messageStart(data.getJsonObject("message"));
            case "content_block_start" -> blockStart(data);
            case "content_block_delta" -> blockDelta(data);
            case "content_block_stop" -> blockStop(data);
            case "message_delta" -> messageDelta(data);
            case "message_stop" -> {
                require(delta != null, "message_stop without message_delta");
                stopped = true;
            }
            case "ping" -> pings++;
            case "error" -> {
                require(data.getJsonObject("error").getString("type") != null, "error without a type");
                require(data.getJsonObject("error").getString("message") != null, "error without a message");
                require(data.getString("request_id") != null, "error without a request id");
                error = data;
            }
            default -> violations.add("unknown event " + name);
        }
    }

    private void messageStart(JsonObject message) {
        require(start == null, "second message_start");
        start = message;
        require("message".equals(message.getString("type")), "message without type");
        require("assistant".equals(message.getString("role")), "message without role");
        require(message.getString("id").startsWith("msg_"), "id of another form: " + message.getString("id"));
        require(message.getJsonArray("content").isEmpty(), "content in message_start");
        for (String nullable : List.of("stop_reason", "stop_sequence", "stop_details", "container", "diagnostics")) {
            require(message.containsKey(nullable), nullable + " missing in message_start");
        }
        require(message.getValue("stop_reason") == null, "stop_reason in message_start");
        usage(message.getJsonObject("usage"));
        require(
                message.getJsonObject("usage").getLong("input_tokens") > 0
                        || message.getJsonObject("usage").getLong("cache_read_input_tokens", 0L) > 0
                        || message.getJsonObject("usage").getLong("cache_creation_input_tokens", 0L) > 0,
                "no input tokens");
    }

    private void blockStart(JsonObject data) {
        require(!open, "a block starts while another is open");
        require(delta == null, "a block after message_delta");
        require(
                data.getInteger("index") == blocks.size(),
                "block index " + data.getInteger("index") + ", expected " + blocks.size());
        JsonObject block = data.getJsonObject("content_block");
        blocks.add(block);
        open = true;
        signed = false;
        input.setLength(0);
        switch (block.getString("type")) {
            case "text" -> require(block.getString("text").isEmpty(), "a text block does not start empty");
            case "thinking" -> {
                require(block.getString("thinking").isEmpty(), "a thinking block does not start empty");
                require(block.getString("signature").isEmpty(), "a thinking block starts with a signature");
            }
            case "tool_use" -> {
                require(!block.getString("id").isEmpty(), "a call without id");
                require(!block.getString("name").isEmpty(), "a call without name");
                require(block.getJsonObject("input").isEmpty(), "a call does not start with {}");
                require(block.getJsonObject("caller") != null, "a call without a caller");
            }
            case "redacted_thinking" -> require(!block.getString("data").isEmpty(), "redacted thinking without data");
            default -> require(block.getString("type") != null, "a block without type");
        }
    }

    private void blockDelta(JsonObject data) {
        require(open && data.getInteger("index") == blocks.size() - 1, "a delta of a block that is not open");
        JsonObject block = blocks.getLast();
        JsonObject change = data.getJsonObject("delta");
        String kind = change.getString("type");
        String wanted = switch (kind) {
            case "text_delta", "citations_delta" -> "text";
            case "thinking_delta", "signature_delta" -> "thinking";
            case "input_json_delta" -> "tool_use";
            default -> "no known delta";
        };
        require(wanted.equals(block.getString("type")), kind + " in a " + block.getString("type") + " block");
        fragments++;
        switch (kind) {
            case "text_delta" -> append(block, "text", change.getString("text"));
            case "thinking_delta" -> {
                require(!signed, "a thought after its signature");
                append(block, "thinking", change.getString("thinking"));
            }
            case "signature_delta" -> {
                require(!signed, "a second signature");
                signed = true;
                block.put("signature", change.getString("signature"));
            }
            case "input_json_delta" -> input.append(change.getString("partial_json"));
            case "citations_delta" -> {
                JsonArray citations = block.getJsonArray("citations");
                citations = citations == null ? new JsonArray() : citations;
                block.put("citations", citations.add(change.getJsonObject("citation")));
            }
            default -> {}
        }
    }

    private void blockStop(JsonObject data) {
        require(open && data.getInteger("index") == blocks.size() - 1, "a stop of a block that is not open");
        open = false;
        JsonObject block = blocks.getLast();
        switch (block.getString("type")) {
            case "text" -> require(!block.getString("text").isEmpty(), "an empty text block");
            case "thinking" -> require(!block.getString("signature").isEmpty(), "a thought without a signature");
            case "tool_use" -> {
                try {
                    block.put("input", input.isEmpty() ? new JsonObject() : new JsonObject(input.toString()));
                } catch (DecodeException broken) {
                    violations.add("the input is no object: " + input);
                }
            }
            default -> {}
        }
    }

    private void messageDelta(JsonObject data) {
        require(!open, "message_delta while a block is open");
        require(delta == null, "second message_delta");
        delta = data;
        require(stop().getString("stop_reason") != null, "no stop_reason");
        require(stop().containsKey("stop_sequence"), "no stop_sequence");
        usage(usage());
        long before = start().getJsonObject("usage").getLong("output_tokens");
        require(usage().getLong("output_tokens") >= before, "output_tokens decrease");
    }

    private void usage(JsonObject usage) {
        for (String counter : List.of("input_tokens", "output_tokens")) {
            require(usage.getValue(counter) instanceof Number, counter + " is no number");
            require(usage.getLong(counter) >= 0, counter + " is negative");
        }
        for (String nullable : List.of(
                "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "output_tokens_details")) {
            require(usage.containsKey(nullable), nullable + " missing in usage");
        }
    }

    private static void append(JsonObject block, String member, String value) {
        block.put(member, block.getString(member) + value);
    }

    private void require(boolean held, String violation) {
        if (!held) {
            violations.add(violation);
        }
    }
}
