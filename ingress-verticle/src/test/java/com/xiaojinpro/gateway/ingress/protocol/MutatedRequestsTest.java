package com.xiaojinpro.gateway.ingress.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.anthropic.CountTokensProtocol;
import com.xiaojinpro.gateway.ingress.openai.EmbeddingsProtocol;
import com.xiaojinpro.gateway.ingress.responses.InputTokensProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** H121: whatever a client sends, a reader takes it or refuses it as the client's mistake. */
class MutatedRequestsTest {
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
    private static final String EMBEDDINGS =
            "{\"model\":\"m\",\"input\":[\"a\",\"b\"],\"dimensions\":8,\"encoding_format\":\"base64\",\"user\":\"u\"}";
    private static final String COUNT =
            "{\"model\":\"m\",\"system\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Hi\"}]}],\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]}";

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
