package com.xiaojinpro.gateway.ingress.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorJsonTest {
    private static final Set<FaultKind> SEEN = new HashSet<>();

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, invalid_request_error",
        "CONTEXT_LENGTH, 400, invalid_request_error",
        "CONTENT_FILTERED, 400, invalid_request_error",
        "AUTHENTICATION, 401, authentication_error",
        "BILLING, 402, billing_error",
        "PERMISSION, 403, permission_error",
        "NOT_FOUND, 404, not_found_error",
        "METHOD_NOT_ALLOWED, 405, invalid_request_error",
        "CONFLICT, 409, conflict_error",
        "TOO_LARGE, 413, request_too_large",
        "UNSUPPORTED_MEDIA, 415, invalid_request_error",
        "RATE_LIMITED, 429, rate_limit_error",
        "CLIENT_GONE, 499, api_error",
        "INTERNAL, 500, api_error",
        "UPSTREAM_INVALID, 502, api_error",
        "UPSTREAM_UNAVAILABLE, 502, api_error",
        "UPSTREAM_AUTH, 502, api_error",
        "STREAM_INCOMPLETE, 502, api_error",
        "OVERLOADED, 529, overloaded_error",
        "UNAVAILABLE, 503, api_error",
        "TIMEOUT, 504, timeout_error",
    })
    @DisplayName("H111, H112: every kind has its status and its word")
    void everyKindHasItsForm(FaultKind kind, int status, String type) {
        SEEN.add(kind);
        ErrorResponse response = response(Fault.of(kind, "why \"it\" failed"));
        assertThat(response.status()).isEqualTo(status);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getString("type")).isEqualTo("error");
        assertThat(body.getString("request_id")).isEqualTo("req_1");
        assertThat(body.getJsonObject("error").getString("type")).isEqualTo(type);
        assertThat(body.getJsonObject("error").getString("message")).endsWith("why \"it\" failed");
    }

    @org.junit.jupiter.api.AfterAll
    static void noKindIsMissingInTheTable() {
        assertThat(SEEN).isEqualTo(EnumSet.allOf(FaultKind.class));
    }

    @Test
    void aFullContextBeginsWithTheWordsThatClientsLookFor() {
        assertThat(message(Fault.of(FaultKind.CONTEXT_LENGTH, "This model's maximum context length is 8192 tokens.")))
                .isEqualTo("prompt is too long: This model's maximum context length is 8192 tokens.");
        assertThat(message(Fault.of(FaultKind.CONTEXT_LENGTH, "Prompt is too long: 210000 tokens > 200000 maximum")))
                .isEqualTo("prompt is too long: 210000 tokens > 200000 maximum");
    }

    @Test
    void theMessageNamesThePathOnce() {
        assertThat(message(Fault.invalid("messages[0].content", "It must be a string.")))
                .isEqualTo("messages[0].content: It must be a string.");
        assertThat(message(Fault.invalid("model", "'model' is required."))).isEqualTo("'model' is required.");
    }

    @Test
    void aCodeIsADetail() {
        JsonObject body =
                new JsonObject(response(Fault.of(FaultKind.RATE_LIMITED, "m").withCode("enforced_spend_limit_reached"))
                        .body());
        assertThat(body.getJsonObject("error").getJsonObject("details").getString("error_code"))
                .isEqualTo("enforced_spend_limit_reached");
    }

    private static String message(Fault fault) {
        return new JsonObject(response(fault).body()).getJsonObject("error").getString("message");
    }

    private static ErrorResponse response(Fault fault) {
        return new AnthropicMessagesProtocol().error(fault, Streams.CALL);
    }
}
