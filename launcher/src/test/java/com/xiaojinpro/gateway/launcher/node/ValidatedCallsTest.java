package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are refused before any provider is asked. */
@Timeout(60)
class ValidatedCallsTest {
    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        gateway = TestGateway.start(Topology.ONE_NODE, """
                [[auth.keys]]
                name = "narrow"
                key = "narrow-key-1"
                models = ["other"]
                [validation]
                max_messages = 2
                max_output_tokens = 100
                json_depth = 20
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.m]
                primary = { provider = "up", model = "m" }
                """.formatted(upstream.url()));
    }

    @AfterEach
    void noProviderWasAsked() {
        gateway.close();
        assertThat(upstream.requests()).isEmpty();
        upstream.close();
    }

    @Test
    void aChatClientHearsOfEverythingAtOnce() {
        HttpResponse<String> refused = KeyedClient.chat(gateway.port(), "", """
                {"model":"m","max_completion_tokens":101,"temperature":3,"messages":[{"role":"user","content":"x"}]}""");
        JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error.getString("type")).isEqualTo("invalid_request_error");
        assertThat(error.getString("param")).isEqualTo("max_completion_tokens");
        assertThat(error.getString("code")).isEqualTo("invalid_value");
        assertThat(error.getString("message")).contains("'max_completion_tokens'", "'temperature'");
    }

    @Test
    void aMessagesClientHearsOfItInItsOwnForm() {
        HttpResponse<String> refused = KeyedClient.post(gateway.port(), "/v1/messages", TestGateway.KEY, "", """
                {"model":"m","max_tokens":101,"top_p":2,"messages":[{"role":"user","content":"x"}]}""");
        JsonObject body = new JsonObject(refused.body());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(body.getString("type")).isEqualTo("error");
        assertThat(body.getJsonObject("error").getString("type")).isEqualTo("invalid_request_error");
        assertThat(body.getJsonObject("error").getString("message")).contains("'max_tokens'", "'top_p'");
    }

    /** H121. */
    @Test
    void aBodyNestedTooDeepIsRefused() {
        String deep = "{\"model\":\"m\",\"messages\":[],\"x\":" + "[".repeat(20) + "]".repeat(20) + "}";
        HttpResponse<String> refused = KeyedClient.chat(gateway.port(), "", deep);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("nested deeper than 20 levels");
    }

    /** The rest of the body is no request at all, and nobody looks. */
    @Test
    void anUnknownOrForbiddenModelIsToldBeforeTheBodyIsRead() {
        HttpResponse<String> unknown = KeyedClient.chat(gateway.port(), "", """
                {"model":"nobody","stream":true,"messages":7,"temperature":"hot"}""");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("model_not_found");
        HttpResponse<String> forbidden =
                KeyedClient.post(gateway.port(), "/v1/chat/completions", "narrow-key-1", "", """
                        {"model":"m","stream":true,"messages":7,"temperature":"hot"}""");
        assertThat(forbidden.statusCode()).isEqualTo(403);
    }
}
