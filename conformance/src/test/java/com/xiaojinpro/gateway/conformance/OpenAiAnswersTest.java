package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of the official OpenAI SDK gets, whatever provider answers. */
@Timeout(60)
class OpenAiAnswersTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final OpenAIClient client = STAGE.openAi();

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aWholeAnswerArrives(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        ChatCompletion completion = client.chat()
                .completions()
                .create(ask(STAGE.model(backend, answer)).build());
        checkText(completion, answer);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStreamAddsUpToTheWholeAnswer(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        checkText(stream(ask(STAGE.model(backend, answer)).build(), chunks), answer);
        assertThat(chunks.stream().map(ChatCompletionChunk::id).distinct()).hasSize(1);
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .flatMap(choice -> choice.delta().content().stream())
                        .filter(text -> !text.isEmpty()))
                .containsExactlyElementsOf(answer.text());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void usageIsStreamedOnlyToThoseWhoAskForIt(Backend backend) {
        String model = STAGE.model(backend, Answer.text("a"));
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(ask(model).build())) {
            assertThat(response.stream())
                    .isNotEmpty()
                    .allSatisfy(chunk -> assertThat(chunk.usage()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void parallelToolCallsArriveWholeAndInOrder(Backend backend) {
        Answer answer = Answer.call("call_one", "get_weather", "{\"city\":", " \"Köln\",", " \"days\": 2}")
                .andCall("call_two", "now")
                .andCall("call_three", "get_weather", "{\"city\":\"東京\"}");
        ChatCompletionCreateParams params =
                withTools(ask(STAGE.model(backend, answer))).build();
        for (ChatCompletion completion :
                List.of(client.chat().completions().create(params), stream(params, new ArrayList<>()))) {
            ChatCompletion.Choice choice = completion.choices().getFirst();
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            List<ChatCompletionMessageFunctionToolCall> calls = calls(choice.message());
            assertThat(calls.stream().map(call -> call.function().name()))
                    .containsExactly("get_weather", "now", "get_weather");
            assertThat(calls.stream().map(ChatCompletionMessageFunctionToolCall::id))
                    .containsExactly("call_one", "call_two", "call_three");
            assertThat(calls.stream().map(call -> Stage.json(call.function().arguments())))
                    .containsExactly(
                            Stage.json("{\"city\":\"Köln\",\"days\":2}"),
                            Stage.json("{}"),
                            Stage.json("{\"city\":\"東京\"}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void textMayComeBeforeAToolCall(Backend backend) {
        Answer answer = Answer.text("Let me ", "look.").andCall("c1", "now", "{}");
        ChatCompletionCreateParams params =
                withTools(ask(STAGE.model(backend, answer))).build();
        for (ChatCompletion completion :
                List.of(client.chat().completions().create(params), stream(params, new ArrayList<>()))) {
            ChatCompletionMessage message = completion.choices().getFirst().message();
            assertThat(message.content()).contains("Let me look.");
            assertThat(calls(message)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aToolLoopTakesItsResultsBack(Backend backend) {
        String model = STAGE.model(
                backend,
                Answer.call("call_one", "get_weather", "{\"city\":\"Köln\"}").andCall("call_two", "now", "{}"),
                Answer.text("It rains."));
        ChatCompletionCreateParams.Builder conversation = withTools(ask(model));
        ChatCompletionMessage asked = client.chat()
                .completions()
                .create(conversation.build())
                .choices()
                .getFirst()
                .message();
        conversation.addMessage(asked);
        for (ChatCompletionMessageFunctionToolCall call : calls(asked)) {
            conversation.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(call.id())
                    .content("result of " + call.function().name())
                    .build());
        }
        ChatCompletion last = client.chat().completions().create(conversation.build());
        assertThat(last.choices().getFirst().message().content()).contains("It rains.");

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
    void anAnswerThatIsNotWholeSaysWhy(Backend backend) {
        for (Answer.Stop stop : new Answer.Stop[] {Answer.Stop.LENGTH, Answer.Stop.FILTER}) {
            ChatCompletionCreateParams params = ask(STAGE.model(
                            backend, Answer.text("Once ", "upon ").endedBy(stop)))
                    .build();
            for (ChatCompletion completion :
                    List.of(client.chat().completions().create(params), stream(params, new ArrayList<>()))) {
                ChatCompletion.Choice choice = completion.choices().getFirst();
                assertThat(choice.finishReason())
                        .isEqualTo(
                                stop == Answer.Stop.LENGTH
                                        ? ChatCompletion.Choice.FinishReason.LENGTH
                                        : ChatCompletion.Choice.FinishReason.CONTENT_FILTER);
                assertThat(choice.message().content()).contains("Once upon ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void reasoningComesApartFromTheAnswer(Backend backend) {
        Answer answer = Answer.text("42").after("c2VhbA==", "Six times ", "seven.");
        ChatCompletionCreateParams params = ask(STAGE.model(backend, answer)).build();
        ChatCompletion whole = client.chat().completions().create(params);
        ChatCompletionMessage message = whole.choices().getFirst().message();
        assertThat(message.content()).contains("42");
        assertThat(message._allProperties().get("reasoning_content")).isEqualTo(JsonValue.from("Six times seven."));

        List<ChatCompletionChunk> chunks = new ArrayList<>();
        ChatCompletion streamed = stream(params, chunks);
        assertThat(streamed.choices().getFirst().message().content()).contains("42");
        assertThat(chunks.stream()
                        .flatMap(chunk -> chunk.choices().stream())
                        .map(choice -> choice.delta()._allProperties().get("reasoning_content"))
                        .filter(java.util.Objects::nonNull)
                        .map(value -> value.asStringOrThrow())
                        .collect(Collectors.joining()))
                .isEqualTo("Six times seven.");
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = "COMPATIBLE", mode = EnumSource.Mode.EXCLUDE)
    void aSignatureComesBackToTheProviderThatMadeIt(Backend backend) {
        Answer first = Answer.call("call_one", "now", "{}").after("c2VhbA==", "I need ", "the time.");
        String model = STAGE.model(backend, first, Answer.text("Noon."));
        ChatCompletionCreateParams.Builder conversation = withTools(ask(model));
        ChatCompletionMessage asked = client.chat()
                .completions()
                .create(conversation.build())
                .choices()
                .getFirst()
                .message();
        JsonValue details = asked._allProperties().get("reasoning_details");
        assertThat(details).isNotNull();
        conversation
                .addMessage(ChatCompletionAssistantMessageParam.builder()
                        .toolCalls(asked.toolCalls().orElseThrow())
                        .putAdditionalProperty("reasoning_details", details)
                        .build())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId("call_one")
                        .content("12:00")
                        .build());
        client.chat().completions().create(conversation.build());

        assertThat(STAGE.lastSeen(backend, model).only("thought", "seal", "call"))
                .contains("seal c2VhbA==", "call call_one now {}");
        if (backend.sealsReasoning()) {
            assertThat(STAGE.lastSeen(backend, model).only("thought")).containsExactly("thought I need the time.");
        }
        if (backend == Backend.OPENROUTER) {
            JsonNode returned = STAGE.lastBody(model).get("messages").findValue("reasoning_details");
            assertThat(returned).hasSize(1);
            assertThat(returned.get(0).get("format").asText()).isEqualTo("anthropic-claude-v1");
        }
    }

    private static void checkText(ChatCompletion completion, Answer answer) {
        assertThat(completion.id()).isNotEmpty();
        assertThat(completion.model()).isNotEmpty();
        assertThat(completion.choices()).hasSize(1);
        ChatCompletion.Choice choice = completion.choices().getFirst();
        assertThat(choice.message().content()).contains(answer.wholeText());
        assertThat(choice.message().toolCalls().orElse(List.of())).isEmpty();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        CompletionUsage usage = completion.usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(Answer.INPUT_TOKENS);
        assertThat(usage.completionTokens()).isEqualTo(Answer.OUTPUT_TOKENS);
        assertThat(usage.totalTokens()).isEqualTo(Answer.INPUT_TOKENS + Answer.OUTPUT_TOKENS);
        assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains((long) Answer.CACHED_TOKENS);
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage("Be brief.")
                .addUserMessage("Hello?")
                .maxCompletionTokens(4096);
    }

    private static ChatCompletionCreateParams.Builder withTools(ChatCompletionCreateParams.Builder params) {
        return params.addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .description("Tells the weather.")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties",
                                        JsonValue.from(Map.of(
                                                "city", Map.of("type", "string"), "days", Map.of("type", "integer"))))
                                .build())
                        .build())
                .addFunctionTool(FunctionDefinition.builder().name("now").build());
    }

    private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletionMessage message) {
        return message.toolCalls().orElse(List.of()).stream()
                .map(call -> call.asFunction())
                .toList();
    }

    private ChatCompletion stream(ChatCompletionCreateParams params, List<ChatCompletionChunk> chunks) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams withUsage = params.toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(withUsage)) {
            response.stream().peek(accumulator::accumulate).forEach(chunks::add);
        }
        return accumulator.chatCompletion();
    }
}
