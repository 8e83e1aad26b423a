package com.xiaojinpro.gateway.connector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("H110: how long a provider asks to wait")
class RetryHintsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private final RetryHints hints = new RetryHints(InstantSource.fixed(NOW));

    private @Nullable Duration wait(int status, String body, String... headers) {
        return hints.of(Answers.head(status, headers), body);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms, 1500, 1500",
        "retry-after-ms, 12.5, 13",
        "retry-after, 2, 2000",
        "retry-after, 0.25, 250",
        "retry-after, 1.5s, 1500",
        "retry-after, 'Tue, 24 Nov 2026 12:00:30 GMT', 30000",
        "x-ratelimit-reset-requests, 1s, 1000",
        "x-ratelimit-reset-requests, 6m0s, 360000",
        "x-ratelimit-reset-tokens, 120ms, 120",
        "x-ratelimit-reset-tokens, 1h2m3s, 3723000",
        "x-ratelimit-reset, 1795521605000, 5000",
        "x-ratelimit-reset, 1795521610, 10000",
        "x-ratelimit-reset, 7, 7000",
        "retry-after, 999999999, 86400000",
    })
    void aHeaderTells(String header, String value, long millis) {
        assertThat(wait(429, "", header, value)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 0",
        "retry-after, -5",
        "retry-after, 'Tue, 24 Nov 2026 11:59:00 GMT'",
        "retry-after, soon",
        "retry-after-ms, NaN",
        "x-ratelimit-reset-requests, 0s",
        "x-ratelimit-reset, 1000000000",
    })
    void whatIsNotPositiveIsNoHint(String header, String value) {
        assertThat(wait(429, "", header, value)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Rate limit reached. Please try again in 1.5s. Visit the docs. | 1500
        Please try again in 20ms.                                     | 20
        Please try again in 6m0s.                                     | 360000
        Please retry after 30 seconds.                                | 30000
        Requests exceed the limit. Please retry after 2 minutes       | 120000
        {"error":{"details":[{"retryDelay":"23.5s"}]}}                | 23500
        {"error":{"metadata":{"retry_after":3}}}                      | 3000
        {"retry_after_ms": 750}                                       | 750
        {"error":{"metadata":{"headers":{"X-RateLimit-Reset":"1795521605000"}}}} | 5000
        """)
    void theBodyTells(String body, long millis) {
        assertThat(wait(429, body)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void headersBeforeTheBodyAndTheExactOneFirst() {
        assertThat(wait(429, "try again in 9s", "retry-after", "2", "retry-after-ms", "100"))
                .isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theExhaustedLimitDecides() {
        assertThat(wait(
                        429,
                        "",
                        "x-ratelimit-reset-requests",
                        "100ms",
                        "x-ratelimit-remaining-requests",
                        "499",
                        "x-ratelimit-reset-tokens",
                        "40s",
                        "x-ratelimit-remaining-tokens",
                        "0"))
                .isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void withoutAnExhaustedOneTheFirstReset() {
        assertThat(wait(429, "", "x-ratelimit-reset-requests", "2s", "x-ratelimit-reset-tokens", "9s"))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void resetsMeanNothingForOtherErrors() {
        assertThat(wait(500, "", "x-ratelimit-reset-requests", "2s")).isNull();
    }
}
