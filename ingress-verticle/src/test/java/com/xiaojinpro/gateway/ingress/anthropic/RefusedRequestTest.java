package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedRequestTest {
    private static final byte[] FULL = Fixtures.bytes("request-full.json").getBytes();

    /** What a turn of such a conversation brings is not the conversation: the model would answer without knowing it. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"create\"}", "{\"type\":\"continue\",\"previous_message_id\":\"msg_1\"}"})
    void aConversationThatTheServerHoldsIsRefusedByTheCodeThatSdksKnow(String thread) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"thread\":"
                        + thread + "}";
        Fault fault = catchThrowableOfType(FaultException.class, () -> RequestReader.read(Buffer.buffer(body)))
                .fault();
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.code()).isEqualTo("thread_unsupported_request");
        assertThat(fault.param()).isEqualTo("thread");
    }

    @Test
    void aConversationThatNobodyHoldsIsRead() {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"thread\":null}";
        assertThat(RequestReader.read(Buffer.buffer(body)).messages()).hasSize(1);
    }

    /** H123: what is wrong is refused with the path of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    "stream":"true"                              | stream
                    "max_tokens":"100"                           | max_tokens
                    "max_tokens":5.5                             | max_tokens
                    "max_tokens":-1                              | max_tokens
                    "max_tokens":99999999999999999999            | max_tokens
                    "model":7                                    | model
                    "model":""                                   | model
                    "messages":[]                                | messages
                    "messages":{}                                | messages
                    "messages":["a"]                             | messages[0]
                    "messages":[{"content":"a"}]                 | messages[0].role
                    "messages":[{"role":"user"}]                 | messages[0].content
                    "messages":[{"role":"user","content":null}]  | messages[0].content
                    "messages":[{"role":"user","content":""}]    | messages[0].content
                    "messages":[{"role":"user","content":[]}]    | messages[0].content
                    "messages":[{"role":"user","content":{}}]    | messages[0].content
                    "messages":[{"role":"tool","content":"a"}]   | messages[0].role
                    "messages":[{"role":1,"content":"a"}]        | messages[0].role
                    "messages":[{"role":"assistant","content":""}] | messages
                    "messages":[{"role":"user","content":"a"},{"role":"user","content":[{"type":"text","text":7}]}] | messages[1].content[0].text
                    "messages":[{"role":"user","content":[{"type":"text"}]}]     | messages[0].content[0].text
                    "messages":[{"role":"user","content":[{"text":"a"}]}]        | messages[0].content[0].type
                    "messages":[{"role":"user","content":[{"type":4}]}]          | messages[0].content[0].type
                    "messages":[{"role":"user","content":["a"]}]                 | messages[0].content[0]
                    "messages":[{"role":"user","content":[{"type":"image"}]}]    | messages[0].content[0].source
                    "messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64"}}]}] | messages[0].content[0].source.data
                    "messages":[{"role":"user","content":[{"type":"image","source":{"url":"u"}}]}]       | messages[0].content[0].source.type
                    "messages":[{"role":"user","content":[{"type":"tool_use","id":"a","name":"b","input":{}}]}] | messages[0].content[0]
                    "messages":[{"role":"user","content":[{"type":"thinking","thinking":"a"}]}]  | messages[0].content[0]
                    "messages":[{"role":"assistant","content":[{"type":"tool_result","tool_use_id":"a"}]}] | messages[0].content[0]
                    "messages":[{"content":[{"type":"tool_result","tool_use_id":"a"}],"role":"assistant"}] | messages[0].content[0]
                    "messages":[{"role":"system","content":[{"type":"tool_result","tool_use_id":"a"}]}]    | messages[0].content[0]
                    "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":[1]}]}] | messages[0].content[0].input
                    "messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":"x"}]}] | messages[0].content[0].input
                    "messages":[{"role":"assistant","content":[{"type":"tool_use","name":"b","input":{}}]}]           | messages[0].content[0].id
                    "messages":[{"role":"assistant","content":[{"type":"redacted_thinking"}]}]                        | messages[0].content[0].data
                    "messages":[{"role":"user","content":[{"type":"tool_result"}]}]                                   | messages[0].content[0].tool_use_id
                    "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","is_error":"no"}]}] | messages[0].content[0].is_error
                    "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"tool_result","tool_use_id":"b"}]}]}] | messages[0].content[0].content[0]
                    "system":7                                   | system
                    "system":[{"type":"thinking","thinking":""}] | system[0]
                    "tools":{}                                   | tools
                    "tools":[{"description":"d"}]                | tools[0].name
                    "tools":[{"name":"n","input_schema":"s"}]    | tools[0].input_schema
                    "tool_choice":"auto"                         | tool_choice
                    "tool_choice":{"type":"some"}                | tool_choice.type
                    "tool_choice":{"type":"tool"}                | tool_choice.name
                    "stop_sequences":"END"                       | stop_sequences
                    "stop_sequences":[1]                         | stop_sequences[0]
                    "temperature":"1"                            | temperature
                    "top_k":1.5                                  | top_k
                    "thinking":{"budget_tokens":1024}            | thinking.type
                    "thinking":{"type":"enabled","budget_tokens":"x"} | thinking.budget_tokens
                    "output_config":{"format":{"type":"json_schema"}} | output_config.format.schema
                    "metadata":{"user_id":5}                     | metadata.user_id
                    "cache_control":"ephemeral"                  | cache_control
                    """)
    void theFaultNamesThePath(String member, String path) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("model", "\"model\":\"m\"");
        members.put("max_tokens", "\"max_tokens\":9");
        members.put("messages", "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]");
        members.put(member.substring(1, member.indexOf('"', 1)), member);
        Fault fault = refused(Buffer.buffer("{" + String.join(",", members.values()) + "}"));
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.param()).isEqualTo(path);
        assertThat(fault.message()).contains(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"max_tokens":9,"messages":[{"role":"user","content":"a"}]} | model
                    {"model":"m","messages":[{"role":"user","content":"a"}]}    | max_tokens
                    {"model":"m","max_tokens":9}                                | messages
                    {"model":null,"max_tokens":9,"messages":[{"role":"user","content":"a"}]} | model
                    {"model":"m","max_tokens":9,"model":"n","messages":[{"role":"user","content":"a"}]} | model
                    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}],"stream":true,"stream":null} | stream
                    {"model":"m","max_tokens":null,"messages":[{"role":"user","content":"a"}]} | max_tokens
                    {"model":"m","max_tokens":9,"messages":null}                | messages
                    """)
    void whatIsRequiredMustBeThereOnce(String body, String path) {
        assertThat(refused(Buffer.buffer(body)).param()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ~~
                    []
                    "x"
                    null
                    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}]} x
                    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}]}{}
                    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"a"}],}
                    {"model":'m'}
                    """)
    void whatIsNoJsonObjectIsRefused(@Nullable String body) {
        assertThat(refused(Buffer.buffer(body == null ? "" : body)).kind()).isEqualTo(FaultKind.INVALID_REQUEST);
    }

    @Test
    void aSyntaxErrorNamesItsLine() {
        assertThat(refused(Buffer.buffer("{\"model\":\"m\",\n\"max_tokens\":9,,}"))
                        .message())
                .contains("line 2");
        assertThat(refused(
                                Buffer.buffer(
                                        "{\"messages\":[{\"role\":\"user\",\"content\":[\n{\"text\":\"a\",,\"type\":\"text\"}]}]}"))
                        .message())
                .contains("line 2");
    }

    @Test
    @DisplayName("a body cut at any byte is refused")
    void aCutBodyIsRefused() {
        int end = new String(FULL, java.nio.charset.StandardCharsets.UTF_8)
                .stripTrailing()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length;
        for (int length = 0; length < end; length++) {
            Buffer cut = Buffer.buffer(Arrays.copyOf(FULL, length));
            assertThatThrownBy(() -> RequestReader.read(cut)).isInstanceOf(FaultException.class);
        }
    }

    @Property(tries = 5_000)
    void aCorruptByteIsRefusedOrReadButNeverBreaksTheReader(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int at, @ForAll byte value) {
        byte[] corrupt = FULL.clone();
        corrupt[at % corrupt.length] = value;
        try {
            UnifiedRequest request = RequestReader.read(Buffer.buffer(corrupt));
            assertThat(request.messages()).isNotEmpty();
        } catch (FaultException refused) {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        }
    }

    @Property(tries = 1_000)
    void bytesCutOutOfTheMiddleNeverBreakTheReader(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int at, @ForAll @IntRange(min = 1, max = 200) int length) {
        int from = at % FULL.length;
        int to = Math.min(FULL.length, from + length);
        Buffer body = Buffer.buffer().appendBytes(FULL, 0, from).appendBytes(FULL, to, FULL.length - to);
        try {
            RequestReader.read(body);
        } catch (FaultException refused) {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        }
    }

    @Test
    @DisplayName("H121: nesting 5000 deep is refused, wherever it stands")
    void deepNestingIsRefused() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        for (String member : new String[] {
            "\"x\":" + deep,
            "\"tools\":[{\"name\":\"n\",\"input_schema\":{\"a\":" + deep + "}}]",
            "\"messages\":[{\"role\":\"user\",\"content\":[{\"x\":" + deep + ",\"type\":\"text\",\"text\":\"a\"}]}]"
        }) {
            Fault fault = refused(Buffer.buffer("{\"model\":\"m\",\"max_tokens\":9," + member + "}"));
            assertThat(fault.code()).isEqualTo("invalid_json");
        }
    }

    @Test
    @DisplayName("H121: a string of 40 MB is read")
    void aLargeImageIsRead() {
        String base64 = "QUJD".repeat(10_000_000);
        UnifiedRequest request = RequestReader.read(Buffer.buffer(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"source\":{\"type\":"
                        + "\"base64\",\"media_type\":\"image/png\",\"data\":\"" + base64
                        + "\"},\"type\":\"image\"}]}]}"));
        ContentPart.Image image =
                (ContentPart.Image) request.messages().getFirst().parts().getFirst();
        assertThat(((MediaSource.Inline) image.source()).base64()).hasSize(40_000_000);
    }

    @Test
    @DisplayName("H121: more than 100000 messages are refused")
    void tooManyMessagesAreRefused() {
        String message = "{\"role\":\"user\",\"content\":\"a\"}";
        Buffer body = Buffer.buffer(
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + message + ("," + message).repeat(100_000) + "]}");
        assertThat(refused(body).param()).isEqualTo("messages");
    }

    private static Fault refused(Buffer body) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> RequestReader.read(body));
        assertThat(refused).as("%s was read", body).isNotNull();
        return refused.fault();
    }
}
