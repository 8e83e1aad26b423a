package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.contract.Transcript;

/** Streams of the Responses API, written after its reference. */
final class ResponsesTranscripts {
    private static final String HEAD =
            "\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1700000000,\"model\":\"gpt-5\"";

    private ResponsesTranscripts() {}

    /** One event whose name is its type. */
    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : "," + members)
                + "}\n\n";
    }

    static String created() {
        return event(
                "response.created",
                "\"response\":{" + HEAD + ",\"status\":\"in_progress\",\"output\":[],\"usage\":null}");
    }

    static String added(int index, String item) {
        return event("response.output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    static String done(int index, String item) {
        return event("response.output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    static String text(int index, String id, String delta) {
        return event(
                "response.output_text.delta",
                "\"item_id\":\"" + id + "\",\"output_index\":" + index + ",\"content_index\":0,\"delta\":\"" + delta
                        + "\",\"logprobs\":[],\"obfuscation\":\"xyz\"");
    }

    static String terminal(String status, String output, String more) {
        return event(
                "response." + status,
                "\"response\":{" + HEAD + ",\"status\":\"" + status + "\",\"output\":[" + output + "]" + more + "}");
    }

    static final String USAGE = ",\"usage\":{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":12},"
            + "\"output_tokens\":9,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":29}";

    private static final String THOUGHT =
            "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Look.\"},"
                    + "{\"type\":\"summary_text\",\"text\":\"Then say.\"}],\"encrypted_content\":\"gAAA=\"}";
    private static final String MESSAGE =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"phase\":\"commentary\","
                    + "\"content\":[{\"type\":\"output_text\",\"text\":\"H\u00e9llo \\ud83c\\udf0d\",\"annotations\":[]}]}";
    private static final String CALL =
            "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"call_a\",\"name\":\"f\","
                    + "\"arguments\":\"{\\\"x\\\":1}\"}";
    private static final String EMPTY_CALL =
            "{\"id\":\"fc_2\",\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"call_b\",\"name\":\"g\","
                    + "\"arguments\":\"\"}";

    private static String summary(int part, String delta) {
        return event(
                "response.reasoning_summary_text.delta",
                "\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":" + part + ",\"delta\":\"" + delta + "\"");
    }

    private static String arguments(String delta) {
        return event(
                "response.function_call_arguments.delta",
                "\"item_id\":\"fc_1\",\"output_index\":2,\"delta\":\"" + delta + "\"");
    }

    /** Reasoning in two summaries with ciphertext, text, two calls of which the second has no arguments. */
    static final Transcript TOOLS = new Transcript(
            "reasoning, text and tools",
            created()
                    + event(
                            "response.in_progress",
                            "\"response\":{" + HEAD + ",\"status\":\"in_progress\",\"output\":[]}")
                    + added(
                            0,
                            "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"gPART\"}")
                    + event(
                            "response.reasoning_summary_part.added",
                            "\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"\"}")
                    + summary(0, "Lo")
                    + summary(0, "ok.")
                    + event(
                            "response.reasoning_summary_text.done",
                            "\"item_id\":\"rs_1\",\"output_index\":0,\"summary_index\":0,\"text\":\"Look.\"")
                    + summary(1, "Then say.")
                    + done(0, THOUGHT)
                    + added(
                            1,
                            "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"phase\":\"commentary\",\"content\":[]}")
                    + event(
                            "response.content_part.added",
                            "\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\"}")
                    + text(1, "msg_1", "H\u00e9llo ")
                    + text(1, "msg_1", "\\ud83c\\udf0d")
                    + event(
                            "response.output_text.done",
                            "\"item_id\":\"msg_1\",\"output_index\":1,\"content_index\":0,\"text\":\"H\u00e9llo \\ud83c\\udf0d\"")
                    + done(1, MESSAGE)
                    + added(
                            2,
                            "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"in_progress\",\"call_id\":\"call_a\",\"name\":\"f\",\"arguments\":\"\"}")
                    + arguments("{\\\"x\\\":")
                    + arguments("1}")
                    + event(
                            "response.function_call_arguments.done",
                            "\"item_id\":\"fc_1\",\"output_index\":2,\"arguments\":\"{\\\"x\\\":1}\"")
                    + done(2, CALL)
                    + added(
                            3,
                            "{\"id\":\"fc_2\",\"type\":\"function_call\",\"status\":\"in_progress\",\"call_id\":\"call_b\",\"name\":\"g\",\"arguments\":\"\"}")
                    + done(3, EMPTY_CALL)
                    + terminal("completed", String.join(",", THOUGHT, MESSAGE, CALL, EMPTY_CALL), USAGE),
            "event: response.completed");

    /** A server that puts the type last, names no events and ends with [DONE]. */
    static final Transcript UNNAMED = new Transcript(
            "no event names",
            "data: {\"response\":{" + HEAD + ",\"status\":\"in_progress\"},\"type\":\"response.created\"}\n\n"
                    + "data: {\"item\":{\"content\":[],\"id\":\"msg_1\",\"role\":\"assistant\",\"type\":\"message\"},\"output_index\":0,\"type\":\"response.output_item.added\"}\n\n"
                    + "data: {\"content_index\":0,\"delta\":\"Hi\",\"item_id\":\"msg_1\",\"output_index\":0,\"type\":\"response.output_text.delta\"}\n\n"
                    + "data: {\"response\":{" + HEAD + ",\"status\":\"completed\",\"output\":[]" + USAGE
                    + "},\"type\":\"response.completed\"}\n\n"
                    + "data: [DONE]\n\n",
            "data: {\"response\":{" + HEAD + ",\"status\":\"completed\"");

    /** Only the terminal event says what the answer is (H78). */
    static final Transcript SNAPSHOT_ONLY = new Transcript(
            "no item is ever done",
            created()
                    + added(0, "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}")
                    + text(0, "msg_1", "H\u00e9llo")
                    + terminal("completed", MESSAGE + "," + CALL, USAGE),
            "event: response.completed");

    static Transcript[] all() {
        return new Transcript[] {TOOLS, UNNAMED, SNAPSHOT_ONLY};
    }
}
