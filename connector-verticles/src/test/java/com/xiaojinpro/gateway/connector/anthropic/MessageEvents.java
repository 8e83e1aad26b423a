package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.contract.Transcript;

/** Streamed messages, written after Anthropic's documents. */
final class MessageEvents {
    static final String USAGE =
            "{\"input_tokens\":8,\"cache_read_input_tokens\":12,\"cache_creation_input_tokens\":5,\"output_tokens\":1}";
    static final String START = event(
            "message_start",
            "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],"
                    + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":" + USAGE + "}");
    static final String STOP = event("message_stop", "");
    static final String PING = event("ping", "");
    static final String OVERLOADED = event(
            "error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"req_1\"");

    private MessageEvents() {}

    static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (members.isEmpty() ? "" : "," + members)
                + "}\n\n";
    }

    static String begin(int index, String block) {
        return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
    }

    static String text(int index) {
        return begin(index, "{\"type\":\"text\",\"text\":\"\"}");
    }

    static String thinking(int index) {
        return begin(index, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
    }

    static String call(int index, String id, String name) {
        return begin(index, "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"input\":{}}");
    }

    static String delta(int index, String type, String member, String value) {
        return event(
                "content_block_delta",
                "\"index\":" + index + ",\"delta\":{\"type\":\"" + type + "\",\"" + member + "\":\"" + value + "\"}");
    }

    static String say(int index, String text) {
        return delta(index, "text_delta", "text", text);
    }

    static String think(int index, String text) {
        return delta(index, "thinking_delta", "thinking", text);
    }

    static String sign(int index, String signature) {
        return delta(index, "signature_delta", "signature", signature);
    }

    static String arguments(int index, String json) {
        return delta(index, "input_json_delta", "partial_json", json.replace("\"", "\\\""));
    }

    static String stop(int index) {
        return event("content_block_stop", "\"index\":" + index);
    }

    static String finish(String reason) {
        return finish("\"stop_reason\":\"" + reason + "\",\"stop_sequence\":null", "{\"output_tokens\":40}");
    }

    static String finish(String delta, String usage) {
        return event("message_delta", "\"delta\":{" + delta + "},\"usage\":" + usage);
    }

    /** A thought whose text is omitted, text, two calls, the second without arguments, a ping. */
    static final Transcript F4 = new Transcript(
            "F4 thinking, text, tools",
            START
                    + thinking(0)
                    + sign(0, "c2ln")
                    + stop(0)
                    + PING
                    + text(1)
                    + say(1, "H\u00e9llo \\ud83c\\udf0d \u4f60\u597d")
                    + stop(1)
                    + call(2, "toolu_a", "f")
                    + arguments(2, "")
                    + arguments(2, "{\"x\":")
                    + arguments(2, "1}")
                    + stop(2)
                    + call(3, "toolu_b", "g")
                    + arguments(3, "")
                    + stop(3)
                    + finish(
                            "\"stop_reason\":\"tool_use\",\"stop_sequence\":null",
                            "{\"input_tokens\":8,\"cache_read_input_tokens\":12,\"cache_creation_input_tokens\":5,"
                                    + "\"output_tokens\":40}")
                    + STOP,
            "event: message_stop");

    /** Visible and redacted thoughts between calls of a server tool, with citations. */
    static final Transcript SERVER_TOOLS = new Transcript(
            "server tools, citations, redacted thinking",
            START
                    + thinking(0)
                    + think(0, "Let me ")
                    + think(0, "search.")
                    + sign(0, "c2ln")
                    + stop(0)
                    + begin(1, "{\"type\":\"redacted_thinking\",\"data\":\"ZW5j\"}")
                    + stop(1)
                    + begin(
                            2,
                            "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{}}")
                    + arguments(2, "{\"query\":")
                    + arguments(2, "\"x\"}")
                    + stop(2)
                    + begin(
                            3,
                            "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[{\"type\":"
                                    + "\"web_search_result\",\"url\":\"https://e.com\",\"encrypted_content\":\"zzz\"}]}")
                    + stop(3)
                    + text(4)
                    + event(
                            "content_block_delta",
                            "\"index\":4,\"delta\":{\"type\":\"citations_delta\",\"citation\":{\"type\":"
                                    + "\"web_search_result_location\",\"url\":\"https://e.com\",\"cited_text\":\"c\"}}")
                    + say(4, "Found.")
                    + stop(4)
                    + finish("end_turn")
                    + STOP,
            "event: message_stop");
}
