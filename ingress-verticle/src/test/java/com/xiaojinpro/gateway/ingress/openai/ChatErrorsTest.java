package com.xiaojinpro.gateway.ingress.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.protocol.CallIdentity;
import com.xiaojinpro.gateway.ingress.protocol.ErrorResponse;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChatErrorsTest {
    private static final CallIdentity CALL = new CallIdentity("r", 1);

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, invalid_request_error, ",
        "CONTEXT_LENGTH, 400, invalid_request_error, context_length_exceeded",
        "CONTENT_FILTERED, 400, invalid_request_error, content_filter",
        "AUTHENTICATION, 401, invalid_request_error, invalid_api_key",
        "BILLING, 429, insufficient_quota, insufficient_quota",
        "PERMISSION, 403, invalid_request_error, permission_denied",
        "NOT_FOUND, 404, invalid_request_error, model_not_found",
        "METHOD_NOT_ALLOWED, 405, invalid_request_error, method_not_allowed",
        "CONFLICT, 409, invalid_request_error, conflict",
        "TOO_LARGE, 413, invalid_request_error, request_too_large",
        "UNSUPPORTED_MEDIA, 415, invalid_request_error, unsupported_media_type",
        "RATE_LIMITED, 429, rate_limit_exceeded, rate_limit_exceeded",
        "CLIENT_GONE, 499, server_error, client_closed_request",
        "INTERNAL, 500, server_error, internal_error",
        "UPSTREAM_INVALID, 502, server_error, upstream_invalid",
        "UPSTREAM_UNAVAILABLE, 502, server_error, upstream_unavailable",
        "UPSTREAM_AUTH, 502, server_error, upstream_auth",
        "STREAM_INCOMPLETE, 502, server_error, stream_incomplete",
        "OVERLOADED, 503, server_error, overloaded",
        "UNAVAILABLE, 503, server_error, unavailable",
        "TIMEOUT, 504, server_error, timeout"
    })
    void everyKindHasItsStatusAndWords(FaultKind kind, int status, String type, String code) {
        ErrorResponse response = new OpenAiChatProtocol().error(Fault.of(kind, "What happened."), CALL);
        JsonObject error = response.body().toJsonObject().getJsonObject("error");

        assertThat(response.status()).isEqualTo(status);
        assertThat(error.getString("message")).isEqualTo("What happened.");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.containsKey("param")).isTrue();
        assertThat(error.getValue("param")).isNull();
    }

    // H111, H112: the shape is OpenAI's whatever failed, and only the client's own credential is a 401.
    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void noOtherFailureLooksLikeABadKey(FaultKind kind) {
        Fault fault = Fault.of(kind, "x").withCode("invalid_api_key").withUpstreamStatus(401);
        ErrorResponse response = ChatErrors.response(fault);

        assertThat(response.body().toJsonObject().fieldNames()).containsExactly("error");
        assertThat(response.status() == 401).isEqualTo(kind == FaultKind.AUTHENTICATION);
        if (kind == FaultKind.UPSTREAM_AUTH) {
            assertThat(response.body().toString()).doesNotContain("invalid_api_key");
        }
    }

    @Test
    void aFaultsOwnCodeAndPathAreTold() {
        Fault fault = Fault.invalid("messages[0].role", "Bad \"role\".").withCode("invalid_value");
        assertThat(ChatErrors.response(fault).body().toString())
                .isEqualTo("{\"error\":{\"message\":\"Bad \\\"role\\\".\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"messages[0].role\",\"code\":\"invalid_value\"}}");
    }
}
