package com.xiaojinpro.gateway.connector.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ProviderConfig;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.ProviderType;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.RandomIds;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.MaxTokensField;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ReasoningStyle;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.ToolIdForm;
import com.xiaojinpro.gateway.connector.contract.Answers;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibleTypeTest {

    private static CompatibleCodec create(MapSettings settings) {
        return (CompatibleCodec) new CompatibleType().create(new ProviderConfig("p", "openai-compatible", settings));
    }

    private static UpstreamRequest encode(CompatibleCodec codec, CallContext context) {
        return codec.encode(Answers.streaming(), Answers.TARGET, context);
    }

    @Test
    void itIsFoundByItsName() {
        assertThat(ServiceLoader.load(ProviderType.class).stream()
                        .map(type -> type.get().name()))
                .contains("openai-compatible", "openrouter");
    }

    @Test
    @DisplayName("H116: a request carries what the operator configured, and nothing of the client's")
    void aConfiguredServer() {
        MapSettings settings = new MapSettings(Map.of(
                "base_url",
                "http://127.0.0.1:9000/v1",
                "api_key",
                "k-123",
                "headers",
                Map.of("X-Team", "red"),
                "query",
                Map.of("api-version", "2025 01")));
        UpstreamRequest request = encode(
                create(settings),
                new CallContext(
                        "req-1", "", Map.of("anthropic-beta", "x", "x-session-id", "s", "authorization", "client")));
        assertThat(request.url()).isEqualTo("http://127.0.0.1:9000/v1/chat/completions?api-version=2025+01");
        assertThat(request.headers())
                .isEqualTo(Map.of(
                        "content-type", "application/json",
                        "accept", "text/event-stream, application/json",
                        "accept-encoding", "identity",
                        "authorization", "Bearer k-123",
                        "x-team", "red"));
        assertThat(request.toString()).doesNotContain("k-123");
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
    }

    @Test
    void aKeyWhereTheServerWantsIt() {
        Map<String, String> azure = encode(
                        create(new MapSettings(
                                Map.of("base_url", "https://r.openai.azure.com/openai/v1", "api_key", "k"))),
                        CallContext.NONE)
                .headers();
        assertThat(azure).containsEntry("api-key", "k").doesNotContainKey("authorization");
        assertThat(encode(
                                create(new MapSettings(Map.of("base_url", "http://h", "auth", "none", "api_key", "k"))),
                                CallContext.NONE)
                        .headers())
                .doesNotContainKeys("authorization", "api-key");
        assertThat(encode(create(new MapSettings(Map.of("base_url", "http://h"))), CallContext.NONE)
                        .headers())
                .doesNotContainKey("authorization");
    }

    @Test
    void theRequestIdGoesOnWhereItIsWanted() {
        CallContext context = new CallContext("req-1", "", Map.of());
        assertThat(encode(create(new MapSettings(Map.of("base_url", "https://api.openai.com/v1"))), context)
                        .headers())
                .containsEntry("x-client-request-id", "req-1");
        assertThat(encode(create(new MapSettings(Map.of("base_url", "http://h"))), context)
                        .headers())
                .doesNotContainKey("x-client-request-id");
    }

    @Test
    void everyProblemIsReported() {
        MapSettings settings = new MapSettings(Map.of(
                "headers", Map.of("Host", "evil", "bad name", "x", "x-two", "a\nb"),
                "preset", "oracle",
                "efforts", List.of("low", "huge")));
        create(settings);
        assertThat(settings.problems())
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("base_url: "))
                .anyMatch(problem -> problem.startsWith("preset: "))
                .anyMatch(problem -> problem.contains("'huge'"))
                .anyMatch(problem -> problem.contains("'Host'"))
                .anyMatch(problem -> problem.contains("'bad name'"))
                .anyMatch(problem -> problem.contains("'x-two'"));
    }

    @ParameterizedTest
    @DisplayName("the host of a well-known service chooses its preset")
    @CsvSource({
        "https://api.openai.com/v1, openai",
        "https://name.openai.azure.com/openai/v1, azure",
        "https://name.services.ai.azure.com/openai/v1, azure",
        "https://api.deepseek.com, deepseek",
        "https://api.mistral.ai/v1, mistral",
        "https://api.groq.com/openai/v1, groq",
        "https://api.x.ai/v1, xai",
        "https://api.together.xyz/v1, together",
        "https://api.fireworks.ai/inference/v1, fireworks",
        "https://api.cerebras.ai/v1, cerebras",
        "https://api.perplexity.ai, perplexity",
        "https://generativelanguage.googleapis.com/v1beta/openai, gemini",
        "https://api.z.ai/api/paas/v4, zai",
        "https://dashscope.aliyuncs.com/compatible-mode/v1, dashscope",
        "https://api.openai.com.evil.example/v1, generic",
        "http://localhost:8000/v1, generic",
        "not a url, generic",
    })
    void theHostChoosesThePreset(String url, String preset) {
        assertThat(Presets.of(url)).isEqualTo(preset);
    }

    static List<String> presets() {
        return Presets.NAMES;
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetEncodesAndCanBeOverridden(String preset) {
        CompatibleCodec codec = create(new MapSettings(Map.of("base_url", "http://h", "preset", preset)));
        assertThat(encode(codec, CallContext.NONE).body().toString()).contains("\"model\":\"asked-model\"");
        CompatibleCodec changed = create(new MapSettings(Map.of(
                "base_url",
                "http://h",
                "preset",
                preset,
                "max_stop",
                9,
                "tool_ids",
                "any",
                "max_tokens_field",
                "auto")));
        assertThat(changed.switches().maxStop()).isEqualTo(9);
        assertThat(changed.switches().toolIds()).isEqualTo(ToolIdForm.ANY);
        assertThat(changed.switches().maxTokensField()).isEqualTo(MaxTokensField.AUTO);
    }

    @Test
    void everySwitchHasASetting() {
        MapSettings settings = new MapSettings(Map.ofEntries(
                Map.entry("base_url", "http://h"),
                Map.entry("stream_usage", false),
                Map.entry("developer_role", true),
                Map.entry("max_tokens_field", "max_completion_tokens"),
                Map.entry("parallel_tool_calls", false),
                Map.entry("tool_choice_required", false),
                Map.entry("strict_tools", false),
                Map.entry("json_output", "none"),
                Map.entry("reasoning_replay", "always"),
                Map.entry("reasoning_field", "reasoning"),
                Map.entry("reasoning_style", "chat_template_kwargs"),
                Map.entry("efforts", List.of("high", "low")),
                Map.entry("thinking_argument", "thinking"),
                Map.entry("string_content", true),
                Map.entry("null_content", "omit"),
                Map.entry("tool_media", true),
                Map.entry("unknown_fields", false),
                Map.entry("sends_done", false),
                Map.entry("done_without_reason", false),
                Map.entry("image_urls", false),
                Map.entry("file_urls", true),
                Map.entry("video_urls", true),
                Map.entry("max_stop", 4),
                Map.entry("max_temperature", 1),
                Map.entry("same_role_turns", false),
                Map.entry("late_system", false),
                Map.entry("reasoning_separate", true),
                Map.entry("cache_hints", "strip"),
                Map.entry("think_tags", true),
                Map.entry("tool_ids", "alnum9"),
                Map.entry("extra_sampling", true),
                Map.entry("user_field", "none"),
                Map.entry("seed_field", "random_seed"),
                Map.entry("assistant_images", true),
                Map.entry("tool_signatures", true),
                Map.entry("sampling", "never"),
                Map.entry("implied_effort", "low"),
                Map.entry("refused_fields", List.of("seed")),
                Map.entry("openai_fields", true),
                Map.entry("max_event_mib", 8)));
        ChatSwitches switches = create(settings).switches();
        assertThat(settings.problems()).isEmpty();
        assertThat(settings.unknown()).isEmpty();
        assertThat(switches.efforts()).containsExactly("low", "high");
        assertThat(switches.reasoningStyle()).isEqualTo(ReasoningStyle.CHAT_TEMPLATE_KWARGS);
        assertThat(switches.thinkingArgument()).isEqualTo("thinking");
        assertThat(switches.cacheHints()).isEqualTo(CacheHints.STRIP);
        assertThat(switches.maxTemperature()).isEqualTo(1.0);
        assertThat(switches).isNotEqualTo(new ChatSwitchesBuilder().build());
        ChatSwitches defaults = new ChatSwitchesBuilder().build();
        // Every component differs from its default, but for the list of another dialect's fields, which has no setting.
        for (var component : ChatSwitches.class.getRecordComponents()) {
            if (!component.getName().equals("foreignExtras")) {
                assertThat(value(component, switches)).as(component.getName()).isNotEqualTo(value(component, defaults));
            }
        }
    }

    private static Object value(java.lang.reflect.RecordComponent component, ChatSwitches switches) {
        try {
            Object value = component.getAccessor().invoke(switches);
            return value == null ? "null" : value;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void madeUpIdsAreRandomAndLong() {
        RandomIds ids = new RandomIds();
        assertThat(ids.get()).matches("[A-Za-z0-9]{24}").isNotEqualTo(ids.get());
    }
}
