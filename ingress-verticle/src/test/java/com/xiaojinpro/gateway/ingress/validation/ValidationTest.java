package com.xiaojinpro.gateway.ingress.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.Ceilings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.anthropic.AnthropicMessagesProtocol;
import com.xiaojinpro.gateway.ingress.openai.EmbeddingsProtocol;
import com.xiaojinpro.gateway.ingress.openai.OpenAiChatProtocol;
import com.xiaojinpro.gateway.ingress.protocol.ClientProtocol;
import com.xiaojinpro.gateway.ingress.responses.ResponsesProtocol;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private static final Ceilings TIGHT = new Ceilings(2, 1, 100, 3, 6, 8, true);
    private static final ClientProtocol CHAT = new OpenAiChatProtocol();
    private static final ClientProtocol MESSAGES = new AnthropicMessagesProtocol();
    private static final ClientProtocol RESPONSES = new ResponsesProtocol();
    private static final String LARGE = "QUJDREVGR0g=";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "temperature":2.1 | temperature
            "temperature":-0.1 | temperature
            "top_p":-0.1 | top_p
            "min_p":1.1 | min_p
            "presence_penalty":3 | presence_penalty
            "frequency_penalty":-3 | frequency_penalty
            "n":0 | n
            "n":129 | n
            "logprobs":true,"top_logprobs":21 | top_logprobs
            "max_tokens":101 | max_tokens
            "max_completion_tokens":101 | max_completion_tokens
            "max_tokens":1,"max_completion_tokens":101 | max_completion_tokens
            """)
    void whatLiesOutsideItsRangeIsNamedToChatClients(String member, String path) {
        assertThat(paths(CHAT, """
                {"model":"m","messages":[{"role":"user","content":"x"}],%s}""".formatted(member))).containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "temperature":1.5 | temperature
            "top_p":2 | top_p
            "top_k":-1 | top_k
            "max_tokens":101 | max_tokens
            """)
    void whatLiesOutsideItsRangeIsNamedToMessagesClients(String member, String path) {
        String tokens = member.contains("max_tokens") ? "" : "\"max_tokens\":9,";
        assertThat(paths(MESSAGES, """
                {"model":"m",%s"messages":[{"role":"user","content":"x"}],%s}""".formatted(tokens, member))).containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "temperature":3 | temperature
            "top_p":1.1 | top_p
            "top_logprobs":21 | top_logprobs
            "max_output_tokens":101 | max_output_tokens
            """)
    void whatLiesOutsideItsRangeIsNamedToResponsesClients(String member, String path) {
        assertThat(paths(RESPONSES, """
                {"model":"m","input":"x",%s}""".formatted(member))).containsExactly(path);
    }

    @Test
    void theEndsOfARangeAreInIt() {
        assertThat(paths(CHAT, """
                {"model":"m","messages":[{"role":"user","content":"x"}],"temperature":2,"top_p":0,"n":128,
                "presence_penalty":-2,"frequency_penalty":2,"max_tokens":100}""")).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndTheFirstIsPointedAt() {
        List<Violation> violations = check(CHAT, TIGHT, """
                {"model":"m","temperature":5,"top_p":5,"max_tokens":1000,"messages":[
                {"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""");
        assertThat(violations)
                .extracting(Violation::path)
                .containsExactly("messages", "max_tokens", "temperature", "top_p");
        Fault fault = Validation.fault(violations);
        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID_REQUEST);
        assertThat(fault.param()).isEqualTo("messages");
        assertThat(fault.message()).contains("'messages'", "'max_tokens'", "'temperature'", "'top_p'");
    }

    @Test
    void toolsAndPartsAreCountedWhereverTheyStand() {
        assertThat(paths(CHAT, """
                {"model":"m","messages":[{"role":"user","content":"x"}],"tools":[
                {"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}]}""")).containsExactly("tools");
        assertThat(paths(MESSAGES, """
                {"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[
                {"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[
                {"type":"tool_result","tool_use_id":"t","content":[
                {"type":"text","text":"a"},{"type":"text","text":"b"}]}]}]}""")).containsExactly("messages");
    }

    @Test
    void aLargeImageIsNamedWhereTheClientPutIt() {
        assertThat(paths(MESSAGES, """
                {"model":"m","max_tokens":9,"system":"s","messages":[{"role":"user","content":[{"type":"text","text":"x"},
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}]}]}""".formatted(LARGE))).containsExactly("messages[0].content[1].source.data");
        assertThat(paths(CHAT, """
                {"model":"m","messages":[{"role":"user","content":[
                {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]}""".formatted(LARGE))).containsExactly("messages[0].content[0].image_url.url");
        assertThat(paths(CHAT, """
                {"model":"m","messages":[{"role":"user","content":[
                {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJDREVG"}}]}]}""")).isEmpty();
    }

    @Test
    void rangesCanBeLeftToTheProviders() {
        Ceilings loose = new Ceilings(2, 1, 100, 3, 6, 8, false);
        assertThat(check(CHAT, loose, """
                {"model":"m","messages":[{"role":"user","content":"x"}],"temperature":7}""")).isEmpty();
    }

    @Test
    void embeddingsHaveNothingToSample() {
        assertThat(paths(new EmbeddingsProtocol(), "{\"model\":\"m\",\"input\":\"x\"}"))
                .isEmpty();
    }

    /** H121. */
    @Test
    void aBodyNestedTooDeepIsRefusedBeforeItIsRead() {
        assertThat(Validation.depth(Buffer.buffer("[".repeat(8) + "]".repeat(8)), TIGHT))
                .isNull();
        Fault deep = Objects.requireNonNull(Validation.depth(Buffer.buffer("[".repeat(9)), TIGHT));
        assertThat(deep.message()).contains("deeper than 8 levels");
        assertThat(deep.code()).isEqualTo("invalid_json");
    }

    @Test
    void bracketsInTextAreNoNesting() {
        Buffer text = Buffer.buffer("{\"a\":\"[[[[[[[[[[\\\"[[[[[[[[[[\",\"b\":[{},{},{},{},{},{},{},{}]}");
        assertThat(Validation.depth(text, TIGHT)).isNull();
    }

    private static List<String> paths(ClientProtocol protocol, String body) {
        return check(protocol, TIGHT, body).stream().map(Violation::path).toList();
    }

    private static List<Violation> check(ClientProtocol protocol, Ceilings ceilings, String body) {
        return Validation.check(protocol.read(Buffer.buffer(body)), ceilings);
    }
}
