package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.SseException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextDelta;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks upstream, a client of the official Anthropic SDK gets the whole answer or an exception. */
@Timeout(60)
class AnthropicBrokenStreamsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static final Answer PARTIAL = Answer.text("Once ", "upon ");

    private final NotedWaits waits = new NotedWaits();
    private final AnthropicClient client = STAGE.anthropic(Stage.KEY, 2, waits);

    // H31, H34: it ends in an error, and nobody is asked a second time.
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

    // H29
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
        try (StreamResponse<RawMessageStreamEvent> response =
                client.messages().createStreaming(ask(backend.route(model)))) {
            Iterator<RawMessageStreamEvent> chunks = response.stream().iterator();
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

    // H105
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aClientThatLeavesStopsTheProvider(Backend backend) {
        String model = STAGE.newModel();
        STAGE.upstream().on(model, backend.pausing(model, "first", new Gate(), "never"));
        try (StreamResponse<RawMessageStreamEvent> response =
                client.messages().createStreaming(ask(backend.route(model)))) {
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
        assertThatThrownBy(() -> read(backend.route(model), text)).isInstanceOf(AnthropicException.class);
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
        try (StreamResponse<RawMessageStreamEvent> response = client.messages().createStreaming(ask(model))) {
            response.stream().forEach(chunk -> text.append(content(chunk)));
        }
    }

    private static String content(RawMessageStreamEvent event) {
        return event.contentBlockDelta()
                .flatMap(delta -> delta.delta().text())
                .map(TextDelta::text)
                .orElse("");
    }

    private static MessageCreateParams ask(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(4096)
                .addUserMessage("Tell me a story.")
                .build();
    }
}
