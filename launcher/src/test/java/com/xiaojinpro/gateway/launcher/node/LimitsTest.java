package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits as a client meets them, on one whole node. */
@Timeout(60)
class LimitsTest {
    private ScriptedUpstream upstream;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        upstream.close();
    }

    @Test
    void openAisClientsReadWhichLimitAndWhen() throws Exception {
        node = node("limits = { requests_per_minute = 1000, requests_per_day = 2 }");
        upstream.on("m", OpenAiScript.words("m", "a", "b").stream(), OpenAiScript.words("m", "c").stream());
        assertThat(chat()).startsWith("HTTP/1.1 200").contains("x-ratelimit-remaining-requests: 1\r\n");
        assertThat(chat()).contains("x-ratelimit-remaining-requests: 0\r\n");
        assertThat(chat())
                .startsWith("HTTP/1.1 429")
                .contains(
                        "x-ratelimit-limit-requests: 2\r\n",
                        "x-ratelimit-remaining-requests: 0\r\n",
                        "x-ratelimit-reset-requests: ",
                        "retry-after: ",
                        "x-xjp-limit: key:requests_per_day\r\n",
                        "\"type\":\"rate_limit_exceeded\"",
                        "\"code\":\"requests_per_day_exceeded\"");
        assertThat(node.manage("/metrics").body())
                .contains("xjp_limit_refusals_total{limit=\"requests_per_day\",reason=\"used_up\",scope=\"key\"} 1.0");
    }

    @Test
    void anthropicsClientsReadWhichLimitAndWhen() throws Exception {
        node = node("tenant = \"team\"\n[tenants.team]\nlimits = { requests_per_minute = 1 }");
        upstream.on("m", OpenAiScript.words("m", "a").stream());
        assertThat(messages())
                .startsWith("HTTP/1.1 200")
                .contains("anthropic-ratelimit-requests-limit: 1\r\n", "anthropic-ratelimit-requests-remaining: 0\r\n");
        assertThat(messages())
                .startsWith("HTTP/1.1 429")
                .contains(
                        "anthropic-ratelimit-requests-reset: 2",
                        "retry-after: ",
                        "x-xjp-limit: tenant:requests_per_minute\r\n",
                        "\"type\":\"rate_limit_error\"",
                        "\"error_code\":\"requests_per_minute_exceeded\"");
    }

    /** H109: an empty purse is no rate, and no pause fills it. */
    @Test
    void anEmptyPurseIsToldApartFromARate() throws Exception {
        node = node("limits = { budget_micros_per_month = 0 }");
        assertThat(chat())
                .startsWith("HTTP/1.1 429")
                .contains("\"code\":\"insufficient_quota\"", "x-should-retry: false\r\n", "budget_micros_per_month");
        assertThat(messages())
                .startsWith("HTTP/1.1 402")
                .contains(
                        "\"type\":\"billing_error\"",
                        "\"error_code\":\"budget_micros_per_month_exceeded\"",
                        "x-should-retry: false\r\n");
    }

    @Test
    void aCallThatFailsCostsNothing() throws Exception {
        node = node("limits = { requests_per_day = 5, output_tokens_per_minute = 4000 }");
        upstream.on(
                "m",
                OpenAiScript.failure(400, "invalid_request_error", null, "no"),
                OpenAiScript.words("m", "a").stream());
        assertThat(chat()).startsWith("HTTP/1.1 400");
        assertThat(chat()).startsWith("HTTP/1.1 200").contains("x-ratelimit-remaining-requests: 4\r\n");
    }

    @Test
    void aClientThatLeavesGivesItsPlaceBackAndOwesWhatItGot() throws Exception {
        node = node("limits = { concurrent_requests = 1, tokens_per_minute = 100000 }");
        upstream.on("m", OpenAiScript.chat("m").text("one").stall(), OpenAiScript.words("m", "a").stream());
        try (SseClient open = SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat("m", true))) {
            open.awaitText("one");
            assertThat(chat())
                    .startsWith("HTTP/1.1 429")
                    .contains("concurrent_requests_exceeded", "x-xjp-limit: key:concurrent_requests\r\n");
            open.leave();
            upstream.awaitExchange().awaitDisconnected();
        }
        Awaitable.until(() -> chatNow().startsWith("HTTP/1.1 200"));
    }

    @Test
    void aStreamThatBreaksOffIsChargedWhatCameOfIt() throws Exception {
        // An answer of unknown length reserves 1024 tokens; the limit has room for one of them.
        node = node("limits = { output_tokens_per_minute = 1500 }");
        upstream.on("m", OpenAiScript.chat("m").text("a few words").cut(), OpenAiScript.words("m", "a").stream());
        assertThat(chat()).contains("x-ratelimit-remaining-tokens: 476\r\n", "\"error\"");
        String second = chat();
        assertThat(second).startsWith("HTTP/1.1 200");
        String header = second.toLowerCase(Locale.ROOT).split("x-ratelimit-remaining-tokens: ")[1];
        assertThat(Long.parseLong(header.substring(0, header.indexOf('\r')))).isBetween(476L - 20, 475L);
    }

    private String chat() throws Exception {
        try (SseClient client = SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat("m", true))) {
            return client.readAll();
        }
    }

    private String chatNow() {
        try {
            return chat();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String messages() throws Exception {
        try (SseClient client = SseClient.post(
                node.port(),
                "/v1/messages",
                SseClient.chat("m", true).replace("{\"model\"", "{\"max_tokens\":100,\"model\""))) {
            return client.readAll();
        }
    }

    private TestNode node(String keyAndTenant) throws Exception {
        return TestNode.start("", """
                %s
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.m]
                primary = { provider = "up", model = "m" }
                """.formatted(keyAndTenant, upstream.url()));
    }
}
