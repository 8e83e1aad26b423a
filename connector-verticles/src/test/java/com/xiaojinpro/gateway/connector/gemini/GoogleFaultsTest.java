package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google's errors mean. */
class GoogleFaultsTest {
    private static Fault fault(int status, String body) {
        return GeminiCodecs.gemini().fault(Answers.head(status), Buffer.buffer(body));
    }

    private static String error(int code, String status, String message, String details) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\",\"status\":\"" + status
                + "\",\"details\":[" + details + "]}}";
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_REQUEST, false",
        "400, FAILED_PRECONDITION, INVALID_REQUEST, false",
        "401, UNAUTHENTICATED, UPSTREAM_AUTH, true",
        "403, PERMISSION_DENIED, UPSTREAM_AUTH, true",
        "404, NOT_FOUND, NOT_FOUND, true",
        "429, RESOURCE_EXHAUSTED, RATE_LIMITED, true",
        "500, INTERNAL, UPSTREAM_UNAVAILABLE, true",
        "503, UNAVAILABLE, OVERLOADED, true",
        "504, DEADLINE_EXCEEDED, TIMEOUT, true",
    })
    void everyStatusHasAMeaning(int code, String status, FaultKind kind, boolean retryable) {
        Fault fault = fault(code, error(code, status, "Said.", ""));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryable()).isEqualTo(retryable);
        assertThat(fault.upstreamStatus()).isEqualTo(code);
        assertThat(fault.message()).isEqualTo("Said.");
    }

    @Test
    @DisplayName("H109, H110, H114: a spent quota comes back when Google says, a daily one not soon, also in an array")
    void quotas() {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        String minute = error(
                429,
                "RESOURCE_EXHAUSTED",
                message,
                "{\"@type\":\"x.QuotaFailure\",\"violations\":[{\"quotaId\":\"TokensPerMinute\"}]},"
                        + "{\"@type\":\"x.RetryInfo\",\"retryDelay\":\"23.5s\"}");
        Fault fault = fault(429, "[" + minute + "]");
        assertThat(fault.kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofMillis(23_500));
        assertThat(fault(429, minute.replace("TokensPerMinute", "RequestsPerDayPerProject"))
                        .retryAfter())
                .isEqualTo(Duration.ofHours(1));
        assertThat(fault(429, minute.replace(message, "Quota exceeded, limit: 0"))
                        .kind())
                .isEqualTo(FaultKind.BILLING);
    }

    @Test
    @DisplayName("H111: a wrong key is the gateway's, whatever Google calls it")
    void aWrongKey() {
        Fault fault = fault(
                400,
                error(
                        400,
                        "INVALID_ARGUMENT",
                        "API key not valid: " + GeminiCodecs.KEY,
                        "{\"reason\":\"API_KEY_INVALID\"}"));
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_AUTH);
        assertThat(fault.message()).doesNotContain(GeminiCodecs.KEY);
        assertThat(fault.retryable()).isTrue();
    }

    @Test
    @DisplayName("H122: an access token that an error repeats is not told")
    void anAccessTokenIsNotTold() {
        assertThat(fault(401, error(401, "UNAUTHENTICATED", "Expired: ya29.c.c0ASRK0Gb-x_9", ""))
                        .message())
                .isEqualTo("Expired: [redacted]");
    }

    @Test
    void aPromptThatIsTooLongIsToldAsSuch() {
        assertThat(fault(
                                400,
                                error(
                                        400,
                                        "INVALID_ARGUMENT",
                                        "The input token count (1250074) exceeds the maximum number of tokens allowed"
                                                + " (1048576).",
                                        ""))
                        .kind())
                .isEqualTo(FaultKind.CONTEXT_LENGTH);
    }

    @Test
    @DisplayName("H114: a page and nothing at all are told by their status")
    void pages() {
        assertThat(fault(404, "<html><body>Not Found</body></html>").kind()).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(fault(502, "").kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
    }
}
