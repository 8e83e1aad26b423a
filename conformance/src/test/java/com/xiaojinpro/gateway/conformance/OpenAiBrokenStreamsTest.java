package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks upstream, a client of the official OpenAI SDK gets the whole answer or an exception. */
@Timeout(60)
class OpenAiBrokenStreamsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final Answer PARTIAL = Answer.text("Once ", "upon ");

    private final NotedWaits waits = new NotedWaits();
    private final OpenAIClient client = STAGE.openAi(Stage.KEY, 2, waits);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aCutStreamNeverEndsCleanly(Backend backend) {
        checkBroken(backend, model -> backend.unfinished(model, PARTIAL).cut());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aResetStreamNeverEndsCleanly(Backend backend) {
        checkBroken(backend, model -> backend.unfinished(model, PARTIAL).reset());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStreamWithoutItsTerminalSignalNeverEndsCleanly(Backend backend) {
        checkBroken(backend, model -> backend.unfinished(model, PARTIAL));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStreamThatEndsWithItsConnectionNeverEndsCleanly(Backend backend) {
        checkBroken(backend, model -> backend.unfinished(model, PARTIAL).closeDelimited());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anErrorInsideAStreamIsRaised(Backend backend) {
        checkBroken(backend, model -> backend.failingAfter(model, PARTIAL));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aStalledStreamIsGivenUp(Backend backend) {
        String model = STAGE.newModel();
        STAGE.upstream().on(model, backend.unfinished(model, PARTIAL).stall());
        long before = System.nanoTime();
        assertThatThrownBy(() -> read(backend.route(model), new StringBuilder()))
                .isInstanceOf(SseException.class);
        assertThat(System.nanoTime() - before).isGreaterThan(Stage.UPSTREAM_IDLE.toNanos());
        STAGE.upstream().exchanges().stream()
                .filter(exchange -> model.equals(exchange.request().model()))
                .forEach(UpstreamExchange::awaitDisconnected);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void bytesThatComeOneByOneMakeTheSameAnswer(Backend backend) {
        checkWhole(backend, Answer.text("Grüße, ", "世界 😀"), script -> script.oneByteAtATime());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void linesMayEndWithCrLf(Backend backend) {
        checkWhole(backend, Answer.text("one ", "two"), script -> script.crlf().oneByteAtATime());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEventOfTwoMebibytesArrivesWhole(Backend backend) {
        checkWhole(backend, Answer.text("x".repeat(2 << 20), "y"), script -> script);
    }

    @Test
    void aBreakBeforeTheFirstContentIsNotSeenByTheClient() {
        Answer answer = Answer.text("Second ", "choice.");
        STAGE.upstream()
                .on(
                        "first-choice",
                        Backend.COMPATIBLE
                                .unfinished("first-choice", Answer.NOTHING)
                                .cut())
                .answer("second-choice", request -> Backend.OPENROUTER.play("second-choice", answer, request));
        StringBuilder text = new StringBuilder();
        read("with-fallback", text);
        assertThat(text.toString()).isEqualTo(answer.wholeText());
        assertThat(STAGE.upstream().requestsFor("first-choice")).isEqualTo(1);
        assertThat(waits.all()).as("calls the SDK repeated").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyPieceArrivesBeforeTheNextIsThere(Backend backend) {
        String model = STAGE.newModel();
        Gate gate = new Gate();
        STAGE.upstream().on(model, backend.pausing(model, "first", gate, "second"));
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(ask(backend.route(model)))) {
            Iterator<ChatCompletionChunk> chunks = response.stream().iterator();
            StringBuilder text = new StringBuilder();
            while (!text.toString().contains("first")) {
                text.append(content(chunks.next()));
            }
            assertThat(text.toString()).isEqualTo("first");
            gate.open();
            chunks.forEachRemaining(chunk -> text.append(content(chunk)));
            assertThat(text.toString()).isEqualTo("firstsecond");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aClientThatLeavesStopsTheProvider(Backend backend) {
        String model = STAGE.newModel();
        STAGE.upstream().on(model, backend.pausing(model, "first", new Gate(), "never"));
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(ask(backend.route(model)))) {
            assertThat(response.stream().iterator().next()).isNotNull();
        }
        STAGE.upstream().exchanges().stream()
                .filter(exchange -> model.equals(exchange.request().model()))
                .forEach(UpstreamExchange::awaitDisconnected);
    }

    private interface Scripting {
        Script of(String model);
    }

    private interface Transport {
        Script of(Script script);
    }

    private void checkBroken(Backend backend, Scripting scripting) {
        String model = STAGE.newModel();
        STAGE.upstream().on(model, scripting.of(model));
        StringBuilder text = new StringBuilder();
        assertThatThrownBy(() -> read(backend.route(model), text)).isInstanceOf(OpenAIException.class);
        assertThat(text.toString()).isEqualTo(PARTIAL.wholeText());
        assertThat(STAGE.requests(backend.route(model)))
                .as("no second attempt after content")
                .hasSize(1);
    }

    private void checkWhole(Backend backend, Answer answer, Transport transport) {
        String model = STAGE.newModel();
        STAGE.upstream().answer(model, request -> transport.of(backend.play(model, answer, request)));
        StringBuilder text = new StringBuilder();
        read(backend.route(model), text);
        assertThat(text.toString()).isEqualTo(answer.wholeText());
    }

    private void read(String model, StringBuilder text) {
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(ask(model))) {
            response.stream().forEach(chunk -> text.append(content(chunk)));
        }
    }

    private static String content(ChatCompletionChunk chunk) {
        return chunk.choices().isEmpty()
                ? ""
                : chunk.choices().getFirst().delta().content().orElse("");
    }

    private static ChatCompletionCreateParams ask(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Tell me a story.")
                .build();
    }
}
