package com.xiaojinpro.gateway.conformance;

import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;

/** The provider behind the gateway: each test of a client protocol runs against every one of them. */
enum Backend {
    /** A server that speaks chat completions and tells reasoning as {@code reasoning_content}. */
    COMPATIBLE("compatible") {
        @Override
        void reason(OpenAiScript script, Answer answer) {
            answer.reasoning().forEach(script::reasoning);
        }
    },
    /** OpenRouter with a Claude model: reasoning comes with a signature that has to come back. */
    OPENROUTER("openrouter") {
        @Override
        void reason(OpenAiScript script, Answer answer) {
            answer.reasoning().forEach(script::routedReasoning);
            if (!answer.reasoning().isEmpty()) {
                script.seal(answer.signature());
            }
        }
    };

    private final String prefix;

    Backend(String prefix) {
        this.prefix = prefix;
    }

    abstract void reason(OpenAiScript script, Answer answer);

    /** The name clients use for one of this provider's models. */
    String route(String model) {
        return prefix + "/" + model;
    }

    /** The whole answer in the form a request asked for. */
    Script play(String model, Answer answer, RecordedRequest request) {
        OpenAiScript script = OpenAiScript.chat(model);
        reason(script, answer);
        answer.text().forEach(script::text);
        int index = 0;
        for (Answer.Call call : answer.calls()) {
            script.tool(index, call.id(), call.name());
            for (String fragment : call.fragments()) {
                script.arguments(index, fragment);
            }
            index++;
        }
        return script.finish(answer.calls().isEmpty() ? "stop" : "tool_calls")
                .usage(Answer.INPUT_TOKENS, Answer.CACHED_TOKENS, Answer.OUTPUT_TOKENS, 0)
                .answer(request);
    }

    /** A stream of the answer's text that stops without any terminal signal, for the caller to break. */
    Script unfinished(String model, Answer answer) {
        return opened(model, answer).unfinished();
    }

    /** A stream of two pieces of text with a gate between. */
    Script pausing(String model, String before, Gate gate, String after) {
        return OpenAiScript.chat(model).text(before).pause(gate).text(after).finish("stop").stream();
    }

    /** A stream of the answer's text that then tells of an error. */
    Script failingAfter(String model, Answer answer) {
        return opened(model, answer)
                .error("server_error", null, "the engine stopped")
                .unfinished();
    }

    /** A refusal in the provider's own form. */
    Script failure(int status, String message) {
        return switch (status) {
            case 404 -> OpenAiScript.failure(status, "invalid_request_error", "model_not_found", message);
            case 429 -> OpenAiScript.failure(status, "requests", "rate_limit_exceeded", message);
            default ->
                OpenAiScript.failure(status, status < 500 ? "invalid_request_error" : "server_error", null, message);
        };
    }

    private static OpenAiScript opened(String model, Answer answer) {
        OpenAiScript script = OpenAiScript.chat(model);
        answer.text().forEach(script::text);
        return script;
    }
}
