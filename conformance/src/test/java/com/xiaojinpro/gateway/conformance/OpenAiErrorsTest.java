package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.xiaojinpro.gateway.testing.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How failures reach a client of the official OpenAI SDK, and that it does not ask again where the gateway already did. */
@Timeout(60)
class OpenAiErrorsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final NotedWaits waits = new NotedWaits();
    private final OpenAIClient client = STAGE.openAi(Stage.KEY, 2, waits);

    @ParameterizedTest(name = "{0} answers {1}: {2}")
    @CsvSource({
        "COMPATIBLE, 400, 400",
        "COMPATIBLE, 404, 404",
        "COMPATIBLE, 500, 502",
        "COMPATIBLE, 503, 503",
        "COMPATIBLE, 401, 502",
        "OPENROUTER, 400, 400",
        "OPENROUTER, 404, 404",
        "OPENROUTER, 500, 502",
        "OPENROUTER, 529, 503",
        "OPENROUTER, 401, 502",
        "ANTHROPIC, 400, 400",
        "ANTHROPIC, 404, 404",
        "ANTHROPIC, 500, 502",
        "ANTHROPIC, 529, 503",
        "ANTHROPIC, 401, 502",
        "GEMINI, 400, 400",
        "GEMINI, 404, 404",
        "GEMINI, 500, 502",
        "GEMINI, 503, 503",
        "GEMINI, 401, 502"
    })
    void eachRefusalOfAProviderIsTheRightException(Backend backend, int upstreamStatus, int status) {
        String model = STAGE.model(backend, backend.failure(upstreamStatus, "The provider says no."));
        for (boolean streaming : new boolean[] {false, true}) {
            OpenAIServiceException error = failure(client, ask(model), streaming);
            assertThat(error).isInstanceOf(exceptionOf(status));
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.type()).isPresent();
            if (status < 500) {
                assertThat(error.getMessage()).contains("The provider says no.");
            }
        }
        assertThat(waits.all()).as("calls the SDK repeated").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theSdkWaitsAsLongAsTheProviderSays(Backend backend) {
        String model = STAGE.model(backend, backend.failure(429, "Too fast.").header("retry-after", "7"));
        OpenAIServiceException error = failure(client, ask(model), false);
        assertThat(error).isInstanceOf(RateLimitException.class);
        assertThat(error.headers().values("retry-after")).containsExactly("7");
        assertThat(error.getMessage()).contains("Too fast.");
        assertThat(waits.all()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    /** H108: the gateway has spent its targets; how long the provider asks to wait changes nothing about that. */
    @ParameterizedTest(name = "{0} answers {1} and asks to wait {2} seconds")
    @CsvSource({
        "COMPATIBLE, 500, 1",
        "COMPATIBLE, 503, 7",
        "OPENROUTER, 502, 1",
        "OPENROUTER, 529, 7",
        "ANTHROPIC, 529, 7",
        "GEMINI, 503, 7"
    })
    void aProviderThatFailsIsNotAskedAgainByTheSdk(Backend backend, int upstreamStatus, int seconds) {
        String wait = Integer.toString(seconds);
        String model =
                STAGE.model(backend, backend.failure(upstreamStatus, "Down.").header("retry-after", wait));
        for (boolean streaming : new boolean[] {false, true}) {
            OpenAIServiceException error = failure(client, ask(model), streaming);
            assertThat(error.headers().values("retry-after")).containsExactly(wait);
        }
        assertThat(STAGE.requests(model)).hasSize(2);
        assertThat(waits.all()).isEmpty();
    }

    /** H109: what no time is given for, or a time that the SDK does not wait, does not pass by being asked again. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRateLimitThatTheSdkWouldNotWaitForIsNotRepeated(Backend backend) {
        String untimed = STAGE.model(backend, backend.failure(429, "Too fast."));
        String tomorrow =
                STAGE.model(backend, backend.failure(429, "Enough for today.").header("retry-after", "43200"));
        for (boolean streaming : new boolean[] {false, true}) {
            assertThat(failure(client, ask(untimed), streaming)).isInstanceOf(RateLimitException.class);
            assertThat(failure(client, ask(tomorrow), streaming)).isInstanceOf(RateLimitException.class);
        }
        assertThat(STAGE.requests(untimed)).hasSize(2);
        assertThat(STAGE.requests(tomorrow)).hasSize(2);
        assertThat(waits.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEmptyPurseIsNotAskedTwice(Backend backend) {
        String model = STAGE.model(backend, backend.failure(402, "Out of credits."));
        OpenAIServiceException error = failure(client, ask(model), false);
        assertThat(error).isInstanceOf(RateLimitException.class);
        assertThat(error.code()).contains("insufficient_quota");
        assertThat(STAGE.requests(model)).hasSize(1);
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        OpenAIClient stranger = STAGE.openAi("sk-nobody-0123456789", 2, waits);
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Never."));
        OpenAIServiceException error = failure(stranger, ask(model), false);
        assertThat(error).isInstanceOf(UnauthorizedException.class);
        assertThat(error.code()).contains("invalid_api_key");
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void aKeyThatMayNotUseTheModelIsForbidden() {
        OpenAIClient narrow = STAGE.openAi(Stage.NARROW_KEY, 2, waits);
        String model = STAGE.model(Backend.OPENROUTER, Answer.text("Never."));
        assertThat(failure(narrow, ask(model), false))
                .isInstanceOfAny(PermissionDeniedException.class, NotFoundException.class);
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void aModelNobodyServesIsNotFound() {
        OpenAIServiceException error = failure(client, ask("no-such-model"), false);
        assertThat(error).isInstanceOf(NotFoundException.class);
        assertThat(error.code()).contains("model_not_found");
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Never."));
        OpenAIServiceException error = failure(
                client,
                ChatCompletionCreateParams.builder()
                        .model(model)
                        .addUserMessage("x".repeat(9 << 20))
                        .build(),
                false);
        assertThat(error.statusCode()).isEqualTo(413);
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void aRequestWithoutMessagesIsRefusedWithItsPath() {
        OpenAIServiceException error = failure(
                client,
                ChatCompletionCreateParams.builder()
                        .model("compatible/x")
                        .messages(List.of())
                        .build(),
                false);
        assertThat(error).isInstanceOf(BadRequestException.class);
        assertThat(error.param()).contains("messages");
    }

    @Test
    void anAnswerThatIsNotJsonIsAFaultOfTheProvider() {
        String model =
                STAGE.model(Backend.COMPATIBLE, Script.json("<html>busy</html>").contentType("text/html"));
        for (boolean streaming : new boolean[] {false, true}) {
            OpenAIServiceException error = failure(client, ask(model), streaming);
            assertThat(error).isInstanceOf(InternalServerException.class);
            assertThat(error.statusCode()).isEqualTo(502);
            assertThat(error.getMessage()).doesNotContain("<html>");
        }
    }

    private static Class<? extends OpenAIServiceException> exceptionOf(int status) {
        return switch (status) {
            case 400 -> BadRequestException.class;
            case 404 -> NotFoundException.class;
            case 502, 503, 504 -> InternalServerException.class;
            default -> UnexpectedStatusCodeException.class;
        };
    }

    private static ChatCompletionCreateParams ask(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello?")
                .build();
    }

    private static OpenAIServiceException failure(
            OpenAIClient asking, ChatCompletionCreateParams params, boolean streaming) {
        OpenAIServiceException error = catchThrowableOfType(OpenAIServiceException.class, () -> {
            if (streaming) {
                try (StreamResponse<ChatCompletionChunk> response =
                        asking.chat().completions().createStreaming(params)) {
                    response.stream().forEach(new ArrayList<>()::add);
                }
            } else {
                asking.chat().completions().create(params);
            }
        });
        assertThat(error).as("the SDK raises").isNotNull();
        return error;
    }
}
