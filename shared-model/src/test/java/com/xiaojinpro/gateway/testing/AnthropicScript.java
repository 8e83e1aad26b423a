package com.xiaojinpro.gateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds what a provider of the Anthropic messages protocol answers, block by block. The same content can be played as a
 * stream and as one JSON document; {@link #answer} gives each request the form it asked for. The faults exist in streams only.
 */
public final class AnthropicScript {
    private final String model;
    private final long inputTokens;
    private final long cachedTokens;
    private final List<Consumer<Script>> stream = new ArrayList<>();
    private final List<String> content = new ArrayList<>();
    private String stopReason = "end_turn";
    private long outputTokens = 1;
    private int index;

    private AnthropicScript(String model, long inputTokens, long cachedTokens) {
        this.model = model;
        this.inputTokens = inputTokens;
        this.cachedTokens = cachedTokens;
        event("message_start", "\"message\":" + message("[]", "null", 1));
    }

    /** An answer of this model, opened by {@code message_start}. */
    public static AnthropicScript message(String model) {
        return new AnthropicScript(model, 7, 0);
    }

    /** An answer to a prompt of so many tokens that were not in the provider's cache, and so many that were. */
    public static AnthropicScript message(String model, long inputTokens, long cachedTokens) {
        return new AnthropicScript(model, inputTokens, cachedTokens);
    }

    /** A complete document that is an error. */
    public static Script failure(int status, String type, String message) {
        return Script.json(
                status,
                "{\"type\":\"error\",\"error\":{\"type\":" + Quoted.json(type) + ",\"message\":" + Quoted.json(message)
                        + "},\"request_id\":\"req_scripted\"}");
    }

    /** A text block; each piece is a delta. */
    public AnthropicScript text(String... pieces) {
        start("{\"type\":\"text\",\"text\":\"\"}");
        for (String piece : pieces) {
            delta("{\"type\":\"text_delta\",\"text\":" + Quoted.json(piece) + "}");
        }
        return complete("{\"type\":\"text\",\"text\":" + Quoted.json(String.join("", pieces)) + "}");
    }

    /** A thinking block with its signature; each piece is a delta. */
    public AnthropicScript thinking(String signature, String... pieces) {
        start("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
        for (String piece : pieces) {
            delta("{\"type\":\"thinking_delta\",\"thinking\":" + Quoted.json(piece) + "}");
        }
        delta("{\"type\":\"signature_delta\",\"signature\":" + Quoted.json(signature) + "}");
        return complete("{\"type\":\"thinking\",\"thinking\":" + Quoted.json(String.join("", pieces))
                + ",\"signature\":" + Quoted.json(signature) + "}");
    }

    /** A redacted thinking block, which comes whole. */
    public AnthropicScript redactedThinking(String data) {
        return block("{\"type\":\"redacted_thinking\",\"data\":" + Quoted.json(data) + "}");
    }

    /** A tool-use block; each fragment of the input is a delta, and an input without any is the empty one real streams have. */
    public AnthropicScript tool(String id, String name, String... fragments) {
        String head = "{\"type\":\"tool_use\",\"id\":" + Quoted.json(id) + ",\"name\":" + Quoted.json(name);
        start(head + ",\"input\":{}}");
        for (String fragment : fragments.length == 0 ? new String[] {""} : fragments) {
            delta("{\"type\":\"input_json_delta\",\"partial_json\":" + Quoted.json(fragment) + "}");
        }
        String input = String.join("", fragments);
        return complete(head + ",\"input\":" + (input.isEmpty() ? "{}" : input) + "}");
    }

    /** Any block that comes whole in its start event. */
    public AnthropicScript block(String json) {
        return start(json).complete(json);
    }

    public AnthropicScript ping() {
        return event("ping", null);
    }

    /** The {@code message_delta} that tells why the answer ended and what it cost. */
    public AnthropicScript finish(String reason, long tokens) {
        stopReason = reason;
        outputTokens = tokens;
        return event(
                "message_delta",
                "\"delta\":{\"stop_reason\":" + Quoted.json(reason)
                        + ",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + tokens + "}");
    }

    /** An error inside the stream, which ends it. */
    public AnthropicScript error(String type, String message) {
        return event(
                "error", "\"error\":{\"type\":" + Quoted.json(type) + ",\"message\":" + Quoted.json(message) + "}");
    }

    /** Opens a block and leaves it open, for streams that break inside one. */
    public AnthropicScript start(String block) {
        return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
    }

    /** A delta of the open block. */
    public AnthropicScript delta(String json) {
        return event("content_block_delta", "\"index\":" + index + ",\"delta\":" + json);
    }

    /** A text delta of the open block. */
    public AnthropicScript textDelta(String text) {
        return delta("{\"type\":\"text_delta\",\"text\":" + Quoted.json(text) + "}");
    }

    /** Closes a block that {@link #start} opened; it is in the stream only. */
    public AnthropicScript stop() {
        event("content_block_stop", "\"index\":" + index);
        index++;
        return this;
    }

    public AnthropicScript pause(Gate gate) {
        stream.add(script -> script.pause(gate));
        return this;
    }

    /** Ends the script without {@code message_stop}: nothing more comes, the connection stays. */
    public Script stall() {
        return unfinished().stall();
    }

    /** Ends the script without {@code message_stop}: FIN inside a chunk. */
    public Script cut() {
        return unfinished().cut();
    }

    /** Ends the script without {@code message_stop}: RST. */
    public Script reset() {
        return unfinished().reset();
    }

    /** The stream without {@code message_stop}, ended as HTTP wants it. */
    public Script unfinished() {
        Script script = Script.stream();
        stream.forEach(step -> step.accept(script));
        return script;
    }

    /** The stream with its {@code message_stop}. */
    public Script stream() {
        return unfinished().event("message_stop", "{\"type\":\"message_stop\"}");
    }

    /** The same answer as one JSON document. */
    public Script json() {
        return Script.json(message("[" + String.join(",", content) + "]", Quoted.json(stopReason), outputTokens));
    }

    /** The form a request asked for. */
    public Script answer(RecordedRequest request) {
        return request.streaming() ? stream() : json();
    }

    private AnthropicScript complete(String wholeBlock) {
        content.add(wholeBlock);
        return stop();
    }

    private AnthropicScript event(String type, @org.jspecify.annotations.Nullable String members) {
        String data = "{\"type\":" + Quoted.json(type) + (members == null ? "" : "," + members) + "}";
        stream.add(script -> script.event(type, data));
        return this;
    }

    private String message(String blocks, String reason, long tokens) {
        return "{\"id\":\"msg_scripted\",\"type\":\"message\",\"role\":\"assistant\",\"model\":" + Quoted.json(model)
                + ",\"content\":" + blocks + ",\"stop_reason\":" + reason
                + ",\"stop_sequence\":null,\"usage\":{\"input_tokens\":" + inputTokens
                + ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":" + cachedTokens
                + ",\"output_tokens\":" + tokens + "}}";
    }
}
