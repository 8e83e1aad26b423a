package com.xiaojinpro.gateway.bench;

import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.ProviderTypes;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.anthropic.AnthropicType;
import com.xiaojinpro.gateway.connector.gemini.GeminiType;
import com.xiaojinpro.gateway.connector.openai.OpenAiType;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A provider's stream as it sends it: one event a chunk, with the members that the real one has. */
enum Upstream {
    OPENAI(new OpenAiType(), "api = \"chat\"") {
        @Override
        void stream(Content content, int chunks, List<String> out) {
            out.add(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null", "null"));
            if (content == Content.TOOL_ARGUMENTS) {
                out.add(chunk(
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_62136354\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"write_file\",\"arguments\":\"\"}}]}",
                        "null",
                        "null"));
            }
            for (int i = 0; i < chunks; i++) {
                out.add(chunk(
                        content == Content.TEXT
                                ? "{\"content\":\"" + piece(content, i, chunks) + "\"}"
                                : "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\""
                                        + piece(content, i, chunks) + "\"}}]}",
                        "null",
                        "null"));
            }
            out.add(chunk("{}", content == Content.TEXT ? "\"stop\"" : "\"tool_calls\"", "null"));
            out.add("data: {\"id\":\"chatcmpl-C9f3Kd\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                    + "\"model\":\"gpt-4.1-2025-04-14\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,"
                    + "\"completion_tokens\":200,\"total_tokens\":220}}\n\n");
            out.add("data: [DONE]\n\n");
        }

        private String chunk(String delta, String finish, String usage) {
            return "data: {\"id\":\"chatcmpl-C9f3Kd\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
                    + "\"model\":\"gpt-4.1-2025-04-14\",\"service_tier\":\"default\",\"system_fingerprint\":"
                    + "\"fp_b3f1\",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"usage\":" + usage
                    + ",\"obfuscation\":\"k3Jd9\"}\n\n";
        }
    },
    ANTHROPIC(new AnthropicType(), "") {
        @Override
        void stream(Content content, int chunks, List<String> out) {
            boolean text = content == Content.TEXT;
            out.add(event(
                    "message_start",
                    ",\"message\":{\"model\":\"claude-sonnet-4-6\",\"id\":\"msg_01AbC\",\"type\":\"message\","
                            + "\"role\":\"assistant\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                            + "\"usage\":{\"input_tokens\":20,\"cache_creation_input_tokens\":0,"
                            + "\"cache_read_input_tokens\":0,\"output_tokens\":1}}"));
            out.add(event(
                    "content_block_start",
                    ",\"index\":0,\"content_block\":"
                            + (text
                                    ? "{\"type\":\"text\",\"text\":\"\"}"
                                    : "{\"type\":\"tool_use\",\"id\":\"toolu_01XyZ\",\"name\":\"write_file\","
                                            + "\"input\":{}}")));
            for (int i = 0; i < chunks; i++) {
                out.add(event(
                        "content_block_delta",
                        ",\"index\":0,\"delta\":{\"type\":\""
                                + (text ? "text_delta\",\"text\":\"" : "input_json_delta\",\"partial_json\":\"")
                                + piece(content, i, chunks) + "\"}"));
            }
            out.add(event("content_block_stop", ",\"index\":0"));
            out.add(event(
                    "message_delta",
                    ",\"delta\":{\"stop_reason\":\"" + (text ? "end_turn" : "tool_use")
                            + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":200}"));
            out.add(event("message_stop", ""));
        }

        private String event(String type, String members) {
            return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
        }
    },
    GEMINI(new GeminiType(), "") {
        @Override
        void stream(Content content, int chunks, List<String> out) {
            boolean text = content == Content.TEXT;
            if (!text) {
                out.add(chunk(call("\"name\":\"write_file\",\"willContinue\":true"), "", 1));
            }
            for (int i = 0; i < chunks; i++) {
                String piece = piece(Content.TEXT, i, chunks);
                out.add(chunk(
                        text
                                ? "{\"text\":\"" + piece + "\"}"
                                : call("\"partialArgs\":[{\"jsonPath\":\"$.text\",\"stringValue\":\"" + piece
                                        + "\",\"willContinue\":true}],\"willContinue\":true"),
                        "",
                        i));
            }
            String last =
                    text ? "{\"text\":\"\"}" : call("\"partialArgs\":[{\"jsonPath\":\"$.text\",\"stringValue\":\"\"}]");
            out.add(chunk(last, ",\"finishReason\":\"STOP\"", chunks));
        }

        private String call(String members) {
            return "{\"functionCall\":{" + members + "}}";
        }

        private String chunk(String part, String finish, int tokens) {
            return "data: {\"candidates\":[{\"content\":{\"parts\":[" + part + "],\"role\":\"model\"}" + finish
                    + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":20,\"candidatesTokenCount\":" + tokens
                    + ",\"totalTokenCount\":" + (20 + tokens)
                    + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":20}]},\"modelVersion\":"
                    + "\"gemini-2.5-flash\",\"responseId\":\"a1B2c3\"}\r\n\r\n";
        }
    };

    private static final String[] WORDS = {" the", " gateway", " f\u00fcr", " a", " stream", ".", " It", " reads"};

    private final ProviderType type;
    private final String settings;

    /**
     * @param settings TOML beyond the type and the key
     */
    Upstream(ProviderType type, String settings) {
        this.type = type;
        this.settings = settings;
    }

    abstract void stream(Content content, int chunks, List<String> out);

    /** The stream in the buffers it comes in, one event in each. */
    List<Buffer> buffers(Content content, int chunks) {
        List<String> events = new ArrayList<>();
        stream(content, chunks, events);
        return events.stream().map(Buffer::buffer).toList();
    }

    HttpCodec codec() {
        List<ProviderConfig> read = new ArrayList<>();
        ProviderTypes types = new ProviderTypes() {
            @Override
            public Collection<String> names() {
                return List.of(type.name());
            }

            @Override
            public void read(ProviderConfig provider) {
                read.add(provider);
            }
        };
        new ConfigReader(Map.of(), path -> {
                    throw new IOException("there are no files");
                })
                .read(
                        "[providers.p]\ntype = \"" + type.name() + "\"\napi_key = \"k-12345678\"\n" + settings,
                        "bench",
                        types);
        return (HttpCodec) type.create(read.getFirst());
    }

    private static String piece(Content content, int i, int chunks) {
        if (content == Content.TEXT) {
            return WORDS[i % WORDS.length];
        }
        // One argument that is a long text, as of an editor's tool.
        return i == 0 ? "{\\\"text\\\":\\\"" : i == chunks - 1 ? "\\\"}" : WORDS[i % WORDS.length];
    }
}
