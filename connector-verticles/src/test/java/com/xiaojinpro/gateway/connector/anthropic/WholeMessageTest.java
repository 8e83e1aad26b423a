package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.UnifiedAnswer;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A message that comes as one object. */
class WholeMessageTest {
    private static final UnifiedRequest WHOLE =
            new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("asked").build();

    private static List<UnifiedChunk> events(String body) {
        return Claude.events(WHOLE, "asked-model", "application/json", body);
    }

    @Test
    void everyBlockIsAPartInItsPlace() {
        String body =
                "{\"container\":{\"id\":\"c\"},\"content\":[{\"signature\":\"c2ln\",\"thinking\":\"\",\"type\":\"thinking\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"ZW5j\"},"
                        + "{\"id\":\"s\",\"input\":{\"q\":1},\"name\":\"web_search\",\"type\":\"server_tool_use\"},"
                        + "{\"type\":\"text\",\"text\":\"Hi\",\"citations\":[{\"type\":\"char_location\",\"x\":1}]},"
                        + "{\"type\":\"text\",\"text\":\"Ho\",\"citations\":null},"
                        + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"f\",\"input\":{ \"big\": 9007199254740993 },"
                        + "\"caller\":{\"type\":\"direct\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"g\",\"input\":{},\"caller\":{\"type\":\"code\"}}],"
                        + "\"id\":\"msg_1\",\"model\":\"m\",\"role\":\"assistant\",\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
                        + "\"type\":\"message\",\"usage\":{\"input_tokens\":1,\"output_tokens\":9}}";
        assertThat(EventLines.of(events(body)))
                .containsExactly(
                        "start msg_1 m",
                        "usage 1/9",
                        "+0 reasoning anthropic-claude-v1",
                        "0 signature c2ln",
                        "-0",
                        "+1 reasoning anthropic-claude-v1",
                        "1 encrypted ZW5j",
                        "-1",
                        "opaque {\"id\":\"s\",\"input\":{\"q\":1},\"name\":\"web_search\",\"type\":\"server_tool_use\"}",
                        "+2 text",
                        "2 Hi",
                        "2 annotation {\"type\":\"char_location\",\"x\":1}",
                        "-2",
                        "+3 text",
                        "3 Ho",
                        "-3",
                        "+4 tool_call #toolu_1 f",
                        "4 { \"big\": 9007199254740993 }",
                        "-4",
                        "+5 tool_call #toolu_2 g {caller={\"type\":\"code\"}}",
                        "5 {}",
                        "-5",
                        "usage 1/9",
                        "end TOOL_CALLS (tool_use)");
    }

    @Test
    @DisplayName("H115: an error with a success status is an error, and an answer without content is none")
    void whatIsNoAnswerIsAFault() {
        assertThat(Answers.fault(events(
                                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}"))
                        .kind())
                .isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(Answers.fault(events("{\"error\":\"no\"}")).kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(Answers.fault(events("{\"id\":\"i\"}")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(events("[]")).kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(Answers.fault(events("{\"content\":[{\"type\":\"tex")).kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void anAnswerOfAnotherMakerWithoutBlocksIsRead() {
        assertThat(EventLines.of(events("{\"role\":\"assistant\",\"content\":\"Hello\"}")))
                .containsExactly(
                        "start msg_000000000000000000000001 asked-model",
                        "+0 text",
                        "0 Hello",
                        "-0",
                        "end STOP (null)");
    }

    @Test
    void aRefusalWithoutContentIsAnAnswer() {
        UnifiedAnswer answer =
                Answers.fold(events("{\"id\":\"i\",\"model\":\"m\",\"content\":[],\"stop_reason\":\"refusal\","
                        + "\"stop_details\":null,\"usage\":{\"input_tokens\":18,\"output_tokens\":5}}"));
        assertThat(answer.choices().getFirst().parts()).isEmpty();
    }

    @Test
    void aCountIsUsageOfTheInput() {
        UnifiedRequest count = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("asked")
                .operation(Operation.COUNT_TOKENS)
                .build();
        List<UnifiedChunk> events = Claude.events(count, "m", "application/json", "{\"input_tokens\":2095}");
        assertThat(EventLines.of(events))
                .containsExactly("start msg_000000000000000000000001 m", "usage 2095/0", "end STOP (null)");
        assertThat(Answers.fault(Claude.events(count, "m", "application/json", "{\"x\":1}"))
                        .kind())
                .isEqualTo(FaultKind.UPSTREAM_INVALID);
    }

    @Test
    void theCallThatStandsForAStructuredAnswerIsShownAsText() {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked")
                .responseFormat(new ResponseFormat.JsonSchema("n", null, "{\"type\":\"object\"}", true, Extras.NONE))
                .build();
        String body =
                "{\"id\":\"i\",\"model\":\"m\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"json_response\","
                        + "\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
        assertThat(EventLines.of(Claude.events(request, Claude.SONNET_4, "application/json", body)))
                .containsSubsequence("+0 text", "0 {\"a\":1}", "-0")
                .endsWith("end STOP (end_turn)");
        // A model that can be held to a schema is not asked to call anything.
        assertThat(EventLines.of(Claude.events(request, Claude.SONNET_4_5, "application/json", body)))
                .endsWith("end TOOL_CALLS (tool_use)");
    }

    @Test
    @DisplayName("H71, H19: what caches had a part in is counted in, by lifetime, and further members stay")
    void usageIsToldInFull() {
        UnifiedAnswer answer =
                Answers.fold(events("{\"id\":\"i\",\"model\":\"m\",\"content\":[],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":12304,\"cache_read_input_tokens\":7,"
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":300,\"ephemeral_1h_input_tokens\":12000},"
                        + "\"output_tokens\":550,\"output_tokens_details\":{\"thinking_tokens\":48},\"service_tier\":\"standard\","
                        + "\"server_tool_use\":{\"web_search_requests\":2},\"inference_geo\":null}}"));
        Usage usage = answer.usage();
        assertThat(usage).isNotNull();
        assertThat(usage.input()).isEqualTo(3 + 12304 + 7);
        assertThat(usage.cacheRead()).isEqualTo(7);
        assertThat(usage.cacheWrite1h()).isEqualTo(12000);
        // The four that no lifetime was told for count as the short one.
        assertThat(usage.cacheWrite5m()).isEqualTo(304);
        assertThat(usage.inputUncached()).isEqualTo(3);
        assertThat(usage.output()).isEqualTo(550);
        assertThat(usage.reasoning()).isEqualTo(48);
        assertThat(usage.extras().fields())
                .containsOnlyKeys("output_tokens_details", "service_tier", "server_tool_use");
    }

    @Test
    @DisplayName("H19: totals told twice are not added, and nothing after something says nothing")
    void totalsReplaceOneAnother() {
        String start = MessageEvents.event(
                "message_start",
                "\"message\":{\"id\":\"i\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":27,\"output_tokens\":1}}");
        assertThat(Claude.lines(start
                        + MessageEvents.finish(
                                "\"stop_reason\":\"end_turn\"", "{\"input_tokens\":27,\"output_tokens\":47}")
                        + MessageEvents.STOP))
                .containsSequence("usage 27/1", "usage 27/47");
        assertThat(Claude.lines(start
                        + MessageEvents.finish(
                                "\"stop_reason\":\"end_turn\"", "{\"input_tokens\":0,\"output_tokens\":47}")
                        + MessageEvents.STOP))
                .containsSequence("usage 27/1", "usage 27/47");
    }
}
