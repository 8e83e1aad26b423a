package com.xiaojinpro.gateway.ingress.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is said with its path; what needs stored state is refused by name. */
class RefusedRequestTest {
    private static final byte[] WHOLE = """
            {"model":"m","instructions":"i","stream":true,"tools":[{"type":"function","name":"f","parameters":{"type":"object"}},
            {"type":"custom","name":"g","format":{"type":"text"}}],"tool_choice":{"type":"allowed_tools","mode":"auto",
            "tools":[{"type":"function","name":"f"}]},"text":{"format":{"type":"json_schema","name":"n","schema":{}}},
            "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"metadata":{"k":"v"},
            "input":[{"role":"user","content":[{"type":"input_text","text":"\\u00e9"},{"type":"input_image","image_url":"https://example.com/a.png"}]},
            {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"gAAA"},
            {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"web_search_call","id":"ws"},
            {"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"r"}]}]}""".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "input":"x" | model
            "model":"m" | input
            "model":"","input":"x" | model
            "model":"m","input":7 | input
            "model":"m","input":[] | input
            "model":"m","input":[7] | input[0]
            "model":"m","input":[{"type":7,"role":"user","content":"x"}] | input[0].type
            "model":"m","input":[{"content":"x"}] | input[0].role
            "model":"m","input":[{"role":"user"}] | input[0].content
            "model":"m","input":[{"role":"tool","content":"x"}] | input[0].role
            "model":"m","input":[{"role":"user","content":[{"text":"x"}]}] | input[0].content[0].type
            "model":"m","input":[{"role":"user","content":[{"type":"input_text","text":7}]}] | input[0].content[0].text
            "model":"m","input":[{"role":"user","content":[{"type":"refusal","refusal":"no"}]}] | input[0].content[0].type
            "model":"m","input":[{"role":"system","content":[{"type":"input_image","image_url":"https://a/b"}]}] | input[0].content[0].type
            "model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}] | input[0].content[0].image_url
            "model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,"}]}] | input[0].content[0].image_url
            "model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"f","file_data":"QUJD"}]}] | input[0].content[0].file_id
            "model":"m","input":[{"type":"function_call","name":"f","arguments":"{}"}] | input[0].call_id
            "model":"m","input":[{"type":"function_call","call_id":"c","name":"f"}] | input[0].arguments
            "model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}] | input[0].arguments
            "model":"m","input":[{"type":"function_call_output","call_id":"c"}] | input[0].output
            "model":"m","input":[{"type":"function_call_output","call_id":"c","output":{}}] | input[0].output
            "model":"m","input":[{"type":"reasoning","summary":"x"}] | input[0].summary
            "model":"m","input":"x","max_output_tokens":0 | max_output_tokens
            "model":"m","input":"x","stream":"yes" | stream
            "model":"m","input":"x","truncation":"some" | truncation
            "model":"m","input":"x","reasoning":{"effort":"huge"} | reasoning.effort
            "model":"m","input":"x","text":{"format":{"type":"json_schema","schema":{}}} | text.format.name
            "model":"m","input":"x","tools":[{"name":"f"}] | tools[0].type
            "model":"m","input":"x","tools":[{"type":"function"}] | tools[0].name
            "model":"m","input":"x","tool_choice":"required" | tool_choice
            "model":"m","input":"x","tool_choice":"any" | tool_choice
            "model":"m","input":"x","tool_choice":{"name":"f"} | tool_choice.type
            "model":"m","input":"x","tools":[{"type":"function","name":"f"}],"tool_choice":{"type":"function","name":"g"} | tool_choice
            "model":"m","input":"x","input":"y" | input
            "model":"m","input":"x","include":[7] | include[0]
            """)
    void whatIsWrongIsNamed(String members, String path) {
        Fault fault = refusal("{" + members + "}");
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.param()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "input":"x","previous_response_id":"resp_1" | previous_response_id
            "input":"x","conversation":"conv_1" | conversation
            "input":"x","conversation":{"id":"conv_1"} | conversation
            "input":"x","prompt":{"id":"pmpt_1"} | prompt
            "input":"x","background":true | background
            "input":[{"type":"item_reference","id":"msg_1"}] | input[0]
            """)
    void whatNeedsStoredStateIsRefusedByName(String members, String path) {
        Fault fault = refusal("{\"model\":\"m\"," + members + "}");
        ErrorResponse error = new ResponsesProtocol().error(fault, new CallIdentity("req_1", 0));
        JsonObject body = new JsonObject(error.body()).getJsonObject("error");

        assertThat(error.status()).isEqualTo(400);
        assertThat(body.getString("type")).isEqualTo("invalid_request_error");
        assertThat(body.getString("code")).isEqualTo("unsupported_parameter");
        assertThat(body.getString("param")).isEqualTo(path);
        assertThat(body.getString("message")).contains("stores nothing");
    }

    // H121
    @Test
    void aRequestCutAnywhereIsRefused() {
        for (int length = 0; length < WHOLE.length; length++) {
            byte[] cut = Arrays.copyOf(WHOLE, length);
            Assertions.assertThatThrownBy(() -> RequestReader.read(Buffer.buffer(cut)))
                    .as("the first %d bytes", length)
                    .isInstanceOf(FaultException.class);
        }
        assertThat(RequestReader.read(Buffer.buffer(WHOLE)).messages()).hasSize(4);
    }

    // H121
    @Test
    void aByteChangedAnywhereIsRefusedOrRead() {
        for (byte replacement : new byte[] {0, '"', '\\', '{', ']', ',', 'e', (byte) 0x80}) {
            for (int at = 0; at < WHOLE.length; at++) {
                byte[] changed = WHOLE.clone();
                changed[at] = replacement;
                try {
                    assertThat(RequestReader.read(Buffer.buffer(changed)).messages())
                            .isNotEmpty();
                } catch (FaultException refusal) {
                    assertThat(refusal.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
                    assertThat(refusal.fault().message()).isNotBlank();
                }
            }
        }
    }

    private static Fault refusal(String body) {
        try {
            RequestReader.read(Buffer.buffer(body));
        } catch (FaultException refusal) {
            return refusal.fault();
        }
        throw new AssertionError("not refused: " + body);
    }
}
