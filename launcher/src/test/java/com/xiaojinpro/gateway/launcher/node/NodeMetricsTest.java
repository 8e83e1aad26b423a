package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener;
import com.xiaojinpro.gateway.ingress.limits.LimitScope;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the metrics say after calls of every outcome, and that no client can make them say more. */
@Timeout(60)
class NodeMetricsTest {
    private static final String CALLS = "xjp_requests_total{dialect=\"%s\",outcome=\"%s\",route=\"%s\"}";
    private static final String ATTEMPTS = "xjp_upstream_attempts_total{outcome=\"%s\",provider=\"%s\"}";
    private static final String TOKENS = "xjp_tokens_total{kind=\"%s\",route=\"m\"}";

    private ScriptedUpstream upstream;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start();
        node = TestNode.start("client_stall_timeout_ms = 1500", """
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [providers.echo]
                type = "echo"
                [models.m]
                primary = { provider = "up", model = "m" }
                [models."any-*"]
                primary = { provider = "up", model = "m" }
                fallbacks = [{ provider = "echo", model = "echo" }]
                """.formatted(upstream.url()));
    }

    @AfterEach
    void stop() {
        node.close();
        upstream.close();
    }

    @Test
    void aWholeAnswerIsCountedWithItsTokensAndTimes() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").finish("stop").usage(100, 30, 20, 5).stream());
        assertThat(call("m")).contains("[DONE]");
        node.awaitMetric(CALLS.formatted("openai_chat", "completed", "m"), 1);
        assertThat(node.metric(ATTEMPTS.formatted("committed", "up"))).isEqualTo(1);
        assertThat(node.metric(TOKENS.formatted("cache_read"))).isEqualTo(30);
        assertThat(node.metric(TOKENS.formatted("input"))).isEqualTo(100);
        assertThat(node.metric(TOKENS.formatted("output"))).isEqualTo(20);
        assertThat(node.metric(TOKENS.formatted("reasoning"))).isEqualTo(5);
        String labels = "{dialect=\"openai_chat\",outcome=\"completed\",route=\"m\"}";
        assertThat(node.metric("xjp_request_duration_seconds_count" + labels)).isEqualTo(1);
        assertThat(node.metric("xjp_time_to_first_token_seconds_count" + labels))
                .isEqualTo(1);
        assertThat(node.metric("xjp_gateway_overhead_seconds_count")).isEqualTo(1);
        assertThat(node.metric("xjp_open_streams")).isZero();
    }

    @Test
    void aProviderThatFailsIsCountedAndSoIsWhatReplacedIt() throws Exception {
        upstream.on("m", Script.json(503, "{\"error\":{\"message\":\"busy\"}}"));
        assertThat(call("m")).startsWith("HTTP/1.1 503");
        assertThat(call("any-thing")).contains("echo:", " hi", "[DONE]");
        node.awaitMetric(CALLS.formatted("openai_chat", "completed", "any-*"), 1);
        assertThat(node.metric(CALLS.formatted("openai_chat", "failed", "m"))).isEqualTo(1);
        assertThat(node.metric(ATTEMPTS.formatted("overloaded", "up"))).isEqualTo(2);
        assertThat(node.metric(ATTEMPTS.formatted("committed", "echo"))).isEqualTo(1);
        // The echo provider counts words, and is not upstream of anything: it says nothing of the gateway's own time.
        assertThat(node.metric("xjp_gateway_overhead_seconds_count")).isZero();
    }

    @Test
    void aBrokenAnswerAndAClientThatLeavesAreNoWholeAnswers() throws Exception {
        upstream.on(
                "m",
                OpenAiScript.chat("m").text("one").cut(),
                OpenAiScript.chat("m").text("one").stall(),
                OpenAiScript.chat("m").stall());
        assertThat(call("m")).contains("one", "\"error\"").doesNotContain("[DONE]");
        node.awaitMetric(CALLS.formatted("openai_chat", "broken", "m"), 1);
        SseClient leaving = SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat("m", true));
        leaving.awaitText("one");
        assertThat(node.metric("xjp_open_streams")).isEqualTo(1);
        leaving.leave();
        node.awaitMetric(CALLS.formatted("openai_chat", "client_gone", "m"), 1);
        upstream.awaitExchange();
        upstream.awaitExchange();
        SseClient early = SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat("any-body", true));
        upstream.awaitExchange();
        early.leave();
        node.awaitMetric(ATTEMPTS.formatted("abandoned", "up"), 1);
        assertThat(node.metric(CALLS.formatted("openai_chat", "completed", "m")))
                .isZero();
        node.awaitMetric("xjp_open_streams", 0);
    }

    @Test
    void noTextOfAClientBecomesALabel() throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one").stream());
        for (String model : new String[] {"m", "any-thing", "any-other", "made-up-name", "\\n\\\"{}"}) {
            call(model);
        }
        try (SseClient anthropic = SseClient.post(node.port(), "/v1/messages", "{\"model\":\"made-up-name\"}")) {
            anthropic.readAll();
        }
        node.awaitMetric(CALLS.formatted("anthropic_messages", "refused", "none"), 1);
        assertThat(node.metric(CALLS.formatted("openai_chat", "refused", "none")))
                .isEqualTo(2);
        assertThat(node.metric(CALLS.formatted("openai_chat", "completed", "any-*")))
                .isEqualTo(2);
        Set<String> outcomes = words(Outcome.values());
        Set<String> attempts = new HashSet<>(words(FaultKind.values()));
        attempts.addAll(Set.of("committed", "abandoned"));
        outcomes.addAll(attempts);
        outcomes.addAll(Set.of("reached", "unreached"));
        outcomes.addAll(words(IdempotencyListener.Decision.values()));
        outcomes.addAll(words(IdempotencyListener.Ending.values()));
        Map<String, Set<String>> closed = new HashMap<>();
        closed.put("route", Set.of("none", "m", "any-*"));
        closed.put("provider", Set.of("up", "echo"));
        closed.put("dialect", words(Dialect.values()));
        closed.put("outcome", outcomes);
        closed.put("scope", words(LimitScope.values()));
        closed.put("limit", limits());
        closed.put("reason", Set.of("used_up", "unavailable"));
        closed.put("kind", Set.of("input", "cache_read", "cache_write", "output", "reasoning"));
        Pattern label = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
        for (String line : node.metrics()) {
            Matcher labels = label.matcher(line);
            while (labels.find()) {
                if (!labels.group(1).equals("le")) {
                    assertThat(closed).as(line).containsKey(labels.group(1));
                    assertThat(closed.get(labels.group(1))).as(line).contains(labels.group(2));
                }
            }
        }
    }

    private String call(String model) throws Exception {
        try (SseClient client = SseClient.post(node.port(), "/v1/chat/completions", SseClient.chat(model, true))) {
            return client.readAll();
        }
    }

    private static Set<String> limits() {
        Set<String> words = new HashSet<>();
        Arrays.stream(LimitKind.values()).forEach(kind -> words.add(kind.word()));
        return words;
    }

    private static Set<String> words(Enum<?>[] values) {
        Set<String> words = new HashSet<>();
        Arrays.stream(values).forEach(value -> words.add(value.name().toLowerCase(Locale.ROOT)));
        return words;
    }
}
