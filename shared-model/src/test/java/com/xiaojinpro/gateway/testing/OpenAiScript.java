package com.xiaojinpro.gateway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds what a provider of the OpenAI chat-completions protocol answers. The same content can be played as a stream and as
 * one JSON document; {@link #answer} gives each request the form it asked for. The faults ({@code stall}, {@code cut},
 * {@code reset}, {@code error}) exist in streams only.
 */
public final class OpenAiScript {
    private final String model;
    private final List<Consumer<Script>> stream = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private @Nullable String sealed;
    private final Map<Integer, ToolCall> tools = new TreeMap<>();
    private String id = "chatcmpl-scripted";
    private String finishReason = "stop";
    private @Nullable String usage;

    private OpenAiScript(String model) {
        this.model = model;
    }

    private record ToolCall(String id, String name, StringBuilder arguments) {}

    /** An answer of this model, opened by the chunk that carries the role. */
    public static OpenAiScript chat(String model) {
        return new OpenAiScript(model).delta("{\"role\":\"assistant\",\"content\":\"\"}");
    }

    /** An answer of this model without the opening chunk. */
    public static OpenAiScript bare(String model) {
        return new OpenAiScript(model);
    }

    /** A short complete answer: the words as one delta each, usage, stop. */
    public static OpenAiScript words(String model, String... words) {
        OpenAiScript script = chat(model);
        for (String word : words) {
            script.text(word);
        }
        return script.finish("stop").usage(7, words.length);
    }

    /** A complete document that is an error. */
    public static Script failure(int status, String type, @Nullable String code, String message) {
        return Script.json(status, "{\"error\":" + errorObject(type, code, message) + "}");
    }

    /** Sets the id of the answer, for the chunks that follow. */
    public OpenAiScript id(String newId) {
        id = newId;
        return this;
    }

    public OpenAiScript text(String content) {
        text.append(content);
        return delta("{\"content\":" + Quoted.json(content) + "}");
    }

    /** Text of the model's reasoning, as {@code reasoning_content}. */
    public OpenAiScript reasoning(String content) {
        reasoning.append(content);
        return delta("{\"reasoning_content\":" + Quoted.json(content) + "}");
    }

    /** Text of the reasoning of a Claude model as OpenRouter tells it; {@link #seal} completes it. */
    public OpenAiScript routedReasoning(String content) {
        reasoning.append(content);
        return delta("{\"content\":\"\",\"reasoning\":" + Quoted.json(content) + ",\"reasoning_details\":["
                + detail("\"text\":" + Quoted.json(content)) + "]}");
    }

    /** The signature of the reasoning told by {@link #routedReasoning}. */
    public OpenAiScript seal(String signature) {
        sealed = signature;
        return delta(
                "{\"content\":\"\",\"reasoning_details\":[" + detail("\"signature\":" + Quoted.json(signature)) + "]}");
    }

    private static String detail(String members) {
        return "{\"type\":\"reasoning.text\"," + members + ",\"format\":\"anthropic-claude-v1\",\"index\":0}";
    }

    /** Opens a tool call. */
    public OpenAiScript tool(int index, String callId, String name) {
        tools.put(index, new ToolCall(callId, name, new StringBuilder()));
        return delta("{\"tool_calls\":[{\"index\":" + index + ",\"id\":" + Quoted.json(callId)
                + ",\"type\":\"function\",\"function\":{\"name\":" + Quoted.json(name) + ",\"arguments\":\"\"}}]}");
    }

    /** Adds a fragment to the arguments of a tool call. */
    public OpenAiScript arguments(int index, String fragment) {
        ToolCall call = tools.get(index);
        if (call == null) {
            throw new IllegalStateException("tool call " + index + " is not open");
        }
        call.arguments().append(fragment);
        return delta("{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":" + Quoted.json(fragment)
                + "}}]}");
    }

    /** Any delta object; in the JSON form it is absent. */
    public OpenAiScript delta(String json) {
        return chunk("[{\"index\":0,\"delta\":" + json + ",\"finish_reason\":null}]", null);
    }

    /** The chunk with the finish reason. */
    public OpenAiScript finish(String reason) {
        finishReason = reason;
        return chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":" + Quoted.json(reason) + "}]", null);
    }

    /** The usage chunk. */
    public OpenAiScript usage(long promptTokens, long completionTokens) {
        return usage("{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":" + completionTokens
                + ",\"total_tokens\":" + (promptTokens + completionTokens) + "}");
    }

    /** The usage chunk with details. */
    public OpenAiScript usage(long promptTokens, long cachedTokens, long completionTokens, long reasoningTokens) {
        return usage("{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":" + completionTokens
                + ",\"total_tokens\":" + (promptTokens + completionTokens)
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + cachedTokens
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + reasoningTokens + "}}");
    }

    /** The usage chunk with this object. */
    public OpenAiScript usage(String json) {
        usage = json;
        return chunk("[]", json);
    }

    /** An error inside the stream, after which providers close it. */
    public OpenAiScript error(String type, @Nullable String code, String message) {
        return raw("data: {\"error\":" + errorObject(type, code, message) + "}\n\n");
    }

    /** Any bytes between the events. */
    public OpenAiScript raw(String bytes) {
        stream.add(script -> script.send(bytes));
        return this;
    }

    public OpenAiScript comment(String words) {
        stream.add(script -> script.comment(words));
        return this;
    }

    public OpenAiScript pause(Gate gate) {
        stream.add(script -> script.pause(gate));
        return this;
    }

    /** Ends the script without {@code [DONE]}: nothing more comes, the connection stays. */
    public Script stall() {
        return unfinished().stall();
    }

    /** Ends the script without {@code [DONE]}: FIN inside a chunk. */
    public Script cut() {
        return unfinished().cut();
    }

    /** Ends the script without {@code [DONE]}: RST. */
    public Script reset() {
        return unfinished().reset();
    }

    /** The stream without {@code [DONE]}, ended as HTTP wants it. */
    public Script unfinished() {
        Script script = Script.stream();
        stream.forEach(step -> step.accept(script));
        return script;
    }

    /** The stream with its {@code [DONE]}. */
    public Script stream() {
        return unfinished().done();
    }

    /** The same answer as one JSON document. */
    public Script json() {
        StringBuilder message = new StringBuilder("{\"role\":\"assistant\",\"content\":")
                .append(text.isEmpty() && !tools.isEmpty() ? "null" : Quoted.json(text.toString()));
        if (sealed != null) {
            String whole = Quoted.json(reasoning.toString());
            message.append(",\"reasoning\":")
                    .append(whole)
                    .append(",\"reasoning_details\":[")
                    .append(detail("\"text\":" + whole + ",\"signature\":" + Quoted.json(sealed)))
                    .append(']');
        } else if (!reasoning.isEmpty()) {
            message.append(",\"reasoning_content\":").append(Quoted.json(reasoning.toString()));
        }
        if (!tools.isEmpty()) {
            List<String> calls = new ArrayList<>();
            tools.values()
                    .forEach(call -> calls.add("{\"id\":" + Quoted.json(call.id())
                            + ",\"type\":\"function\",\"function\":{\"name\":" + Quoted.json(call.name())
                            + ",\"arguments\":"
                            + Quoted.json(call.arguments().toString()) + "}}"));
            message.append(",\"tool_calls\":[").append(String.join(",", calls)).append(']');
        }
        return Script.json(
                "{\"id\":" + Quoted.json(id) + ",\"object\":\"chat.completion\",\"created\":1764000000,\"model\":"
                        + Quoted.json(model) + ",\"choices\":[{\"index\":0,\"message\":" + message
                        + "},\"finish_reason\":" + Quoted.json(finishReason) + "}]"
                        + (usage == null ? "" : ",\"usage\":" + usage) + "}");
    }

    /** The form a request asked for. */
    public Script answer(RecordedRequest request) {
        return request.streaming() ? stream() : json();
    }

    private OpenAiScript chunk(String choices, @Nullable String usageObject) {
        String data = "{\"id\":" + Quoted.json(id)
                + ",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":" + Quoted.json(model)
                + ",\"choices\":" + choices + (usageObject == null ? "" : ",\"usage\":" + usageObject) + "}";
        stream.add(script -> script.event(data));
        return this;
    }

    private static String errorObject(String type, @Nullable String code, String message) {
        return "{\"message\":" + Quoted.json(message) + ",\"type\":" + Quoted.json(type) + ",\"param\":null,\"code\":"
                + (code == null ? "null" : Quoted.json(code)) + "}";
    }
}
