package com.xiaojinpro.gateway.connector.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.HttpCodec;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The settings of the provider. */
class GeminiTypeTest {
    private static final UnifiedRequest REQUEST = new UnifiedRequestBuilder(Answers.streaming())
            .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
            .build();

    private static HttpCodec create(MapSettings settings) {
        return (HttpCodec) new GeminiType().create(new ProviderConfig("g", "gemini", settings));
    }

    @Test
    void aKeyIsEnough() {
        MapSettings settings = new MapSettings(Map.of("api_key", "k-1"));
        HttpCodec codec = create(settings);
        assertThat(settings.problems()).isEmpty();
        assertThat(codec.credentials()).isNull();
        // What is at Google is fetched there, all else by the gateway (H92).
        assertThat(codec.fetches(ContentPart.Text.of(""), "gs://b/a.png", Answers.TARGET))
                .isTrue();
        assertThat(codec.fetches(ContentPart.Text.of(""), "https://x.example/gs://a.png", Answers.TARGET))
                .isFalse();
        var sent = codec.encode(REQUEST, Answers.TARGET, GeminiCodecs.TENANT);
        assertThat(sent.url())
                .isEqualTo("https://generativelanguage.googleapis.com/v1beta/models/asked-model:"
                        + "streamGenerateContent?alt=sse");
        assertThat(sent.headers()).containsEntry("x-goog-api-key", "k-1");
    }

    @Test
    void everythingElseCanBeSaid() {
        MapSettings settings = new MapSettings(Map.ofEntries(
                Map.entry("api_key", "k-1"),
                Map.entry("base_url", "http://proxy.example:8080/gemini"),
                Map.entry("api_version", "v1"),
                Map.entry("headers", Map.of("X-Team", "a")),
                Map.entry("call_ids", false),
                Map.entry("stream_arguments", true),
                Map.entry("fetch_urls", true),
                Map.entry("safety", Map.of("HARM_CATEGORY_HARASSMENT", "OFF")),
                Map.entry("thinking", Map.of("m", "none")),
                Map.entry("features", Map.of("m", "system")),
                Map.entry("max_event_mib", 1L)));
        HttpCodec codec = create(settings);
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        var sent = codec.encode(REQUEST, Answers.TARGET, GeminiCodecs.TENANT);
        assertThat(codec.fetches(ContentPart.Text.of(""), "https://x.example/a.png", Answers.TARGET))
                .isTrue();
        assertThat(sent.url()).startsWith("http://proxy.example:8080/gemini/v1/models/");
        assertThat(sent.headers()).containsEntry("x-team", "a");
        assertThat(sent.body().toString()).contains("HARM_CATEGORY_HARASSMENT").doesNotContain("streamFunction");
    }

    @Test
    void everyProblemIsReported() {
        MapSettings settings =
                new MapSettings(Map.of("api_version", "v1/../x", "safety", Map.of("harassment", "sometimes")));
        create(settings);
        assertThat(settings.problems())
                .anyMatch(problem -> problem.startsWith("api_key: there is no key"))
                .anyMatch(problem -> problem.startsWith("api_version:"))
                .anyMatch(problem -> problem.startsWith("safety: 'harassment' is not understood"))
                .hasSize(3);
    }
}
