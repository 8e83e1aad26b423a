package com.xiaojinpro.gateway.connector.clewdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.EventLines;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Clewdr of the operator's own as a provider. */
class ClewdrTypeTest {
    private static final Target TARGET = new Target("clewdr", "claude-opus-5", null, null, Timeouts.DEFAULT);

    private static HttpCodec codec(String mode) {
        MapSettings settings =
                new MapSettings(Map.of("accept_account_risk", true, "api_key", "the-password-of-clewdr", "mode", mode));
        HttpCodec codec = (HttpCodec) new ClewdrType().create(new ProviderConfig("clewdr", "clewdr", settings));
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        return codec;
    }

    private static UnifiedRequestBuilder greeting() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("asked")
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))));
    }

    @Test
    void itIsOffUntilTheOperatorAcceptsTheRisk() {
        for (Map<String, Object> values : List.of(
                Map.<String, Object>of("api_key", "the-password-of-clewdr"),
                Map.<String, Object>of("api_key", "the-password-of-clewdr", "accept_account_risk", false))) {
            MapSettings settings = new MapSettings(values);
            new ClewdrType().create(new ProviderConfig("clewdr", "clewdr", settings));
            assertThat(settings.problems())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("accept_account_risk = true", "terms");
        }
        MapSettings without = new MapSettings(new LinkedHashMap<>(Map.of("accept_account_risk", true)));
        new ClewdrType().create(new ProviderConfig("clewdr", "clewdr", without));
        assertThat(without.problems()).hasSize(1).first().asString().startsWith("api_key");
    }

    @Test
    @DisplayName("H104: the native surface is asked, and always for a stream: a greeting would get a canned answer")
    void theNativeSurfaceIsAskedForAStream() {
        UpstreamRequest code = codec("code").encode(greeting().build(), TARGET, CallContext.NONE);
        assertThat(code.url()).isEqualTo("http://127.0.0.1:8484/code/v1/messages");
        assertThat(code.headers()).containsEntry("x-api-key", "the-password-of-clewdr");
        assertThat(new JsonObject(code.body()).getBoolean("stream")).isTrue();
        UpstreamRequest web = codec("web").encode(greeting().build(), TARGET, CallContext.NONE);
        assertThat(web.url()).isEqualTo("http://127.0.0.1:8484/v1/messages");
    }

    @Test
    void onlyCodeModeCounts() {
        assertThat(codec("code").performs(Operation.COUNT_TOKENS)).isTrue();
        assertThat(codec("web").performs(Operation.COUNT_TOKENS)).isFalse();
        assertThat(codec("web").performs(Operation.GENERATE)).isTrue();
        assertThat(codec("code")
                        .encode(greeting().operation(Operation.COUNT_TOKENS).build(), TARGET, CallContext.NONE)
                        .url())
                .isEqualTo("http://127.0.0.1:8484/code/v1/messages/count_tokens");
    }

    @Test
    void whatWebModeCannotDoIsAnotherTargets() {
        UnifiedMessage call = UnifiedMessage.of(
                Role.ASSISTANT, List.of(new ContentPart.ToolCall("a", "f", "{}", false, null, null, Extras.NONE)));
        UnifiedMessage document = UnifiedMessage.of(
                Role.USER,
                List.of(new ContentPart.Document(
                        new MediaSource.Url("https://e.com/d.pdf"), null, null, null, null, Extras.NONE)));
        ToolSpec tool = new ToolSpec.Function("f", null, null, null, null, Extras.NONE);
        List<UnifiedRequest> refused = List.of(
                greeting().tools(List.of(tool)).build(),
                greeting().messages(List.of(call)).build(),
                greeting().messages(List.of(document)).build());
        for (UnifiedRequest request : refused) {
            assertThatThrownBy(() -> codec("web").encode(request, TARGET, CallContext.NONE))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            fault -> assertThat(fault.fault().retryable()).isTrue());
            assertThat(codec("code")
                            .encode(request, TARGET, CallContext.NONE)
                            .body()
                            .length())
                    .isPositive();
        }
        assertThat(codec("web")
                        .encode(
                                greeting()
                                        .tools(List.of(tool))
                                        .toolChoice(new ToolChoice.None())
                                        .build(),
                                TARGET,
                                CallContext.NONE)
                        .body()
                        .length())
                .isPositive();
    }

    @Test
    void imagesAreFetchedForWebMode() {
        ContentPart image = new ContentPart.Image(new MediaSource.Url("https://e.com/i"), null, null, Extras.NONE);
        assertThat(codec("web").fetches(image, "https://e.com/i", TARGET)).isFalse();
        assertThat(codec("code").fetches(image, "https://e.com/i", TARGET)).isTrue();
    }

    @Test
    @DisplayName("H74: web mode's usage is an estimate, ours where it tells nothing")
    void theUsageOfWebModeIsAnEstimate() {
        String body =
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"i\",\"model\":\"m\","
                        + "\"content\":[],\"usage\":{\"input_tokens\":9,\"output_tokens\":0}}}\n\n"
                        + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                        + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"eight ch\"}}\n\n"
                        + "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
                        + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":0}}\n\n"
                        + "data: {\"type\":\"message_stop\"}\n\n";
        assertThat(EventLines.of(Answers.decode(codec("web"), "text/event-stream", body)))
                .contains("usage 9/2 ESTIMATED")
                .endsWith("end STOP (end_turn)");
        assertThat(EventLines.of(Answers.decode(codec("code"), "text/event-stream", body)))
                .contains("usage 9/0");
        String cut = body.substring(0, body.indexOf("data: {\"type\":\"message_stop"));
        assertThat(Answers.fault(Answers.decode(codec("web"), "text/event-stream", cut))
                        .kind())
                .isEqualTo(FaultKind.STREAM_INCOMPLETE);
    }

    @ParameterizedTest
    @CsvSource({
        "500, no_cookie_available, OVERLOADED, true",
        "504, too_many_retries, OVERLOADED, true",
        "400, invalid_cookie, OVERLOADED, true",
        "403, claude_http_error, OVERLOADED, true",
        "429, claude_http_error, OVERLOADED, true",
        "502, wreq_error, OVERLOADED, true",
        "401, invalid_auth, UPSTREAM_AUTH, true",
        "400, bad_request, INVALID_REQUEST, false",
        "400, invalid_request_error, INVALID_REQUEST, false",
        "404, not_found, NOT_FOUND, true",
    })
    void whatIsWrongWithItsAccountsIsALackOfCapacity(int status, String type, FaultKind kind, boolean retryable) {
        String body = "{\"error\":{\"message\":\"cookie sk-ant-sid01-secret\",\"type\":\"" + type + "\",\"code\":"
                + status + "}}";
        Fault fault = codec("code").fault(Answers.head(status), Buffer.buffer(body));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.retryable()).isEqualTo(retryable);
        if (kind == FaultKind.OVERLOADED) {
            assertThat(fault.message()).doesNotContain("cookie");
        }
    }

    @Test
    void anErrorWithASuccessStatusIsALackOfCapacityToo() {
        String body = "{\"error\":{\"message\":{\"x\":1},\"type\":\"no_cookie_available\",\"code\":500}}";
        assertThat(Answers.fault(Answers.decode(codec("code"), "application/json", body))
                        .kind())
                .isEqualTo(FaultKind.OVERLOADED);
    }

    @Test
    void theClientsOwnBetasStayWithTheGateway() {
        UnifiedRequest own = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("m")
                .body(Buffer.buffer("{\"model\":\"m\",\"messages\":[]}"))
                .build();
        UpstreamRequest asked = codec("code")
                .encode(own, TARGET, new CallContext("r", "t", Map.of("anthropic-beta", "context-1m-2025-08-07")));
        assertThat(asked.headers()).doesNotContainKey("anthropic-beta");
        assertThat(asked.dropped()).containsExactly("anthropic-beta.context-1m-2025-08-07");
    }
}
