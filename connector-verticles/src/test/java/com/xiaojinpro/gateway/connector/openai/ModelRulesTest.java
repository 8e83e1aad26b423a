package com.xiaojinpro.gateway.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.connector.contract.MapSettings;
import com.xiaojinpro.gateway.connector.openai.ModelRules.Api;
import com.xiaojinpro.gateway.connector.openai.OpenAiCodec.ApiChoice;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of models, what an operator says of them, and what becomes of requests. */
class ModelRulesTest {
    private static final String BODY =
            "{\"model\":\"client\",\"temperature\":0.5,\"max_tokens\":10,\"logit_bias\":{\"1\":1},\"stop\":\"END\"}";

    private static ModelRules rules(String model, Map<String, Object> operator) {
        return ModelRuleBook.read(new MapSettings(Map.of("model_rules", operator)))
                .of(model);
    }

    private static Target target(String model) {
        return new Target("p", model, null, null, Timeouts.DEFAULT);
    }

    private static UnifiedRequestBuilder chat() {
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("client")
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .maxOutputTokens(10L)
                .stop(List.of("END"))
                .sampling(new Sampling(0.5, null, null, null, null, null, null, null, "{\"1\":1}", null, null));
    }

    private static UpstreamRequest encode(String model, UnifiedRequestBuilder request) {
        return OpenAiCodecs.of(ApiChoice.AUTO).encode(request.build(), target(model), CallContext.NONE);
    }

    @ParameterizedTest
    @DisplayName("the longest known beginning of a name tells the rules")
    @CsvSource({
        "gpt-4o-2024-08-06, EITHER, ALWAYS, ",
        "ft:gpt-4o-mini:acme, EITHER, ALWAYS, ",
        "gpt-4o-audio-preview, CHAT, ALWAYS, ",
        "o1, EITHER, NEVER, medium",
        "o3-pro, RESPONSES, NEVER, medium",
        "openai/gpt-5-mini, EITHER, NEVER, medium",
        "gpt-5-codex, RESPONSES, NEVER, medium",
        "gpt-5.1, EITHER, WITHOUT_REASONING, none",
        "gpt-5.6-sol, EITHER, WITHOUT_REASONING, ",
        "gpt-5.4-pro, RESPONSES, NEVER, ",
        "gpt-6.1-large, EITHER, NEVER, medium",
        "llama-4, EITHER, ALWAYS, "
    })
    void knownModels(String model, Api api, SamplingRule sampling, String implied) {
        ModelRules rules = rules(model, Map.of());
        assertThat(rules.api()).isEqualTo(api);
        assertThat(rules.sampling()).isEqualTo(sampling);
        assertThat(rules.impliedEffort()).isEqualTo(implied);
    }

    @Test
    @DisplayName("an operator's word goes before what is known, the longer name before the shorter")
    void theOperatorKnowsBetter() {
        Map<String, Object> operator = Map.of(
                "gpt-5*", Map.of("sampling", "always", "api", "chat"),
                "gpt-5-mini", Map.of("efforts", List.of("high", "low"), "refused_fields", List.of("seed")),
                "my-deployment", Map.of("like", "gpt-6", "implied_effort", "low", "reasoning", false));
        ModelRules mini = rules("gpt-5-mini", operator);
        assertThat(mini.sampling()).isEqualTo(SamplingRule.ALWAYS);
        assertThat(mini.api()).isEqualTo(Api.CHAT);
        assertThat(mini.efforts()).containsExactly("low", "high");
        assertThat(mini.refused()).containsExactly("seed");
        ModelRules deployment = rules("my-deployment", operator);
        assertThat(deployment.efforts()).contains("max");
        assertThat(deployment.impliedEffort()).isEqualTo("low");
        assertThat(deployment.reasoning()).isFalse();
        assertThat(rules("my-deployment-2", operator)).isEqualTo(ModelRules.UNKNOWN);
    }

    @Test
    void whatAnOperatorCannotMeanIsAProblem() {
        String text = """
                [[auth.keys]]
                name = "app"
                key = "app-key-0123456789"
                [models.m]
                primary = { provider = "p", model = "m" }
                [providers.p]
                type = "openai"
                api_key = "sk-1"
                [providers.p.model_rules."gpt-9*"]
                like = "claude"
                api = "soap"
                sampling = "maybe"
                efforts = ["huge"]
                effort = "x"
                """;
        ConfigOutcome outcome =
                new ConfigReader(Map.of(), path -> "").read(text, "xjp.toml", new ConfiguredProviders());
        assertThat(((ConfigOutcome.Refused) outcome).problems().text())
                .contains("nothing is known of 'claude'", "'soap'", "'maybe'", "'huge'", "unknown key");
    }

    @Test
    @DisplayName("H67, H83: a reasoning model's request says max_completion_tokens and nothing the model refuses")
    void aReasoningModel() {
        UpstreamRequest patched = encode("gpt-5", chat().body(Buffer.buffer(BODY)));
        assertThat(patched.url()).isEqualTo("https://llm.example.com/v1/chat/completions");
        assertThat(patched.body().toString()).isEqualTo("{\"model\":\"gpt-5\",\"max_completion_tokens\":10}");
        assertThat(patched.dropped()).containsExactlyInAnyOrder("temperature", "logit_bias", "stop");
        UpstreamRequest written = encode("gpt-5", chat());
        assertThat(written.body().toString())
                .contains("\"max_completion_tokens\":10")
                .doesNotContain("temperature", "logit_bias", "stop");
        assertThat(written.dropped()).containsExactlyInAnyOrder("temperature", "logit_bias", "stop");
    }

    @Test
    @DisplayName("H67: a model that need not reason samples where it is told not to")
    void samplingWithoutReasoning() {
        assertThat(encode("gpt-5.1", chat()).body().toString()).contains("\"temperature\":0.5");
        assertThat(encode("gpt-5.1", chat().reasoning(ReasoningControl.effort("none")))
                        .body()
                        .toString())
                .contains("\"temperature\":0.5", "\"reasoning_effort\":\"none\"");
        assertThat(encode("gpt-5.1", chat().reasoning(ReasoningControl.effort("low")))
                        .dropped())
                .contains("temperature");
        assertThat(encode("gpt-5.5", chat()).dropped()).contains("temperature");
    }

    @Test
    @DisplayName("H67: the default of a field that is refused is left out without a word")
    void aDefaultIsNoLoss() {
        UnifiedRequestBuilder request = chat().stop(List.of())
                .parallelToolCalls(true)
                .sampling(new Sampling(1.0, 1.0, null, null, 0.0, 0.0, null, null, null, null, null));
        UpstreamRequest sent = encode(
                "gpt-6",
                request.body(Buffer.buffer(
                        "{\"model\":\"client\",\"temperature\":1,\"top_p\":1.0,\"presence_penalty\":0}")));
        assertThat(sent.body().toString()).isEqualTo("{\"model\":\"gpt-6\",\"max_completion_tokens\":10}");
        assertThat(sent.dropped()).isEmpty();
    }

    @Test
    @DisplayName("H69: an effort the model does not know becomes the nearest lower one")
    void efforts() {
        assertThat(encode("gpt-5", chat().reasoning(ReasoningControl.effort("max")))
                        .body()
                        .toString())
                .contains("\"reasoning_effort\":\"high\"");
        assertThat(encode("gpt-6", chat().reasoning(ReasoningControl.effort("minimal")))
                        .body()
                        .toString())
                .contains("\"reasoning_effort\":\"low\"");
        assertThat(encode("gpt-4o", chat().reasoning(ReasoningControl.effort("low")))
                        .dropped())
                .contains("reasoning");
    }

    @Test
    void anUnknownModelIsHeldBackNothing() {
        UpstreamRequest sent = encode("llama-4", chat().body(Buffer.buffer(BODY)));
        assertThat(sent.body().toString()).contains("\"temperature\":0.5", "\"stop\":\"END\"");
        assertThat(sent.dropped()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("the operator's word, then the model's API, then the client's dialect decide")
    @CsvSource({
        "AUTO, gpt-5, OPENAI_CHAT, chat/completions",
        "AUTO, gpt-5, ANTHROPIC_MESSAGES, chat/completions",
        "AUTO, gpt-5, OPENAI_RESPONSES, responses",
        "AUTO, o3-pro, OPENAI_CHAT, responses",
        "AUTO, gpt-4o-audio-preview, OPENAI_RESPONSES, chat/completions",
        "CHAT, o3-pro, OPENAI_RESPONSES, chat/completions",
        "RESPONSES, gpt-4o-audio-preview, OPENAI_CHAT, responses"
    })
    void whichApi(ApiChoice choice, String model, Dialect dialect, String path) {
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(dialect)
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))));
        assertThat(OpenAiCodecs.of(choice)
                        .encode(request.build(), target(model), CallContext.NONE)
                        .url())
                .isEqualTo("https://llm.example.com/v1/" + path);
    }

    @Test
    void aResponsesClientsOwnFieldsReachChatCompletions() {
        UnifiedRequestBuilder request = new UnifiedRequestBuilder(Dialect.OPENAI_RESPONSES)
                .messages(List.of(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("Hi")))))
                .verbosity("low")
                .promptCacheKey("k")
                .metadata("{\"a\":\"b\"}");
        UpstreamRequest sent =
                OpenAiCodecs.of(ApiChoice.CHAT).encode(request.build(), target("gpt-5"), CallContext.NONE);
        assertThat(sent.body().toString())
                .contains("\"verbosity\":\"low\"", "\"prompt_cache_key\":\"k\"", "\"metadata\":{\"a\":\"b\"}");
        assertThat(sent.dropped()).isEmpty();
    }
}
