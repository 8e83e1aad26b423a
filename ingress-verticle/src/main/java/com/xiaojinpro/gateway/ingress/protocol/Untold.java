package com.xiaojinpro.gateway.ingress.protocol;

/**
 * What of an answer a client's protocol may have no place for. A closed set: it labels metrics and stands in the header
 * {@code x-xjp-dropped}, beside the names of request fields, from which {@code answer.} sets it apart.
 */
public enum Untold {
    /** A piece that only another protocol knows, such as the result of a hosted tool. */
    OPAQUE("answer.opaque"),
    /** Further answers where several were asked for. */
    CHOICES("answer.choices"),
    /** A citation that has no form in the protocol. */
    CITATIONS("answer.citations"),
    /** Log probabilities. */
    LOGPROBS("answer.logprobs"),
    /** Calls after the first, where the client speaks of a single one. */
    TOOL_CALLS("answer.tool_calls"),
    /** A provider's signature, which has to come back for the next turn. */
    SIGNATURE("answer.signature");

    private final String word;

    Untold(String word) {
        this.word = word;
    }

    /** How it is told to clients and operators. */
    public String word() {
        return word;
    }
}
