package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration of the anthropic provider, and what its errors mean. */
class AnthropicTypeTest {
    private static final UnifiedMessage QUESTION = UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("q")));

    private final MapSettings none = new MapSettings(Map.of());

    private static HttpCodec codec(MapSettings settings, String key) {
        return (HttpCodec) new AnthropicType(name -> name.equals("ANTHROPIC_API_KEY") ? key : null)
                .create(new ProviderConfig("claude", "anthropic", settings));
    }

    private static UpstreamRequest asked(Map<String, Object> settings) {
        MapSettings all = new MapSettings(settings);
        HttpCodec codec = codec(all, "sk-ant-from-environment");
        assertThat(all.problems()).isEmpty();
        assertThat(all.unknown()).isEmpty();
        return codec.encode(Claude.chat(QUESTION).build(), Claude.target("claude-opus-5"), CallContext.NONE);
    }

    @Test
    void itWorksWithNothingButAKeyInTheEnvironment() {
        UpstreamRequest asked = asked(Map.of());
        assertThat(asked.url()).isEqualTo("https://api.anthropic.com/v1/messages");
        assertThat(asked.headers())
                .containsEntry("x-api-key", "sk-ant-from-environment")
                .containsEntry("anthropic-version", "2023-06-01")
                .doesNotContainKeys("authorization", "anthropic-beta");
        codec(none, " ");
        assertThat(none.problems()).hasSize(1).first().asString().contains("ANTHROPIC_API_KEY");
    }

    @Test
    @DisplayName("H119: a base address that ends in its version is meant all the same")
    void everySettingArrives() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("api_key", "sk-ant-1");
        settings.put("base_url", "https://proxy.example.com/anthropic/v1");
        settings.put("version", "2026-10-21");
        settings.put("betas", List.of("a-1", "b-2"));
        settings.put("client_betas", List.of());
        settings.put("headers", Map.of("X-Team", "t"));
        settings.put("default_max_tokens", 1000);
        settings.put("automatic_cache", true);
        settings.put("count_tokens", false);
        settings.put("max_event_mib", 1);
        UpstreamRequest asked = asked(settings);
        assertThat(asked.url()).isEqualTo("https://proxy.example.com/anthropic/v1/messages");
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer sk-ant-1")
                .containsEntry("anthropic-beta", "a-1,b-2")
                .containsEntry("x-team", "t")
                .doesNotContainKey("x-api-key");
        JsonObject body = new JsonObject(asked.body());
        assertThat(body.getInteger("max_tokens")).isEqualTo(1000);
        assertThat(body.containsKey("cache_control")).isTrue();
        assertThat(codec(new MapSettings(settings), "k").performs(Operation.COUNT_TOKENS))
                .isFalse();
        assertThat(codec(none, "k").performs(Operation.COUNT_TOKENS)).isTrue();
        assertThat(codec(none, "k").performs(Operation.EMBED)).isFalse();
        settings.put("auth", "x-api-key");
        assertThat(asked(settings).headers()).containsEntry("x-api-key", "sk-ant-1");
    }

    @Test
    void anOperatorKnowsBetterWhatAModelTakes() {
        Map<String, Object> row = Map.of(
                "max_output",
                500,
                "sampling",
                "free",
                "thinking",
                List.of("enabled"),
                "efforts",
                List.of("low"),
                "forced_tools",
                false,
                "structured_output",
                false,
                "prefill",
                true,
                "system_turns",
                false,
                "hides_thoughts",
                false);
        JsonObject body = new JsonObject(codec(new MapSettings(Map.of("models", Map.of("claude-opus-*", row))), "k")
                .encode(
                        Claude.chat(QUESTION)
                                .sampling(new Sampling(0.5, null, null, null, null, null, null, null, null, null, null))
                                .build(),
                        Claude.target("claude-opus-5"),
                        CallContext.NONE)
                .body());
        assertThat(body.getInteger("max_tokens")).isEqualTo(500);
        assertThat(body.getDouble("temperature")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-1@20250805, claude-opus-4-1",
        "us.anthropic.claude-opus-4-1-20250805-v1:0, claude-opus-4-1",
        "anthropic/claude-3.5-sonnet, claude-3-5-sonnet",
        "claude-opus-4-8-thinking, claude-opus-4-8",
        "claude-sonnet-4-20250514, claude-sonnet-4",
        "Claude-Sonnet-4-0, claude-sonnet-4-0",
        "glm-5, glm-5",
    })
    void aModelIsKnownUnderAllItsNames(String model, String family) {
        assertThat(ClaudeModels.family(model)).isEqualTo(family);
    }

    @Test
    void modelsNobodyHasToldAboutAreTreatedAsTheNewest() {
        ClaudeModels models = ClaudeModels.documented();
        assertThat(models.of("claude-opus-9").sampling()).isEqualTo(SamplingRule.REFUSED);
        assertThat(models.of("claude-opus-9").limited(1_000_000)).isEqualTo(1_000_000);
        assertThat(models.of("kimi-k3").sampling()).isEqualTo(SamplingRule.FREE);
        assertThat(models.of("claude-opus-4-1-20250805").sampling()).isEqualTo(SamplingRule.EXCLUSIVE);
        assertThat(models.of("claude-3-opus-20240229").maxOutput()).isEqualTo(4_096);
        assertThat(models.of("claude-3-7-sonnet-latest").thinks(ThinkingType.ENABLED))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, INVALID_REQUEST, false",
        "401, authentication_error, UPSTREAM_AUTH, true",
        "402, billing_error, BILLING, true",
        "403, permission_error, UPSTREAM_AUTH, true",
        "404, not_found_error, NOT_FOUND, true",
        "408, '', TIMEOUT, true",
        "409, conflict, CONFLICT, true",
        "413, request_too_large, TOO_LARGE, false",
        "422, unprocessable, INVALID_REQUEST, false",
        "429, rate_limit_error, RATE_LIMITED, true",
        "500, api_error, UPSTREAM_UNAVAILABLE, true",
        "503, api_error, OVERLOADED, true",
        "504, timeout_error, TIMEOUT, true",
        "529, overloaded_error, OVERLOADED, true",
    })
    @DisplayName("H111: every error means what Anthropic says it does, and never that the client's key is wrong")
    void everyErrorIsAFault(int status, String type, FaultKind kind, boolean retryable) {
        Fault fault = Claude.codec()
                .fault(
                        Answers.head(status, "retry-after", "7"),
                        Buffer.buffer("{\"type\":\"error\",\"error\":{\"type\":\"" + type
                                + "\",\"message\":\"why, at llm.example.com\"},\"request_id\":\"req_1\"}"));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryable()).isEqualTo(retryable);
        assertThat(fault.message()).isEqualTo("why, at [redacted]");
        assertThat(fault.upstreamStatus()).isEqualTo(status);
        assertThat(fault.retryAfter())
                .isEqualTo(kind.retryable() || kind == FaultKind.BILLING ? Duration.ofSeconds(7) : null);
    }

    @Test
    @DisplayName("H109: a spending limit is no rate limit, whatever its status says")
    void aSpendingLimitIsNoRateLimit() {
        Fault fault = Claude.codec()
                .fault(
                        Answers.head(429),
                        Buffer.buffer("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\","
                                + "\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}"));
        assertThat(fault.kind()).isEqualTo(FaultKind.BILLING);
        assertThat(Claude.codec()
                        .fault(
                                Answers.head(400),
                                Buffer.buffer("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                                        + "\"message\":\"Your credit balance is too low to access the API.\"}}"))
                        .kind())
                .isEqualTo(FaultKind.BILLING);
    }

    @Test
    void tooLongAPromptIsToldAsSuch() {
        for (String message : List.of(
                "prompt is too long: 209115 tokens > 200000 maximum",
                "input length and `max_tokens` exceed context limit: 1 + 2 > 3")) {
            Fault fault = Claude.codec()
                    .fault(
                            Answers.head(400),
                            Buffer.buffer(
                                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
                                            + message + "\"}}"));
            assertThat(fault.kind()).isEqualTo(FaultKind.CONTEXT_LENGTH);
            assertThat(fault.message()).isEqualTo(message);
        }
    }

    @Test
    @DisplayName("H110: without a time to wait, the reset of the exhausted limit is one")
    void theResetOfTheExhaustedLimitIsAWait() {
        Fault fault = Claude.codec()
                .fault(
                        Answers.head(
                                429,
                                "anthropic-ratelimit-requests-remaining",
                                "5",
                                "anthropic-ratelimit-requests-reset",
                                "2026-11-24T12:10:00Z",
                                "anthropic-ratelimit-input-tokens-remaining",
                                "0",
                                "anthropic-ratelimit-input-tokens-reset",
                                "2026-11-24T12:00:30Z"),
                        Buffer.buffer(
                                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}"));
        assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Claude.codec()
                        .fault(
                                Answers.head(429, "anthropic-ratelimit-unified-reset", "1795521660"),
                                Buffer.buffer("{}"))
                        .retryAfter())
                .isEqualTo(Duration.between(Claude.NOW, Instant.ofEpochSecond(1795521660)));
    }

    @Test
    @DisplayName("H114: an error in any other form is one")
    void errorsOfProxiesAreRead() {
        for (String body :
                List.of("<html>", "", "[{\"error\":{\"message\":\"m\"}}]", "{\"error\":\"m\"}", "{\"error")) {
            assertThat(Claude.codec()
                            .fault(Answers.head(502), Buffer.buffer(body))
                            .kind())
                    .isEqualTo(FaultKind.UPSTREAM_UNAVAILABLE);
        }
        assertThat(Claude.codec()
                        .fault(Answers.head(429, "content-encoding", "zstd"), Buffer.buffer("x"))
                        .kind())
                .isEqualTo(FaultKind.RATE_LIMITED);
    }
}
