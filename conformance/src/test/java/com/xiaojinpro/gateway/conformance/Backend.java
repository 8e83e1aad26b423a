package com.xiaojinpro.gateway.conformance;

import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;

/** The provider behind the gateway: each test of a client protocol runs against every one of them. */
enum Backend {
    /** A server that speaks chat completions and tells reasoning as {@code reasoning_content}. */
    COMPATIBLE("compatible", new ChatWire(false)),
    /** OpenRouter with a Claude model: reasoning comes with a signature that has to come back. */
    OPENROUTER("openrouter", new ChatWire(true)),
    /** Anthropic's messages: thinking comes with a signature that has to come back. */
    ANTHROPIC("anthropic", new MessagesWire()),
    /** Google's generateContent: the signature of a thought stands on what follows it. */
    GEMINI("gemini", new GeminiWire());

    private final String prefix;
    private final Wire wire;

    Backend(String prefix, Wire wire) {
        this.prefix = prefix;
        this.wire = wire;
    }

    /** The name clients use for one of this provider's models. */
    String route(String model) {
        return prefix + "/" + model;
    }

    /** Whether its reasoning comes with a signature of Claude, which clients get as it is. */
    boolean sealsReasoning() {
        return this == OPENROUTER || this == ANTHROPIC;
    }

    /** The whole answer in the form a request asked for. */
    Script play(String model, Answer answer, RecordedRequest request) {
        return wire.play(model, answer, request);
    }

    /** A stream of the answer's text that stops without any terminal signal, for the caller to break. */
    Script unfinished(String model, Answer answer) {
        return wire.unfinished(model, answer);
    }

    /** A stream of two pieces of text with a gate between. */
    Script pausing(String model, String before, Gate gate, String after) {
        return wire.pausing(model, before, gate, after);
    }

    /** A stream of the answer's text that then tells of an error. */
    Script failingAfter(String model, Answer answer) {
        return wire.failingAfter(model, answer);
    }

    /** A refusal in the provider's own form. */
    Script failure(int status, String message) {
        return wire.failure(status, message);
    }

    /** What a request said to this provider. */
    Seen seen(RecordedRequest request) {
        return wire.seen(Stage.json(request.bodyText()));
    }
}
