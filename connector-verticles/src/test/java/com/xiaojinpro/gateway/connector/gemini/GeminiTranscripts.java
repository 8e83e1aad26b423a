package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.contract.Transcript;

/** Streamed answers of {@code generateContent}, written after Google's documents. */
public final class GeminiTranscripts {
    static final String USAGE =
            "\"usageMetadata\":{\"promptTokenCount\":20,\"cachedContentTokenCount\":12,\"candidatesTokenCount\":6,"
                    + "\"thoughtsTokenCount\":3,\"totalTokenCount\":29}";

    private GeminiTranscripts() {}

    static String event(String json) {
        return "data: " + json + "\n\n";
    }

    /** A chunk with these parts, and what else stands in it. */
    static String parts(String parts, String more) {
        return event("{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}}]" + more
                + ",\"modelVersion\":\"m\",\"responseId\":\"r1\"}");
    }

    static String parts(String parts) {
        return parts(parts, "");
    }

    static String finish(String reason) {
        return finish(reason, "{\"text\":\"\"}");
    }

    static String finish(String reason, String part) {
        return event("{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[" + part
                + "]},\"finishReason\":\"" + reason + "\"}]," + USAGE + "}");
    }

    /** F5: a thought, two calls of one function, the first signed, the end in a chunk of its own. */
    public static final Transcript F5 = new Transcript(
            "F5 calls",
            parts("{\"text\":\"plan\",\"thought\":true}", ",\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}")
                    + parts(
                            "{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1}},\"thoughtSignature\":\"AAA=\"},"
                                    + "{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":2}}}",
                            ",\"usageMetadata\":{\"promptTokenCount\":20,\"totalTokenCount\":20}")
                    + finish("STOP"),
            "\"finishReason\":\"STOP\"");

    /** Text of several alphabets, a signature on an empty text at the end. */
    public static final Transcript TEXT = new Transcript(
            "text",
            parts("{\"text\":\"H\u00e9llo \"}")
                    + parts("{\"text\":\"\ud83c\udf0d \u4f60\u597d\"}")
                    + finish("STOP", "{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}"),
            "\"finishReason\":\"STOP\"");

    /** Arguments that come value by value. */
    public static final Transcript PARTIAL = new Transcript(
            "partial arguments",
            parts("{\"functionCall\":{\"name\":\"f\",\"willContinue\":true},\"thoughtSignature\":\"AAA=\"}")
                    + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.items[0].name\","
                            + "\"stringValue\":\"Gr\u00fc\",\"willContinue\":true}],\"willContinue\":true}}")
                    + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.items[0].name\","
                            + "\"stringValue\":\"n\\\"\"}],\"willContinue\":true}}")
                    + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.items[0].price\","
                            + "\"numberValue\":0.5}],\"willContinue\":true}}")
                    + parts("{\"functionCall\":{\"partialArgs\":[{\"jsonPath\":\"$.items[1].name\","
                            + "\"nullValue\":\"NULL_VALUE\"},{\"jsonPath\":\"$.done\",\"boolValue\":true}]}}")
                    + finish("STOP"),
            "\"finishReason\":\"STOP\"");
}
