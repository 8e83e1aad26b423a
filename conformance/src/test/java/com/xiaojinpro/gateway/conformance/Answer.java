package com.xiaojinpro.gateway.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model answers, before any provider has put it into its own form.
 *
 * @param reasoning pieces of visible reasoning; empty where there is none
 * @param signature seals the reasoning where the provider does that
 * @param text pieces of text
 * @param calls tool calls, in order
 * @param stop why it ends
 */
record Answer(List<String> reasoning, String signature, List<String> text, List<Call> calls, Stop stop) {
    /** What every scripted answer costs. */
    static final int INPUT_TOKENS = 21;

    /** How many of the input tokens came from the provider's cache. */
    static final int CACHED_TOKENS = 4;

    static final int OUTPUT_TOKENS = 9;

    static final Answer NOTHING = new Answer(List.of(), "", List.of(), List.of(), Stop.WHOLE);

    Answer {
        reasoning = List.copyOf(reasoning);
        text = List.copyOf(text);
        calls = List.copyOf(calls);
    }

    /** Why a model says no more. */
    enum Stop {
        /** It said all, or wants its tools called. */
        WHOLE,
        /** It reached a limit of tokens. */
        LENGTH,
        /** Somebody watches over it. */
        FILTER
    }

    /** A tool call whose arguments come in fragments. */
    record Call(String id, String name, List<String> fragments) {
        Call {
            fragments = List.copyOf(fragments);
        }

        String arguments() {
            return String.join("", fragments);
        }
    }

    static Answer text(String... pieces) {
        return new Answer(List.of(), "", List.of(pieces), List.of(), Stop.WHOLE);
    }

    static Answer call(String id, String name, String... fragments) {
        return NOTHING.andCall(id, name, fragments);
    }

    Answer andCall(String id, String name, String... fragments) {
        List<Call> more = new ArrayList<>(calls);
        more.add(new Call(id, name, List.of(fragments)));
        return new Answer(reasoning, signature, text, more, stop);
    }

    Answer after(String seal, String... pieces) {
        return new Answer(List.of(pieces), seal, text, calls, stop);
    }

    Answer endedBy(Stop reason) {
        return new Answer(reasoning, signature, text, calls, reason);
    }

    String wholeText() {
        return String.join("", text);
    }

    String wholeReasoning() {
        return String.join("", reasoning);
    }
}
