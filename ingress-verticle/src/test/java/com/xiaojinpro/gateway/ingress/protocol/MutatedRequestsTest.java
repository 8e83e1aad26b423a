package com.xiaojinpro.gateway.ingress.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.anthropic.CountTokensProtocol;
import com.xiaojinpro.gateway.ingress.openai.EmbeddingsProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.responses.InputTokensProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** H121: whatever a client sends, a reader takes it or refuses it as the client's mistake. */
class MutatedRequestsTest {
    private static final int LONG_BYTES = 512 * 1024;

    private static final String RESPONSES = """
            {"model":"m","instructions":"Be brief.","store":false,"max_output_tokens":100,"temperature":0.5,
            "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],
            "input":[{"role":"user","content":[{"type":"input_text","text":"Hi"},
            {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},
            {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}]},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"AA=="},
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"ok"},
            {"type":"web_search_call","id":"ws_1","status":"completed"}],
            "tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}},"strict":true},
            {"type":"custom","name":"g","format":{"type":"grammar","syntax":"lark","definition":"x"}},{"type":"web_search"}],
            "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},
            "text":{"format":{"type":"json_schema","name":"s","schema":{"type":"object"}},"verbosity":"low"}}
            """;
    private static final String CHAT = """
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":100,"temperature":0.5,
            "reasoning_effort":"low","stop":["a","b"],"n":2,"seed":7,"logit_bias":{"5":1},"metadata":{"k":"v"},"user":"u",
            "messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Hi",
            "cache_control":{"type":"ephemeral"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=",
            "detail":"low"}},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":
            {"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}}]},{"role":"assistant","content":null,
            "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s","format":"anthropic-claude-v1","index":0}],
            "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2","type":"custom",
            "custom":{"name":"g","input":"x"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"},
            {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"ok"}]},{"role":"assistant","refusal":"no"}],
            "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}},{"type":"custom",
            "custom":{"name":"g","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"x"}}}}],
            "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":
            {"name":"f"}}]}},"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object"}}}}
            """;
    private static final String LEGACY = """
            {"model":"m","functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},"max_tokens":5,
            "messages":[{"role":"user","content":"x"},{"role":"assistant","function_call":{"name":"f","arguments":"{}"}},
            {"role":"function","name":"f","content":"ok"}]}
            """;
    private static final String MESSAGES = """
            {"model":"m","max_tokens":100,"stream":true,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral",
            "ttl":"1h"}}],"thinking":{"type":"enabled","budget_tokens":2000},"metadata":{"user_id":"u"},"stop_sequences":["a"],
            "messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image","source":{"type":"base64",
            "media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"text","media_type":"text/plain",
            "data":"d"},"title":"t","citations":{"enabled":true}}]},{"role":"assistant","content":[{"type":"thinking",
            "thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"AA=="},{"type":"tool_use","id":"t1","name":"f",
            "input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":
            [{"type":"text","text":"ok"},{"type":"image","source":{"type":"url","url":"https://e.example/a.png"}}]}]}],
            "tools":[{"name":"f","input_schema":{"type":"object"},"strict":true},{"type":"web_search_20250305","name":"web_search"}],
            "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"output_config":{"effort":"low"}}
            """;
    private static final String EMBEDDINGS =
            "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":8,\"encoding_format\":\"base64\",\"user\":\"u\"}";
    private static final String COUNT =
            "{\"model\":\"m\",\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Hi\"}]}],\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]}";

    @Property(tries = 3_000)
    @Label("H121: Chat Completions")
    void chats(@ForAll long seed) {
        readOrRefuse(new OpenAiChatProtocol(), mutated(CHAT, seed));
        readOrRefuse(new OpenAiChatProtocol(), mutated(LEGACY, seed));
    }

    @Property(tries = 3_000)
    @Label("H121: Messages")
    void messages(@ForAll long seed) {
        readOrRefuse(new AnthropicMessagesProtocol(), mutated(MESSAGES, seed));
    }

    @Test
    void whatIsNotDamagedIsRead() {
        Map<String, ClientProtocol> requests = Map.of(
                CHAT, new OpenAiChatProtocol(),
                LEGACY, new OpenAiChatProtocol(),
                MESSAGES, new AnthropicMessagesProtocol(),
                RESPONSES, new ResponsesProtocol(),
                COUNT, new CountTokensProtocol(),
                EMBEDDINGS, new EmbeddingsProtocol());
        requests.forEach((request, protocol) ->
                assertThat(protocol.read(Buffer.buffer(request)).messages()).isNotEmpty());
    }

    /** Neither slow nor larger than what was sent: a piece of a request, repeated until it is a large body. */
    @Property(tries = 30)
    @Label("H121: a piece repeated for long")
    void aPieceRepeatedForLong(@ForAll long seed) {
        Random random = new Random(seed);
        ClientProtocol[] protocols = {new OpenAiChatProtocol(), new AnthropicMessagesProtocol(), new ResponsesProtocol()
        };
        String[] requests = {CHAT, MESSAGES, RESPONSES};
        for (int i = 0; i < protocols.length; i++) {
            byte[] whole = requests[i].getBytes(StandardCharsets.UTF_8);
            int from = random.nextInt(whole.length);
            int length = 1 + random.nextInt(Math.min(200, whole.length - from));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(whole, 0, from);
            while (out.size() < LONG_BYTES) {
                out.write(whole, from, length);
            }
            out.write(whole, from + length, whole.length - from - length);
            ClientProtocol protocol = protocols[i];
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> readOrRefuse(protocol, out.toByteArray()));
        }
    }

    @Property(tries = 2_000)
    @Label("H121: Responses")
    void responses(@ForAll long seed) {
        readOrRefuse(new ResponsesProtocol(), mutated(RESPONSES, seed));
        readOrRefuse(new InputTokensProtocol(), mutated(RESPONSES, seed));
    }

    @Property(tries = 1_000)
    @Label("H121: embeddings")
    void embeddings(@ForAll long seed) {
        readOrRefuse(new EmbeddingsProtocol(), mutated(EMBEDDINGS, seed));
    }

    @Property(tries = 1_000)
    @Label("H121: counts")
    void counts(@ForAll long seed) {
        readOrRefuse(new CountTokensProtocol(), mutated(COUNT, seed));
    }

    @Property(tries = 500)
    @Label("H121: bytes that are no request")
    void bytesThatAreNoRequest(@ForAll @Size(max = 200) byte[] bytes) {
        readOrRefuse(new OpenAiChatProtocol(), bytes);
        readOrRefuse(new AnthropicMessagesProtocol(), bytes);
        readOrRefuse(new ResponsesProtocol(), bytes);
        readOrRefuse(new EmbeddingsProtocol(), bytes);
        readOrRefuse(new CountTokensProtocol(), bytes);
    }

    private static void readOrRefuse(ClientProtocol protocol, byte[] body) {
        try {
            assertThat(protocol.read(Buffer.buffer(body)).model()).isNotNull();
        } catch (FaultException refusal) {
            assertThat(refusal.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
            assertThat(refusal.fault().message()).isNotBlank();
        }
    }

    private static byte[] mutated(String request, long seed) {
        Random random = new Random(seed);
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(40, bytes.length - from));
            int at = random.nextInt(bytes.length);
            boolean repeat = random.nextBoolean();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + length + 1);
            if (repeat) {
                out.write(bytes, 0, at);
                out.write(bytes, from, length);
                out.write(bytes, at, bytes.length - at);
            } else {
                out.write(bytes, 0, from);
                out.write(random.nextInt(256));
                out.write(bytes, from + length, bytes.length - from - length);
            }
            bytes = out.toByteArray();
        }
        return bytes;
    }
}
