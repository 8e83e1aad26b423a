package com.xiaojinpro.gateway.conformance;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One gateway with scripted providers behind it, for the tests of a class. Tests keep out of each other's way by asking for
 * models of their own. All SDK clients validate what they read against their own types.
 */
final class Stage implements BeforeAllCallback, AfterAllCallback {
    static final String KEY = "sk-conformance-0123456789";
    /** May use the models of one provider only. */
    static final String NARROW_KEY = "sk-narrow-0123456789";

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** How long an upstream may be silent before the gateway gives it up. */
    static final Duration UPSTREAM_IDLE = Duration.ofMillis(500);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private ScriptedUpstream upstream;
    private Gateway gateway;

    @Override
    public void beforeAll(ExtensionContext context) {
        upstream = ScriptedUpstream.start();
        gateway = Gateway.start(config(upstream.url()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        gateway.close();
        upstream.close();
    }

    static String config(String upstreamUrl) {
        return """
                [server]
                port = 0
                shutdown_grace_ms = 0
                max_body_bytes = 8388608
                [management]
                enabled = false
                [[auth.keys]]
                name = "conformance"
                key = "%s"
                [[auth.keys]]
                name = "narrow"
                key = "%s"
                models = ["compatible/*"]
                [providers.compatible]
                type = "openai-compatible"
                base_url = "%s/compatible/v1"
                api_key = "the-compatible-credential"
                [providers.openrouter]
                type = "openrouter"
                base_url = "%s/openrouter/api/v1"
                api_key = "the-openrouter-credential"
                [providers.anthropic]
                type = "anthropic"
                base_url = "%s/anthropic"
                api_key = "the-anthropic-credential"
                models."*".structured_output = true
                [providers.gemini]
                type = "gemini"
                base_url = "%s/gemini"
                api_key = "the-gemini-credential"
                fetch_urls = true
                [models."compatible/*"]
                primary = { provider = "compatible", model = "*" }
                timeouts_ms = { first_content = 5000, idle = %d }
                [models."openrouter/*"]
                primary = { provider = "openrouter", model = "*" }
                timeouts_ms = { first_content = 5000, idle = %d }
                [models."anthropic/*"]
                primary = { provider = "anthropic", model = "*" }
                timeouts_ms = { first_content = 5000, idle = %d }
                [models."gemini/*"]
                primary = { provider = "gemini", model = "*" }
                timeouts_ms = { first_content = 5000, idle = %d }
                [models."listed"]
                primary = { provider = "compatible", model = "unlisted" }
                [models."another"]
                primary = { provider = "compatible", model = "another" }
                [models."with-fallback"]
                primary = { provider = "compatible", model = "first-choice" }
                fallbacks = [{ provider = "openrouter", model = "second-choice" }]
                """.formatted(
                        KEY,
                        NARROW_KEY,
                        upstreamUrl,
                        upstreamUrl,
                        upstreamUrl,
                        upstreamUrl,
                        UPSTREAM_IDLE.toMillis(),
                        UPSTREAM_IDLE.toMillis(),
                        UPSTREAM_IDLE.toMillis(),
                        UPSTREAM_IDLE.toMillis());
    }

    ScriptedUpstream upstream() {
        return upstream;
    }

    Gateway gateway() {
        return gateway;
    }

    /** A model of no other test, answered by this provider with this answer. */
    String model(Backend backend, Answer... answers) {
        String model = newModel();
        AtomicInteger next = new AtomicInteger();
        upstream.answer(
                model,
                request -> backend.play(model, answers[Math.min(next.getAndIncrement(), answers.length - 1)], request));
        return backend.route(model);
    }

    /** A model of no other test, answered with these scripts. */
    String model(Backend backend, Script... scripts) {
        String model = newModel();
        upstream.on(model, scripts);
        return backend.route(model);
    }

    String newModel() {
        return "m" + NUMBERS.incrementAndGet();
    }

    /** The provider's own name of a routed model. */
    static String upstreamModel(String route) {
        return route.substring(route.indexOf('/') + 1);
    }

    /** The requests the providers got for a routed model. */
    List<RecordedRequest> requests(String route) {
        String model = upstreamModel(route);
        return upstream.requests().stream()
                .filter(request -> model.equals(request.model()))
                .toList();
    }

    /** The body of the last request the providers got for a routed model. */
    JsonNode lastBody(String route) {
        return json(requests(route).getLast().bodyText());
    }

    /** What the last of these requests said to the provider. */
    Seen lastSeen(Backend backend, String route) {
        return backend.seen(requests(route).getLast());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OpenAIClient openAi() {
        return openAi(KEY, 0, new NotedWaits());
    }

    OpenAIClient openAi(String key, int retries, NotedWaits waits) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl() + "/v1")
                .apiKey(key)
                .maxRetries(retries)
                .sleeper(waits)
                .timeout(TIMEOUT)
                .responseValidation(true)
                .build();
    }

    AnthropicClient anthropic() {
        return anthropic(KEY, 0, new NotedWaits());
    }

    AnthropicClient anthropic(String key, int retries, NotedWaits waits) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(gateway.baseUrl())
                .apiKey(key)
                .maxRetries(retries)
                .sleeper(waits.forAnthropic())
                .timeout(TIMEOUT)
                .responseValidation(true)
                .build();
    }
}
