package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import com.openai.models.responses.inputtokens.InputTokenCountResponse;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client of the official OpenAI SDK gets through the Responses API, whatever provider answers. */
@Timeout(60)
class ResponsesAnswersTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final Answer PARTIAL = Answer.text("Once ", "upon ");

    private final NotedWaits waits = new NotedWaits();
    private final OpenAIClient client = STAGE.openAi(Stage.KEY, 2, waits);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aWholeAnswerArrives(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        String model = STAGE.model(backend, answer);
        Response response = client.responses().create(ask(model).build());
        checkText(response, answer);
        assertThat(response.instructions().orElseThrow().asString()).isEqualTo("Be brief.");
        assertThat(STAGE.lastSeen(backend, model).turns()).containsExactly("system Be brief.", "user Hello?");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStreamAddsUpToTheWholeAnswer(Backend backend) {
        Answer answer = Answer.text("Grüße, ", "世界 ", "😀 \"quoted\"\n");
        List<ResponseStreamEvent> events = new ArrayList<>();
        checkText(stream(ask(STAGE.model(backend, answer)).build(), events), answer);
        assertThat(events.stream()
                        .filter(ResponseStreamEvent::isOutputTextDelta)
                        .map(event -> event.asOutputTextDelta().delta()))
                .containsExactlyElementsOf(answer.text());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void parallelToolCallsArriveWholeAndInOrder(Backend backend) {
        Answer answer = Answer.call("call_one", "get_weather", "{\"city\":", " \"Köln\",", " \"days\": 2}")
                .andCall("call_two", "now")
                .andCall("call_three", "get_weather", "{\"city\":\"東京\"}");
        ResponseCreateParams params =
                withTools(ask(STAGE.model(backend, answer))).build();
        for (Response response : List.of(client.responses().create(params), stream(params, new ArrayList<>()))) {
            List<ResponseFunctionToolCall> calls = calls(response);
            assertThat(calls.stream().map(ResponseFunctionToolCall::name))
                    .containsExactly("get_weather", "now", "get_weather");
            assertThat(calls.stream().map(ResponseFunctionToolCall::callId))
                    .containsExactly("call_one", "call_two", "call_three");
            assertThat(calls.stream().map(call -> Stage.json(call.arguments())))
                    .containsExactly(
                            Stage.json("{\"city\":\"Köln\",\"days\":2}"),
                            Stage.json("{}"),
                            Stage.json("{\"city\":\"東京\"}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aToolLoopTakesItsItemsBack(Backend backend) {
        Answer first = Answer.call("call_one", "get_weather", "{\"city\":\"Köln\"}")
                .andCall("call_two", "now", "{}")
                .after("c2VhbA==", "I need ", "the time.");
        String model = STAGE.model(backend, first, Answer.text("It rains."));
        List<ResponseInputItem> conversation = new ArrayList<>();
        conversation.add(user("What is the weather?"));
        Response asked = client.responses()
                .create(withTools(ask(model)).inputOfResponse(conversation).build());
        for (ResponseOutputItem item : asked.output()) {
            item.reasoning().ifPresent(thought -> conversation.add(ResponseInputItem.ofReasoning(thought)));
            item.functionCall().ifPresent(call -> {
                conversation.add(ResponseInputItem.ofFunctionCall(call));
                conversation.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output("result of " + call.name())
                        .build()));
            });
        }
        Response last = client.responses()
                .create(withTools(ask(model)).inputOfResponse(conversation).build());
        assertThat(text(last)).isEqualTo("It rains.");

        Seen seen = STAGE.lastSeen(backend, model);
        assertThat(seen.only("call", "result"))
                .containsExactly(
                        "call call_one get_weather {\"city\":\"Köln\"}",
                        "result call_one result of get_weather",
                        "call call_two now {}",
                        "result call_two result of now");
        // H62: the seal comes back to the provider that made it, and to no other.
        if (backend == Backend.COMPATIBLE) {
            assertThat(seen.only("seal")).isEmpty();
        } else {
            assertThat(seen.only("seal")).contains("seal c2VhbA==");
        }
        if (backend.sealsReasoning()) {
            assertThat(seen.only("thought")).containsExactly("thought I need the time.");
        }
        assertThat(STAGE.lastBody(model).toString()).doesNotContain("xjp1.");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void reasoningComesApartFromTheAnswer(Backend backend) {
        Answer answer = Answer.text("42").after("c2VhbA==", "Six times ", "seven.");
        ResponseCreateParams params = ask(STAGE.model(backend, answer)).build();
        List<ResponseStreamEvent> events = new ArrayList<>();
        for (Response response : List.of(client.responses().create(params), stream(params, events))) {
            assertThat(text(response)).isEqualTo("42");
            ResponseReasoningItem thought = response.output().getFirst().asReasoning();
            assertThat(thought.content().orElseThrow().stream().map(ResponseReasoningItem.Content::text))
                    .containsExactly("Six times seven.");
            assertThat(thought.encryptedContent().isPresent()).isEqualTo(backend != Backend.COMPATIBLE);
        }
        assertThat(events.stream()
                        .filter(ResponseStreamEvent::isReasoningTextDelta)
                        .map(event -> event.asReasoningTextDelta().delta())
                        .collect(Collectors.joining()))
                .isEqualTo("Six times seven.");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anAnswerThatIsNotWholeSaysWhy(Backend backend) {
        for (Answer.Stop stop : new Answer.Stop[] {Answer.Stop.LENGTH, Answer.Stop.FILTER}) {
            ResponseCreateParams params =
                    ask(STAGE.model(backend, PARTIAL.endedBy(stop))).build();
            for (Response response : List.of(client.responses().create(params), stream(params, new ArrayList<>()))) {
                assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
                assertThat(response.incompleteDetails().orElseThrow().reason())
                        .contains(
                                stop == Answer.Stop.LENGTH
                                        ? Response.IncompleteDetails.Reason.MAX_OUTPUT_TOKENS
                                        : Response.IncompleteDetails.Reason.CONTENT_FILTER);
                assertThat(text(response)).isEqualTo(PARTIAL.wholeText());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aCutStreamFails(Backend backend) {
        checkBroken(backend, STAGE.newModel(), true);
        checkBroken(backend, STAGE.newModel(), false);
    }

    @ParameterizedTest(name = "{0} answers {1}: {2}")
    @CsvSource({
        "COMPATIBLE, 400, 400",
        "COMPATIBLE, 500, 502",
        "OPENROUTER, 404, 404",
        "OPENROUTER, 401, 502",
        "ANTHROPIC, 400, 400",
        "ANTHROPIC, 529, 503",
        "GEMINI, 400, 400",
        "GEMINI, 500, 502"
    })
    void eachRefusalOfAProviderIsAnException(Backend backend, int upstreamStatus, int status) {
        String model = STAGE.model(backend, backend.failure(upstreamStatus, "The provider says no."));
        for (boolean streaming : new boolean[] {false, true}) {
            OpenAIServiceException error = catchThrowableOfType(OpenAIServiceException.class, () -> {
                ResponseCreateParams params = ask(model).build();
                if (streaming) {
                    stream(params, new ArrayList<>());
                } else {
                    client.responses().create(params);
                }
            });
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.type()).isPresent();
        }
        assertThat(waits.all()).as("calls the SDK repeated").isEmpty();
    }

    @Test
    void whatNeedsStoredStateIsRefused() {
        OpenAIServiceException continued = catchThrowableOfType(
                OpenAIServiceException.class,
                () -> client.responses()
                        .create(ask("compatible/x").previousResponseId("resp_1").build()));
        assertThat(continued).isInstanceOf(BadRequestException.class);
        assertThat(continued.param()).contains("previous_response_id");
        for (Runnable stored : List.<Runnable>of(
                () -> client.responses().retrieve("resp_1"),
                () -> client.responses().delete("resp_1"),
                () -> client.responses().cancel("resp_1"))) {
            OpenAIServiceException missing = catchThrowableOfType(OpenAIServiceException.class, stored::run);
            assertThat(missing).isInstanceOf(NotFoundException.class);
            assertThat(missing.code()).contains("response_not_found");
        }
    }

    @Test
    void aCountThatNoProviderMadeSaysSo() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Never."));
        InputTokenCountParams params =
                InputTokenCountParams.builder().model(model).input("Hello?").build();
        try (HttpResponseFor<InputTokenCountResponse> response =
                client.responses().inputTokens().withRawResponse().count(params)) {
            assertThat(response.headers().values("x-xjp-usage-source")).containsExactly("estimated");
            assertThat(response.parse().inputTokens()).isBetween(1L, 50L);
        }
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void anUnknownPathIsAnUnknownUrl() {
        OpenAIServiceException error = catchThrowableOfType(
                OpenAIServiceException.class, () -> client.fineTuning().jobs().list());
        assertThat(error).isInstanceOf(NotFoundException.class);
        assertThat(error.code()).contains("unknown_url");
    }

    private void checkBroken(Backend backend, String model, boolean cut) {
        Script script = cut ? backend.unfinished(model, PARTIAL).cut() : backend.failingAfter(model, PARTIAL);
        STAGE.upstream().on(model, script);
        List<ResponseStreamEvent> events = new ArrayList<>();
        read(ask(backend.route(model)).build(), events);
        assertThat(events.getLast().isFailed()).isTrue();
        Response failed = events.getLast().asFailed().response();
        assertThat(failed.status()).contains(ResponseStatus.FAILED);
        assertThat(failed.error()).isPresent();
        assertThat(text(failed)).isEqualTo(PARTIAL.wholeText());
        assertThat(events).noneMatch(ResponseStreamEvent::isCompleted);
        assertThat(STAGE.requests(backend.route(model))).hasSize(1);
    }

    private static void checkText(Response response, Answer answer) {
        assertThat(response.id()).startsWith("resp_");
        assertThat(response.status()).contains(ResponseStatus.COMPLETED);
        assertThat(response.output()).hasSize(1);
        assertThat(text(response)).isEqualTo(answer.wholeText());
        ResponseUsage usage = response.usage().orElseThrow();
        assertThat(usage.inputTokens()).isEqualTo(Answer.INPUT_TOKENS);
        assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(Answer.CACHED_TOKENS);
        assertThat(usage.outputTokens()).isEqualTo(Answer.OUTPUT_TOKENS);
        assertThat(usage.totalTokens()).isEqualTo(Answer.INPUT_TOKENS + Answer.OUTPUT_TOKENS);
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .map(text -> text.text())
                .collect(Collectors.joining());
    }

    private static List<ResponseFunctionToolCall> calls(Response response) {
        return response.output().stream()
                .flatMap(item -> item.functionCall().stream())
                .toList();
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofMessage(ResponseInputItem.Message.builder()
                .role(ResponseInputItem.Message.Role.USER)
                .addInputTextContent(text)
                .build());
    }

    private static ResponseCreateParams.Builder ask(String model) {
        return ResponseCreateParams.builder()
                .model(model)
                .instructions("Be brief.")
                .input("Hello?")
                .maxOutputTokens(4096);
    }

    private static ResponseCreateParams.Builder withTools(ResponseCreateParams.Builder params) {
        return params.addTool(tool("get_weather", Map.of("city", Map.of("type", "string"))))
                .addTool(tool("now", Map.of()));
    }

    private static FunctionTool tool(String name, Map<String, ?> properties) {
        return FunctionTool.builder()
                .name(name)
                .strict(false)
                .parameters(FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(properties))
                        .build())
                .build();
    }

    private Response stream(ResponseCreateParams params, List<ResponseStreamEvent> events) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        read(params, events);
        events.forEach(accumulator::accumulate);
        return accumulator.response();
    }

    private void read(ResponseCreateParams params, List<ResponseStreamEvent> events) {
        try (StreamResponse<ResponseStreamEvent> response = client.responses().createStreaming(params)) {
            response.stream().forEach(events::add);
        }
    }
}
