package com.xiaojinpro.gateway.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.anthropic.AnthropicType;
import com.xiaojinpro.gateway.connector.gemini.GeminiType;
import com.xiaojinpro.gateway.connector.openai.OpenAiType;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Whatever a provider sends, every decoder keeps the grammar, ends once, and throws nothing but what it tells as a fault. Each
 * property mutates an answer with everything in it: bytes changed, pieces repeated, pieces cut out.
 */
class MutatedAnswersTest {
    private static final int MOST_EVENTS = 2_000;

    private static final String MESSAGES = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":3,"output_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":1}}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm \\u00fc"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig=="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s1","name":"web_search","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String GEMINI = """
            data: {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hi","thoughtSignature":"c2ln"}]},"index":0}],"modelVersion":"m","responseId":"r"}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":[1,{"b":null}]}},"thoughtSignature":"c2ln"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"executableCode":{"code":"1"}}]},"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://e.com","title":"t"}}],"groundingSupports":[{"segment":{"startIndex":0,"endIndex":2,"text":"Hi"},"groundingChunkIndices":[0]}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"g","partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}}]}}]}

            data: {"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"y"}]}}]},"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.1}]}}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":1,"totalTokenCount":7}}

            """;

    private static final String RESPONSES = """
            event: response.created
            data: {"type":"response.created","response":{"id":"resp_1","object":"response","model":"m","status":"in_progress","output":[]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}

            event: response.reasoning_summary_text.delta
            data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"hm"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","encrypted_content":"AA==","summary":[{"type":"summary_text","text":"hm"}]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hi \\u00fc"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi \\u00fc","annotations":[]}]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"c1","name":"f","arguments":""}}

            event: response.function_call_arguments.delta
            data: {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\\"a\\":1}"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"}}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_1","object":"response","model":"m","status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":9,"output_tokens_details":{"reasoning_tokens":2}}}}

            """;

    private static final HttpCodec ANTHROPIC = codec(new AnthropicType(), Map.of("api_key", "k-12345678"));
    private static final HttpCodec GOOGLE = codec(new GeminiType(), Map.of("api_key", "k-12345678"));
    private static final HttpCodec OPENAI =
            codec(new OpenAiType(), Map.of("api_key", "k-12345678", "api", "responses"));

    private static HttpCodec codec(ProviderType type, Map<String, Object> settings) {
        return (HttpCodec) type.create(new ProviderConfig("p", type.name(), new MapSettings(settings)));
    }

    @Property(tries = 1_500)
    void messagesAreSurvived(@ForAll long seed) {
        survive(ANTHROPIC, mutated(MESSAGES, seed));
    }

    @Property(tries = 1_500)
    void generatedContentIsSurvived(@ForAll long seed) {
        survive(GOOGLE, mutated(GEMINI, seed));
    }

    @Property(tries = 1_500)
    void responsesAreSurvived(@ForAll long seed) {
        survive(OPENAI, mutated(RESPONSES, seed));
    }

    @Property(tries = 500)
    void bytesThatAreNoAnswerAreSurvived(@ForAll @Size(max = 300) byte[] bytes) {
        for (HttpCodec codec : List.of(ANTHROPIC, GOOGLE, OPENAI)) {
            survive(codec, bytes);
        }
    }

    private static void survive(HttpCodec codec, byte[] bytes) {
        for (String type : new String[] {"text/event-stream", "application/json"}) {
            List<UnifiedChunk> events = Answers.decode(
                    codec.decoder(Answers.head(200, "content-type", type), Answers.streaming(), Answers.TARGET),
                    Answers.pieces(bytes, 97));
            assertThat(events).hasSizeLessThan(MOST_EVENTS);
            if (!Answers.finished(events)) {
                assertThat(Answers.fault(events).kind()).isNotEqualTo(FaultKind.INTERNAL);
            }
        }
        assertThat(codec.fault(Answers.head(400), Buffer.buffer(bytes)).message())
                .isNotNull();
    }

    private static byte[] mutated(String answer, long seed) {
        Random random = new Random(seed);
        byte[] bytes = Answers.utf8(answer);
        for (int i = random.nextInt(5); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(80, bytes.length - from));
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                changed[at] = (byte) random.nextInt(256);
                return changed;
            }
            case 1 -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + length);
                out.write(bytes, 0, at);
                out.write(bytes, from, length);
                out.write(bytes, at, bytes.length - at);
                return out.toByteArray();
            }
            default -> {
                if (length == bytes.length) {
                    return bytes;
                }
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
                out.write(bytes, 0, from);
                out.write(bytes, from + length, bytes.length - from - length);
                return out.toByteArray();
            }
        }
    }
}
