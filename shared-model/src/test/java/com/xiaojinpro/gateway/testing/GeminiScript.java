package com.xiaojinpro.gateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds what Google's {@code generateContent} answers, part by part. The same content can be played as a stream, whose only
 * terminal signal is the finish reason, and as one JSON document; {@link #answer} gives each request the form it asked for.
 * The faults exist in streams only.
 */
public final class GeminiScript {
    private final String model;
    private final List<Consumer<Script>> stream = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private String finishReason = "STOP";
    private String usage = "{\"promptTokenCount\":7,\"candidatesTokenCount\":1,\"totalTokenCount\":8}";

    private GeminiScript(String model) {
        this.model = model;
    }

    /** An answer of this model. */
    public static GeminiScript content(String model) {
        return new GeminiScript(model);
    }

    /** A complete document that is an error. */
    public static Script failure(int status, String word, String message) {
        return Script.json(status, "{\"error\":" + errorObject(status, word, message) + "}");
    }

    /** Text; each piece is an event. */
    public GeminiScript text(String... pieces) {
        for (String piece : pieces) {
            event("{\"text\":" + Quoted.json(piece) + "}");
        }
        parts.add("{\"text\":" + Quoted.json(String.join("", pieces)) + "}");
        return this;
    }

    /** A thought; each piece is an event. */
    public GeminiScript thought(String... pieces) {
        for (String piece : pieces) {
            event("{\"text\":" + Quoted.json(piece) + ",\"thought\":true}");
        }
        parts.add("{\"text\":" + Quoted.json(String.join("", pieces)) + ",\"thought\":true}");
        return this;
    }

    /** A call, which comes whole; arguments that are blank are none. */
    public GeminiScript call(String id, String name, String arguments, @Nullable String signature) {
        String args = arguments.isBlank() ? "{}" : arguments;
        return part("{\"functionCall\":{\"id\":" + Quoted.json(id) + ",\"name\":" + Quoted.json(name) + ",\"args\":"
                + args + "}" + signed(signature) + "}");
    }

    /** The signature of the text before it, which comes on a part without words. */
    public GeminiScript signature(String signature) {
        return part("{\"text\":\"\"" + signed(signature) + "}");
    }

    /** The event with the finish reason and the usage; the output does not include the thoughts. */
    public GeminiScript finish(String reason, long promptTokens, long cachedTokens, long outputTokens, long thoughts) {
        finishReason = reason;
        usage = "{\"promptTokenCount\":" + promptTokens + ",\"cachedContentTokenCount\":" + cachedTokens
                + ",\"candidatesTokenCount\":" + outputTokens + ",\"thoughtsTokenCount\":" + thoughts
                + ",\"totalTokenCount\":" + (promptTokens + outputTokens + thoughts) + "}";
        String last = document("{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"finishReason\":"
                + Quoted.json(reason) + ",\"index\":0}");
        stream.add(script -> script.event(last));
        return this;
    }

    /** An error inside the stream, which ends it. */
    public GeminiScript error(int code, String word, String message) {
        String data = "{\"error\":" + errorObject(code, word, message) + "}";
        stream.add(script -> script.event(data));
        return this;
    }

    public GeminiScript pause(Gate gate) {
        stream.add(script -> script.pause(gate));
        return this;
    }

    /** The stream; without {@link #finish} it lacks its terminal signal. */
    public Script stream() {
        Script script = Script.stream();
        stream.forEach(step -> step.accept(script));
        return script;
    }

    /** The same answer as one JSON document. */
    public Script json() {
        return Script.json(document("{\"content\":{\"parts\":[" + String.join(",", parts)
                + "],\"role\":\"model\"},\"finishReason\":" + Quoted.json(finishReason) + ",\"index\":0}"));
    }

    /** The form a request asked for. */
    public Script answer(RecordedRequest request) {
        return request.streaming() ? stream() : json();
    }

    private GeminiScript part(String json) {
        parts.add(json);
        return event(json);
    }

    private GeminiScript event(String part) {
        String data = document("{\"content\":{\"parts\":[" + part + "],\"role\":\"model\"},\"index\":0}");
        stream.add(script -> script.event(data));
        return this;
    }

    private String document(String candidate) {
        return "{\"candidates\":[" + candidate + "],\"usageMetadata\":" + usage + ",\"modelVersion\":"
                + Quoted.json(model) + ",\"responseId\":\"scripted\"}";
    }

    private static String signed(@Nullable String signature) {
        return signature == null ? "" : ",\"thoughtSignature\":" + Quoted.json(signature);
    }

    private static String errorObject(int code, String word, String message) {
        return "{\"code\":" + code + ",\"message\":" + Quoted.json(message) + ",\"status\":" + Quoted.json(word) + "}";
    }
}
