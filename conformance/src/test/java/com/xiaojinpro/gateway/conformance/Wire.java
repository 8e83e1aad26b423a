package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;

/** How a provider puts an answer, and what it makes of a request. */
interface Wire {
    /** The whole answer in the form a request asked for. */
    Script play(String model, Answer answer, RecordedRequest request);

    /** A stream of the answer's text without any terminal signal. */
    Script unfinished(String model, Answer answer);

    /** A stream of two pieces of text with a gate between. */
    Script pausing(String model, String before, Gate gate, String after);

    /** A stream of the answer's text that then tells of an error. */
    Script failingAfter(String model, Answer answer);

    /** A refusal. */
    Script failure(int status, String message);

    /** What the body of a request says. */
    Seen seen(JsonNode body);
}
