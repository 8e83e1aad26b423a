package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the error answers of providers mean. */
class ProviderFaultTest {

    private static Fault fault(int status, String body, String... headers) {
        return Codecs.generic().fault(Answers.head(status, headers), Buffer.buffer(body));
    }

    @ParameterizedTest
    @DisplayName("1.1.5: the status decides where no code does")
    @CsvSource({
        "400, INVALID_REQUEST, false",
        "401, UPSTREAM_AUTH, true",
        "402, BILLING, true",
        "403, UPSTREAM_AUTH, true",
        "404, NOT_FOUND, true",
        "405, INVALID_REQUEST, false",
        "408, TIMEOUT, true",
        "409, CONFLICT, false",
        "413, TOO_LARGE, false",
        "415, UNSUPPORTED_MEDIA, false",
        "422, INVALID_REQUEST, false",
        "429, RATE_LIMITED, true",
        "500, UPSTREAM_UNAVAILABLE, true",
        "502, UPSTREAM_UNAVAILABLE, true",
        "503, OVERLOADED, true",
        "504, TIMEOUT, true",
        "524, TIMEOUT, true",
        "529, OVERLOADED, true",
    })
    void theStatusDecides(int status, FaultKind kind, boolean retryable) {
        for (String body :
                new String[] {"", "{}", "{\"error\":{\"message\":\"x\",\"type\":\"invalid_request_error\"}}"}) {
            Fault fault = fault(status, body);
            assertThat(fault.kind()).as(body).isEqualTo(kind);
            assertThat(fault.retryable()).isEqualTo(retryable);
            assertThat(fault.upstreamStatus()).isEqualTo(status);
            assertThat(fault.message()).isNotBlank();
        }
    }

    @ParameterizedTest
    @DisplayName("H75: a server that refuses stream_options is not the client's fault, and the switch is named")
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
                "{\"error\":{\"message\":\"Unknown parameter\",\"param\":\"stream_options.include_usage\"}}",
                "{\"detail\":[{\"loc\":[\"body\",\"stream_options\"],\"msg\":\"stream_options: extra fields not permitted\"}]}"
            })
    void refusedStreamOptions(String body) {
        Fault fault = fault(400, body);
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_INVALID);
        assertThat(fault.retryable()).isTrue();
        assertThat(fault.upstreamStatus()).isEqualTo(400);
        assertThat(fault.message()).contains("stream_usage = false");
    }

    @Test
    @DisplayName("H111: a provider's 401 is never the client's")
    void aRefusedCredentialIsNotTheClients() {
        Fault fault = fault(
                401,
                "{\"error\":{\"message\":\"Incorrect API key provided: sk-abcd1234567890abcd.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}");
        assertThat(fault.kind().status()).isEqualTo(502);
        assertThat(fault.message()).isEqualTo("Incorrect API key provided: [redacted].");
        assertThat(fault.code()).isEqualTo("invalid_api_key");
    }

    @ParameterizedTest
    @DisplayName("H103, H109: codes and sentences that say more than the status")
    @CsvSource(delimiter = '|', textBlock = """
        400 | {"error":{"message":"x","code":"context_length_exceeded"}}                                            | CONTEXT_LENGTH
        400 | {"error":{"message":"This model's maximum context length is 8192 tokens.","code":null}}               | CONTEXT_LENGTH
        400 | {"object":"error","message":"This model's maximum context length is 4096 tokens","code":400}          | CONTEXT_LENGTH
        400 | {"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}} | CONTEXT_LENGTH
        400 | {"error":{"message":"x","code":400,"metadata":{"error_type":"context_length_exceeded"}}}              | CONTEXT_LENGTH
        413 | {"error":{"message":"prompt is too long: 300000 tokens"}}                                             | CONTEXT_LENGTH
        400 | {"error":{"code":"content_filter","message":"x","innererror":{"code":"ResponsibleAIPolicyViolation"}}} | CONTENT_FILTERED
        400 | {"error":{"code":"content_policy_violation","message":"x"}}                                           | CONTENT_FILTERED
        400 | {"error":{"code":"DataInspectionFailed","message":"x"}}                                               | CONTENT_FILTERED
        403 | {"error":{"code":403,"message":"flagged","metadata":{"reasons":["x"],"flagged_input":"y"}}}           | CONTENT_FILTERED
        403 | {"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged"}}   | CONTENT_FILTERED
        403 | {"error":{"code":"unsupported_country_region_territory","message":"x"}}                               | UPSTREAM_AUTH
        429 | {"error":{"message":"You exceeded your current quota, please check your plan","code":"insufficient_quota"}} | BILLING
        429 | {"error":{"message":"You exceeded your current quota"}}                                               | BILLING
        429 | {"error":{"message":"x","type":"tokens","code":"rate_limit_exceeded"}}                                | RATE_LIMITED
        429 | {"error":{"code":429,"message":"x","metadata":{"error_type":"provider_overloaded"}}}                  | OVERLOADED
        402 | {"error":{"code":402,"message":"This request requires more credits"}}                                 | BILLING
        403 | {"error":{"message":"x","code":"insufficient_balance"}}                                               | BILLING
        404 | {"error":{"code":"DeploymentNotFound","message":"x"}}                                                 | NOT_FOUND
        400 | {"error":{"code":"model_not_found","message":"x"}}                                                    | NOT_FOUND
        401 | {"error":{"code":"401","message":"Access denied"}}                                                    | UPSTREAM_AUTH
        500 | {"error":{"type":"overloaded_error","message":"x"}}                                                   | OVERLOADED
        503 | {"error":{"code":503,"status":"UNAVAILABLE","message":"x"}}                                           | OVERLOADED
        400 | {"error":{"code":400,"status":"FAILED_PRECONDITION","message":"x"}}                                   | INVALID_REQUEST
        504 | {"error":{"status":"DEADLINE_EXCEEDED","message":"x"}}                                                | TIMEOUT
        500 | {"error":{"message":"The server had an error","type":"server_error"}}                                 | UPSTREAM_UNAVAILABLE
        """)
    void codesSayMore(int status, String body, FaultKind kind) {
        assertThat(fault(status, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @DisplayName("H114: every form of an error body yields its sentence")
    @CsvSource(delimiter = '|', textBlock = """
        {"error":{"message":"a"}}                                              | a
        [{"error":{"code":400,"message":"a","status":"INVALID_ARGUMENT"}}]     | a
        {"error":"a"}                                                          | a
        {"message":"a"}                                                        | a
        {"error":{"message":{"detail":"a"}}}                                   | a
        {"detail":"a"}                                                         | a
        {"detail":[{"loc":["body","model"],"msg":"a","type":"missing"}]}       | a
        {"errors":[{"message":"a"},{"message":"b"}]}                           | a
        {"error_message":"a"}                                                  | a
        plain words                                                            | plain words
        {"error":{"message":"cut o                                             | {"error":{"message":"cut o
        {"error":{"message":"Provider returned error","metadata":{"provider_name":"Google","raw":"busy"}}} | Provider returned error (Google): busy
        {"error":{"message":"Provider returned error","metadata":{"provider_name":"X","raw":"{\\"error\\":{\\"message\\":\\"deep\\"}}"}}} | Provider returned error (X): deep
        """)
    void everyFormHasASentence(String body, String message) {
        assertThat(fault(400, body.replace("\\\"", "\\\"")).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @DisplayName("H114: pages, nothing and broken bytes fall back to the status")
    @ValueSource(strings = {"", "   ", "<html><title>502</title></html>", "<!DOCTYPE html>", "{}", "[]", "null"})
    void theStatusSpeaksWhereTheBodyDoesNot(String body) {
        Fault fault = fault(502, body);
        assertThat(fault.kind()).isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        assertThat(fault.message()).doesNotContain("<").isNotBlank();
    }

    @Test
    @DisplayName("H8, H114: a body that is gzip without saying so, whole and cut")
    void aGzippedErrorBody() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Answers.utf8("{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}"));
        }
        byte[] bytes = zipped.toByteArray();
        Fault whole = Codecs.generic().fault(Answers.head(429), Buffer.buffer(bytes));
        assertThat(whole.message()).isEqualTo("slow down");
        Fault cut = Codecs.generic().fault(Answers.head(429), Buffer.buffer(Arrays.copyOf(bytes, 12)));
        assertThat(cut.kind()).isEqualTo(FaultKind.RATE_LIMITED);
        assertThat(fault(429, "\u001f\u008b", "content-encoding", "br").kind()).isEqualTo(FaultKind.RATE_LIMITED);
    }

    @Test
    @DisplayName("H110: what to wait is taken from where it stands, for what may be tried again only")
    void whatToWait() {
        assertThat(fault(429, "{}", "retry-after", "2").retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(fault(429, "{\"error\":{\"message\":\"Please try again in 1.5s\"}}")
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(1_500));
        assertThat(fault(503, "{}", "retry-after", "3").retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(fault(400, "{}", "retry-after", "3").retryAfter()).isNull();
    }

    @Test
    void codeAndParamAreKept() {
        Fault fault = fault(
                400,
                "{\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\",\"param\":\"messages[0].content\",\"code\":\"invalid_value\"}}");
        assertThat(fault.param()).isEqualTo("messages[0].content");
        assertThat(fault.code()).isEqualTo("invalid_value");
        assertThat(fault(400, "{\"error\":{\"message\":\"m\",\"code\":400}}").code())
                .isNull();
    }

    @Test
    @DisplayName("no client reads the gateway's key or where its provider is")
    void nothingOfTheOperatorsIsShown() {
        Fault fault = fault(500, "{\"error\":\"POST https://llm.example.com/v1 with secret-key-1234567890 failed\"}");
        assertThat(fault.message()).isEqualTo("POST https://[redacted]/v1 with [redacted] failed");
    }
}
