package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.ThinkingBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of the official Anthropic SDK gets, whatever provider answers. */
@Timeout(60)
class AnthropicAnswersTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final AnthropicClient client = STAGE.anthropic();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aWholeAnswerArrives(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        checkText(client.messages().create(ask(STAGE.model(backend, answer)).build()), answer);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStreamAddsUpToTheWholeAnswer(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        List<RawMessageStreamEvent> events = new ArrayList<>();
        checkText(stream(ask(STAGE.model(backend, answer)).build(), events), answer);
        assertThat(events.getFirst().isMessageStart()).isTrue();
        assertThat(events.getLast().isMessageStop()).isTrue();
        assertThat(events.stream()
                        .flatMap(event -> event.contentBlockDelta().stream())
                        .map(delta -> delta.delta().asText().text()))
                .containsExactlyElementsOf(answer.text());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void parallelToolCallsArriveWholeAndInOrder(Backend backend) {
        Answer answer = Answer.call("call_one", "get_weather", "{\"city\":", " \"Köln\",", " \"days\": 2}")
                .andCall("call_two", "now")
                .andCall("call_three", "get_weather", "{\"city\":\"東京\"}");
        MessageCreateParams params =
                withTools(ask(STAGE.model(backend, answer))).build();
        for (Message message : List.of(client.messages().create(params), stream(params, new ArrayList<>()))) {
            assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
            List<ToolUseBlock> calls = calls(message);
            assertThat(calls.stream().map(ToolUseBlock::name)).containsExactly("get_weather", "now", "get_weather");
            assertThat(calls.stream().map(ToolUseBlock::id)).containsExactly("call_one", "call_two", "call_three");
            assertThat(calls.stream().map(ToolUseBlock::_input))
                    .containsExactly(
                            JsonValue.from(Map.of("city", "Köln", "days", 2)),
                            JsonValue.from(Map.of()),
                            JsonValue.from(Map.of("city", "東京")));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void textMayComeBeforeAToolCall(Backend backend) {
        Answer answer = Answer.text("Let me ", "look.").andCall("c1", "now", "{}");
        MessageCreateParams params =
                withTools(ask(STAGE.model(backend, answer))).build();
        for (Message message : List.of(client.messages().create(params), stream(params, new ArrayList<>()))) {
            assertThat(message.content()).hasSize(2);
            assertThat(message.content().get(0).asText().text()).isEqualTo("Let me look.");
            assertThat(message.content().get(1).isToolUse()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aToolLoopTakesItsResultsBack(Backend backend) {
        String model = STAGE.model(
                backend,
                Answer.call("call_one", "get_weather", "{\"city\":\"Köln\"}").andCall("call_two", "now", "{}"),
                Answer.text("It rains."));
        MessageCreateParams.Builder conversation = withTools(ask(model));
        Message asked = client.messages().create(conversation.build());
        conversation
                .addMessage(asked)
                .addUserMessageOfContentBlockParams(calls(asked).stream()
                        .map(call -> ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId(call.id())
                                .content("result of " + call.name())
                                .build()))
                        .toList());
        Message last = client.messages().create(conversation.build());
        assertThat(last.content().getFirst().asText().text()).isEqualTo("It rains.");

        assertThat(STAGE.lastSeen(backend, model).only("system", "user", "assistant", "call", "result", "failure"))
                .containsExactly(
                        "system Be brief.",
                        "user Hello?",
                        "call call_one get_weather {\"city\":\"Köln\"}",
                        "call call_two now {}",
                        "result call_one result of get_weather",
                        "result call_two result of now");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aFailedToolIsToldToTheProvider(Backend backend) {
        String model = STAGE.model(backend, Answer.call("call_one", "now", "{}"), Answer.text("A pity."));
        MessageCreateParams.Builder conversation = withTools(ask(model));
        conversation
                .addMessage(client.messages().create(conversation.build()))
                .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("call_one")
                                .content("the clock is broken")
                                .isError(true)
                                .build())));
        client.messages().create(conversation.build());
        String result = STAGE.lastSeen(backend, model).turns().getLast();
        assertThat(result).contains("call_one").contains("the clock is broken");
        assertThat(result.toLowerCase(Locale.ROOT)).containsAnyOf("failure", "error");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anAnswerThatIsNotWholeSaysWhy(Backend backend) {
        for (Answer.Stop stop : new Answer.Stop[] {Answer.Stop.LENGTH, Answer.Stop.FILTER}) {
            MessageCreateParams params = ask(STAGE.model(
                            backend, Answer.text("Once ", "upon ").endedBy(stop)))
                    .build();
            for (Message message : List.of(client.messages().create(params), stream(params, new ArrayList<>()))) {
                assertThat(message.stopReason())
                        .contains(stop == Answer.Stop.LENGTH ? StopReason.MAX_TOKENS : StopReason.REFUSAL);
                assertThat(message.content().getFirst().asText().text()).isEqualTo("Once upon ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void thinkingComesBeforeTheAnswer(Backend backend) {
        Answer answer = Answer.text("42").after("c2VhbA==", "Six times ", "seven.");
        MessageCreateParams params =
                ask(STAGE.model(backend, answer)).enabledThinking(2048).build();
        for (Message message : List.of(client.messages().create(params), stream(params, new ArrayList<>()))) {
            assertThat(message.content()).hasSizeBetween(2, backend == Backend.GEMINI ? 3 : 2);
            assertThat(message.content().get(0).asThinking().thinking()).isEqualTo("Six times seven.");
            assertThat(message.content().get(1).asText().text()).isEqualTo("42");
            if (backend.sealsReasoning()) {
                assertThat(message.content().get(0).asThinking().signature()).isEqualTo("c2VhbA==");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void thinkingComesBackToTheProviderThatMadeIt(Backend backend) {
        Answer first = Answer.call("call_one", "now", "{}").after("c2VhbA==", "I need ", "the time.");
        String model = STAGE.model(backend, first, Answer.text("Noon."));
        MessageCreateParams.Builder conversation = withTools(ask(model)).enabledThinking(2048);
        Message asked = stream(conversation.build(), new ArrayList<>());
        ThinkingBlock thinking = asked.content().getFirst().asThinking();
        assertThat(thinking.thinking()).isEqualTo("I need the time.");
        conversation
                .addMessage(asked)
                .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                .toolUseId("call_one")
                                .content("12:00")
                                .build())));
        client.messages().create(conversation.build());

        List<String> turns = STAGE.lastSeen(backend, model).only("thought", "seal", "call");
        switch (backend) {
            case OPENROUTER, ANTHROPIC ->
                assertThat(turns).containsExactly("thought I need the time.", "seal c2VhbA==", "call call_one now {}");
            case GEMINI -> assertThat(turns).endsWith("seal c2VhbA==", "call call_one now {}");
            case COMPATIBLE -> assertThat(turns).containsExactly("call call_one now {}");
        }
        assertThat(STAGE.lastBody(model).toString())
                .as("the gateway's own seal stays inside the gateway")
                .doesNotContain("xjp1.");
    }

    private static void checkText(Message message, Answer answer) {
        assertThat(message.id()).isNotEmpty();
        assertThat(message.model().asString()).isNotEmpty();
        assertThat(message.content()).hasSize(1);
        assertThat(message.content().getFirst().asText().text()).isEqualTo(answer.wholeText());
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.stopSequence()).isEmpty();
        assertThat(message.usage().inputTokens()).isEqualTo(Answer.INPUT_TOKENS - Answer.CACHED_TOKENS);
        assertThat(message.usage().cacheReadInputTokens()).contains((long) Answer.CACHED_TOKENS);
        assertThat(message.usage().outputTokens()).isEqualTo(Answer.OUTPUT_TOKENS);
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(4096)
                .system("Be brief.")
                .addUserMessage("Hello?");
    }

    private static MessageCreateParams.Builder withTools(MessageCreateParams.Builder params) {
        return params.addTool(Tool.builder()
                        .name("get_weather")
                        .description("Tells the weather.")
                        .inputSchema(Tool.InputSchema.builder()
                                .properties(Tool.InputSchema.Properties.builder()
                                        .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
                                        .putAdditionalProperty("days", JsonValue.from(Map.of("type", "integer")))
                                        .build())
                                .build())
                        .build())
                .addTool(Tool.builder()
                        .name("now")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build());
    }

    private static List<ToolUseBlock> calls(Message message) {
        return message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .collect(Collectors.toList());
    }

    private Message stream(MessageCreateParams params, List<RawMessageStreamEvent> events) {
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> response = client.messages().createStreaming(params)) {
            response.stream().peek(accumulator::accumulate).forEach(events::add);
        }
        Message message = accumulator.message();
        assertThat(message.content()).allSatisfy(AnthropicAnswersTest::valid);
        return message;
    }

    private static void valid(ContentBlock block) {
        assertThat(block.isValid()).as(block.toString()).isTrue();
    }
}
