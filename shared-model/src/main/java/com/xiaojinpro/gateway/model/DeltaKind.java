package com.xiaojinpro.gateway.model;

/** What a delta adds to its part. Names travel between nodes and never change. */
public enum DeltaKind {
    /** Text, arguments, refusal or visible thought: a fragment to append. */
    CONTENT,
    /** A fragment of a reasoning summary. */
    SUMMARY,
    /** The signature of the part, whole. */
    SIGNATURE,
    /** The encrypted form of the part, whole. */
    ENCRYPTED,
    /** One citation or annotation as raw JSON in the provider's dialect. */
    ANNOTATION,
    /** Log probabilities of the tokens of the last fragments: an OpenAI {@code logprobs} object as raw JSON. */
    LOGPROBS
}
