package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.ErrorType;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How failures reach a client of the official Anthropic SDK, and that it does not ask again where the gateway already did. */
@Timeout(60)
class AnthropicErrorsTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private final NotedWaits waits = new NotedWaits();
    private final AnthropicClient client = STAGE.anthropic(Stage.KEY, 2, waits);

    @ParameterizedTest(name = "{0} answers {1}: {2} {3}")
    @CsvSource({
        "COMPATIBLE, 400, 400, invalid_request_error",
        "COMPATIBLE, 404, 404, not_found_error",
        "COMPATIBLE, 500, 502, api_error",
        "COMPATIBLE, 503, 529, overloaded_error",
        "COMPATIBLE, 401, 502, api_error",
        "OPENROUTER, 400, 400, invalid_request_error",
        "OPENROUTER, 404, 404, not_found_error",
        "OPENROUTER, 500, 502, api_error",
        "OPENROUTER, 529, 529, overloaded_error",
        "OPENROUTER, 401, 502, api_error",
        "ANTHROPIC, 400, 400, invalid_request_error",
        "ANTHROPIC, 404, 404, not_found_error",
        "ANTHROPIC, 500, 502, api_error",
        "ANTHROPIC, 529, 529, overloaded_error",
        "ANTHROPIC, 401, 502, api_error",
        "GEMINI, 400, 400, invalid_request_error",
        "GEMINI, 404, 404, not_found_error",
        "GEMINI, 500, 502, api_error",
        "GEMINI, 503, 529, overloaded_error",
        "GEMINI, 401, 502, api_error"
    })
    void eachRefusalOfAProviderIsTheRightException(Backend backend, int upstreamStatus, int status, String type) {
        String model = STAGE.model(backend, backend.failure(upstreamStatus, "The provider says no."));
        for (boolean streaming : new boolean[] {false, true}) {
            AnthropicServiceException error = failure(client, ask(model), streaming);
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.type()).contains(ErrorType.of(type));
            assertThat(error).isInstanceOf(exceptionOf(status));
            if (status < 500) {
                assertThat(error.apiMessage().orElse("")).contains("The provider says no.");
            }
        }
        assertThat(waits.all()).as("calls the SDK repeated").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theSdkWaitsAsLongAsTheProviderSays(Backend backend) {
        String model = STAGE.model(backend, backend.failure(429, "Too fast.").header("retry-after", "7"));
        AnthropicServiceException error = failure(client, ask(model), false);
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
            AnthropicServiceException error = failure(client, ask(model), streaming);
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
        AnthropicServiceException error = failure(client, ask(model), false);
        assertThat(error.statusCode()).isEqualTo(402);
        assertThat(error.type()).contains(ErrorType.BILLING_ERROR);
        assertThat(STAGE.requests(model)).hasSize(1);
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        AnthropicClient stranger = STAGE.anthropic("sk-nobody-0123456789", 2, waits);
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Never."));
        AnthropicServiceException error = failure(stranger, ask(model), false);
        assertThat(error).isInstanceOf(UnauthorizedException.class);
        assertThat(error.type()).contains(ErrorType.AUTHENTICATION_ERROR);
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void aKeyThatMayNotUseTheModelIsForbidden() {
        AnthropicClient narrow = STAGE.anthropic(Stage.NARROW_KEY, 2, waits);
        String model = STAGE.model(Backend.OPENROUTER, Answer.text("Never."));
        assertThat(failure(narrow, ask(model), false))
                .isInstanceOfAny(PermissionDeniedException.class, NotFoundException.class);
        assertThat(STAGE.requests(model)).isEmpty();
    }

    @Test
    void aModelNobodyServesIsNotFound() {
        AnthropicServiceException error = failure(client, ask("no-such-model"), false);
        assertThat(error).isInstanceOf(NotFoundException.class);
        assertThat(error.type()).contains(ErrorType.NOT_FOUND_ERROR);
        assertThat(error.requestId()).isPresent();
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String model = STAGE.model(Backend.COMPATIBLE, Answer.text("Never."));
        AnthropicServiceException error = failure(
                client,
                MessageCreateParams.builder()
                        .model(model)
                        .maxTokens(1)
                        .addUserMessage("x".repeat(9 << 20))
                        .build(),
                false);
        assertThat(error.statusCode()).isEqualTo(413);
        assertThat(STAGE.requests(model)).isEmpty();
    }

    private static Class<? extends AnthropicServiceException> exceptionOf(int status) {
        return switch (status) {
            case 400 -> BadRequestException.class;
            case 404 -> NotFoundException.class;
            default -> AnthropicServiceException.class;
        };
    }

    private static MessageCreateParams ask(String model) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(4096)
                .addUserMessage("Hello?")
                .build();
    }

    private static AnthropicServiceException failure(
            AnthropicClient asking, MessageCreateParams params, boolean streaming) {
        AnthropicServiceException error = catchThrowableOfType(AnthropicServiceException.class, () -> {
            if (streaming) {
                try (StreamResponse<RawMessageStreamEvent> response =
                        asking.messages().createStreaming(params)) {
                    response.stream().forEach(new ArrayList<>()::add);
                }
            } else {
                asking.messages().create(params);
            }
        });
        assertThat(error).as("the SDK raises").isNotNull();
        return error;
    }
}
