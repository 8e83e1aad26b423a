package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.contract.Transcript;

/** Streamed chat completions, written after the documents of the services. */
public final class ChatTranscripts {
    private static final String HEAD =
            "\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\"";

    private ChatTranscripts() {}

    /** One event with a chunk of one choice. */
    public static String chunk(String delta, String finish) {
        return "data: {" + HEAD + ",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish
                + "}]}\n\n";
    }

    public static String chunk(String delta) {
        return chunk(delta, "null");
    }

    public static String event(String json) {
        return "data: " + json + "\n\n";
    }

    public static String finish(String reason) {
        return chunk("{}", "\"" + reason + "\"");
    }

    public static String usage(String usage) {
        return "data: {" + HEAD + ",\"choices\":[],\"usage\":" + usage + "}\n\n";
    }

    public static final String DONE = "data: [DONE]\n\n";

    private static final String TOOLS = chunk("{\"role\":\"assistant\",\"content\":\"\"}")
            + chunk("{\"content\":\"H\u00e9llo \\ud83c\\udf0d \u4f60\u597d \ud83c\udf0d\"}")
            + chunk(
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}")
            + chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}}]}")
            + chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}")
            + chunk(
                    "{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}")
            + finish("tool_calls")
            + usage("{\"prompt_tokens\":20,\"completion_tokens\":9,\"total_tokens\":29,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":12},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}")
            + DONE;

    /** F1: text, two parallel calls, the second without arguments, usage behind the finish. */
    public static final Transcript F1 = new Transcript("F1 tools and usage", TOOLS, "\"finish_reason\":\"tool_calls\"");

    private static final String PREFACE =
            event("{\"id\":\"\",\"model\":\"\",\"object\":\"\",\"created\":0,\"choices\":[],"
                    + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}");

    /** F2: Azure's preface before F1. */
    public static final Transcript F2 =
            new Transcript("F2 Azure preface", PREFACE + TOOLS, "\"finish_reason\":\"tool_calls\"");

    /** F3: OpenRouter with comments, reasoning in both spellings, cost. */
    public static final Transcript F3 = new Transcript(
            "F3 OpenRouter",
            ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n"
                    + event(
                            "{\"id\":\"gen-1\",\"provider\":\"Anthropic\",\"model\":\"anthropic/claude\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                                    + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":\"Let me\","
                                    + "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"Let me\",\"format\":\"anthropic-claude-v1\",\"index\":0}]},"
                                    + "\"finish_reason\":null,\"native_finish_reason\":null}]}")
                    + chunk(
                            "{\"reasoning\":\" see.\",\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\" see.\",\"format\":\"anthropic-claude-v1\",\"index\":0}]}")
                    + chunk(
                            "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"c2ln\",\"format\":\"anthropic-claude-v1\",\"index\":0}]}")
                    + ": OPENROUTER PROCESSING\n\n"
                    + chunk("{\"content\":\"Done.\"}")
                    + event(
                            "{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\",\"native_finish_reason\":\"end_turn\"}]}")
                    + event(
                            "{\"id\":\"gen-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":6,\"total_tokens\":16,"
                                    + "\"cost\":0.00123,\"is_byok\":false,\"completion_tokens_details\":{\"reasoning_tokens\":4}}}")
                    + DONE,
            "\"finish_reason\":\"stop\"");

    /** F6: nothing but text, no finish, no end: what Clewdr's chat surface sends. */
    public static final String BARE = ": keep-alive\n\n"
            + event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}")
            + event("{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}")
            + event("{\"choices\":[{\"delta\":{\"content\":\" there\"}}]}");

    /** F7: Ollama's chat surface: both calls whole and both at index 0. */
    public static final Transcript F7 = new Transcript(
            "F7 Ollama",
            chunk(
                            "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"call_1\",\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}")
                    + chunk(
                            "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"call_2\",\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"b\\\":2}\"}}]}")
                    + finish("tool_calls")
                    + DONE,
            "\"finish_reason\":\"tool_calls\"");

    /** Two answers at once, interleaved, with tools in one of them (H102). */
    public static final Transcript TWO_CHOICES = new Transcript(
            "two choices",
            event(
                            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}")
                    + event(
                            "{\"choices\":[{\"index\":1,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}]}")
                    + event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}")
                    + event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
                    + event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\",\"index\":1}]}")
                    + DONE,
            "\"finish_reason\":\"tool_calls\"");
}
