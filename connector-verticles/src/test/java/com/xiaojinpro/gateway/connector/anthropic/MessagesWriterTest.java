package com.xiaojinpro.gateway.connector.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.ReasoningControl.Visibility;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of other dialects, but for their messages. */
class MessagesWriterTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},"
            + "\"required\":[\"a\"],\"additionalProperties\":false}";

    private static UnifiedRequestBuilder ask() {
        return Claude.chat(UnifiedMessage.of(Role.USER, List.of(ContentPart.Text.of("q"))));
    }

    private static UnifiedRequestBuilder askWithTools() {
        return ask().tools(List.of(function("f", SCHEMA, null), function("g", null, null)));
    }

    private static ToolSpec function(String name, String schema, Boolean strict) {
        return new ToolSpec.Function(name, "d", schema, strict, null, Extras.NONE);
    }

    private static Sampling sampling(Double temperature, Double topP, Integer topK) {
        return new Sampling(temperature, topP, topK, null, null, null, null, null, null, null, null);
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    @Test
    @DisplayName("H81, H84: what was not said is not sent, but for the limit that is required")
    void aBareRequestStaysBare() {
        assertThat(Claude.written(ask(), Claude.OPUS_5).text())
                .isEqualTo(
                        "{\"model\":\"claude-opus-5\",\"max_tokens\":32000,\"messages\":[{\"role\":\"user\",\"content\":"
                                + "[{\"type\":\"text\",\"text\":\"q\"}]}],\"stream\":true}");
        assertThat(Claude.written(ask().stream(false).maxOutputTokens(5L), Claude.OPUS_5)
                        .body()
                        .containsKey("stream"))
                .isFalse();
    }

    @Test
    @DisplayName("H84: the limit of a model is the highest that is asked of it")
    void theLimitOfAModelIsKept() {
        assertThat(Claude.written(ask(), "claude-3-opus-20240229").body().getInteger("max_tokens"))
                .isEqualTo(4_096);
        Claude.Written tooMuch = Claude.written(ask().maxOutputTokens(1_000_000L), Claude.OPUS_5);
        assertThat(tooMuch.body().getInteger("max_tokens")).isEqualTo(128_000);
        assertThat(tooMuch.dropped()).containsExactly("max_tokens");
        assertThat(Claude.written(ask().maxOutputTokens(1_000_000L), "other")
                        .body()
                        .getInteger("max_tokens"))
                .isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "claude-sonnet-4-20250514 | 0.5 | 0.9 | 5 | {'temperature':0.5,'top_p':0.9,'top_k':5} | []",
                "claude-sonnet-4-20250514 | 1.7 | | | {'temperature':1} | [temperature]",
                "claude-opus-4-1 | 0.5 | 0.9 | 5 | {'temperature':0.5,'top_k':5} | [top_p]",
                "claude-opus-4-1 | 1 | 1 | | {'temperature':1} | []",
                "claude-opus-4-1 | | 0.9 | | {'top_p':0.9} | []",
                "claude-opus-4-7 | 1 | 0.99 | | {} | []",
                "claude-opus-5 | 0.5 | 0.9 | 5 | {} | [temperature, top_p, top_k]",
            })
    @DisplayName("H67, H68: every model gets the sampling it takes")
    void everyModelGetsTheSamplingItTakes(
            String model, Double temperature, Double topP, Integer topK, String sent, String dropped) {
        Claude.Written written = Claude.written(ask().sampling(sampling(temperature, topP, topK)), model);
        JsonObject body = written.body();
        Set.copyOf(body.fieldNames()).stream()
                .filter(name -> !Set.of("temperature", "top_p", "top_k").contains(name))
                .forEach(body::remove);
        assertThat(body.encode()).isEqualTo(json(sent).encode());
        assertThat(written.dropped()).hasToString(dropped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                // model | mode | effort | budget | visibility | max | thinking | output_config | max_tokens sent
                "claude-sonnet-4 | UNSET | high | | UNSET | | {'type':'enabled','budget_tokens':16384} | | 48384",
                "claude-sonnet-4 | UNSET | minimal | | UNSET | 9000 | {'type':'enabled','budget_tokens':1024} | | 9000",
                "claude-sonnet-4 | UNSET | high | | UNSET | 8000 | {'type':'enabled','budget_tokens':6000} | | 8000",
                "claude-sonnet-4 | UNSET | high | | UNSET | 1300 | {'type':'enabled','budget_tokens':1024} | | 1300",
                "claude-sonnet-4 | ON | | 5000 | UNSET | 6000 | {'type':'enabled','budget_tokens':5000} | | 6000",
                "claude-sonnet-4 | ON | | | UNSET | 20000 | {'type':'enabled','budget_tokens':8192} | | 20000",
                "claude-opus-4-5 | UNSET | max | | UNSET | 40000 | {'type':'enabled','budget_tokens':30000} | {'effort':'high'} | 40000",
                "claude-opus-4-6 | UNSET | xhigh | | UNSET | 9000 | {'type':'adaptive'} | {'effort':'high'} | 9000",
                "claude-opus-4-6 | ON | | 4000 | UNSET | 9000 | {'type':'enabled','budget_tokens':4000} | | 9000",
                "claude-opus-5 | UNSET | xhigh | | UNSET | 9000 | {'type':'adaptive','display':'summarized'} | {'effort':'xhigh'} | 9000",
                "claude-opus-5 | UNSET | minimal | | OMITTED | 9000 | {'type':'adaptive','display':'omitted'} | {'effort':'low'} | 9000",
                "claude-opus-5 | ON | | 8000 | FULL | 9000 | {'type':'adaptive','display':'summarized'} | {'effort':'medium'} | 9000",
                "claude-opus-5 | UNSET | none | | UNSET | 9000 | {'type':'disabled'} | | 9000",
                "claude-fable-5 | OFF | | | UNSET | 9000 | | {'effort':'low'} | 9000",
                "claude-sonnet-5-5 | OFF | | | UNSET | 9000 | {'type':'between_tools'} | | 9000",
                "claude-sonnet-5-5 | BETWEEN_TOOLS | low | | UNSET | 9000 | {'type':'between_tools','display':'summarized'} | {'effort':'low'} | 9000",
                "claude-sonnet-4 | OFF | | | UNSET | 9000 | | | 9000",
            })
    @DisplayName("H66, H69: every model is asked to think in the words it takes")
    void everyModelIsAskedToThinkInItsWords(
            String model,
            Mode mode,
            String effort,
            Long budget,
            Visibility visibility,
            Long max,
            String thinking,
            String config,
            int maxTokens) {
        Claude.Written written = Claude.written(
                ask().maxOutputTokens(max)
                        .reasoning(new ReasoningControl(mode, effort, budget, visibility, Extras.NONE)),
                model);
        assertThat(written.body().getJsonObject("thinking")).isEqualTo(thinking == null ? null : json(thinking));
        assertThat(written.body().getJsonObject("output_config")).isEqualTo(config == null ? null : json(config));
        assertThat(written.body().getInteger("max_tokens")).isEqualTo(maxTokens);
    }

    @Test
    void whatCannotBeThoughtIsTold() {
        Claude.Written none =
                Claude.written(ask().reasoning(ReasoningControl.effort("high")), "claude-3-5-haiku-latest");
        assertThat(none.body().containsKey("thinking")).isFalse();
        assertThat(none.dropped()).containsExactly("reasoning");
        Claude.Written tight = Claude.written(
                ask().maxOutputTokens(1_000L).reasoning(ReasoningControl.effort("high")), Claude.SONNET_4);
        assertThat(tight.body().containsKey("thinking")).isFalse();
        assertThat(tight.dropped()).containsExactly("reasoning");
    }

    @Test
    @DisplayName("H67: who thinks is not sampled")
    void thinkingTakesNoSampling() {
        Claude.Written written = Claude.written(
                ask().maxOutputTokens(9_000L).sampling(sampling(0.2, 0.5, 3)).reasoning(ReasoningControl.effort("low")),
                Claude.SONNET_4);
        assertThat(written.body().fieldNames()).doesNotContain("temperature", "top_p", "top_k");
        assertThat(written.dropped()).containsExactly("temperature", "top_p", "top_k");
    }

    @Test
    @DisplayName("H54: a call that cannot be demanded is offered alone")
    void aCallThatCannotBeDemandedIsOfferedAlone() {
        UnifiedRequestBuilder thinking =
                askWithTools().toolChoice(new ToolChoice.Named("f", false)).reasoning(ReasoningControl.effort("low"));
        for (Claude.Written written : List.of(
                Claude.written(thinking, Claude.SONNET_4),
                Claude.written(askWithTools().toolChoice(new ToolChoice.Named("f", false)), "claude-fable-5-1"))) {
            assertThat(written.body().getJsonArray("tools")).hasSize(1);
            assertThat(written.body().getJsonObject("tool_choice")).isEqualTo(json("{'type':'auto'}"));
            assertThat(written.dropped()).containsExactly("tool_choice");
        }
    }

    @Test
    @DisplayName("H59: a budget demands the thought before the calls; without it there is none")
    void withoutTheThoughtBeforeTheCallsThereIsNoBudget() {
        UnifiedRequest request = ask().messages(ContentFilterTest.toolTurn(
                        new ContentPart.Reasoning("t", null, null, null, null, null, Extras.NONE)))
                .reasoning(ReasoningControl.effort("low"))
                .build();
        Claude.Written budget = Claude.written(request, Claude.SONNET_4);
        assertThat(budget.body().containsKey("thinking")).isFalse();
        assertThat(budget.dropped()).contains("reasoning");
        assertThat(Claude.written(request, Claude.OPUS_5)
                        .body()
                        .getJsonObject("thinking")
                        .getString("type"))
                .isEqualTo("adaptive");
    }

    @Test
    @DisplayName(
            "H49, H52, H53: tools have an object for parameters; a choice without tools is not sent, none keeps them")
    void toolsAndTheirChoice() {
        JsonObject body = Claude.written(
                        askWithTools().toolChoice(new ToolChoice.Required()).parallelToolCalls(false), Claude.OPUS_5)
                .body();
        assertThat(body.getJsonArray("tools").encode())
                .isEqualTo(
                        "[{\"name\":\"f\",\"description\":\"d\",\"input_schema\":" + SCHEMA
                                + "},{\"name\":\"g\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]");
        assertThat(body.getJsonObject("tool_choice"))
                .isEqualTo(json("{'type':'any','disable_parallel_tool_use':true}"));
        assertThat(Claude.written(askWithTools().parallelToolCalls(false), Claude.OPUS_5)
                        .body()
                        .getJsonObject("tool_choice"))
                .isEqualTo(json("{'type':'auto','disable_parallel_tool_use':true}"));
        assertThat(Claude.written(
                                askWithTools().toolChoice(new ToolChoice.None()).parallelToolCalls(false),
                                Claude.OPUS_5)
                        .body()
                        .getJsonObject("tool_choice"))
                .isEqualTo(json("{'type':'none'}"));
        assertThat(Claude.written(ask().toolChoice(new ToolChoice.None()).parallelToolCalls(true), Claude.OPUS_5)
                        .body()
                        .fieldNames())
                .doesNotContain("tools", "tool_choice");
        JsonObject allowed = Claude.written(
                        askWithTools().toolChoice(new ToolChoice.Allowed(List.of("g"), true)), Claude.OPUS_5)
                .body();
        assertThat(allowed.getJsonArray("tools")).hasSize(1);
        assertThat(allowed.getJsonObject("tool_choice")).isEqualTo(json("{'type':'any'}"));
        assertThat(Claude.written(ask().tools(List.of(function("h", "{\"properties\":{}}", null))), Claude.OPUS_5)
                        .body()
                        .getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("input_schema"))
                .isEqualTo(json("{'properties':{},'type':'object'}"));
    }

    @Test
    void freeTextToolsAreWrappedAndForeignServerToolsLeftOut() {
        Claude.Written written = Claude.written(
                ask().tools(List.of(new ToolSpec.Custom("sql", "d", "{\"type\":\"grammar\"}", Extras.NONE))),
                Claude.OPUS_5);
        assertThat(written.body()
                        .getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("input_schema")
                        .encode())
                .isEqualTo(ToolInput.TEXT_SCHEMA);
        assertThat(written.dropped()).containsExactly("format");
        Claude.Written foreign = Claude.written(
                ask().tools(List.of(new ToolSpec.Opaque(Dialect.OPENAI_RESPONSES, "{\"type\":\"web_search\"}"))),
                Claude.OPUS_5);
        assertThat(foreign.body().containsKey("tools")).isFalse();
        assertThat(foreign.dropped()).containsExactly("tools.web_search");
    }

    @Test
    @DisplayName("H50: only what can be enforced is asked to be")
    void strictIsAskedWhereItCanBeKept() {
        ToolSpec open = function(
                "g", "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}}}", true);
        Claude.Written written =
                Claude.written(ask().tools(List.of(function("f", SCHEMA, true), open)), Claude.SONNET_4_5);
        assertThat(written.body().getJsonArray("tools").getJsonObject(0).getBoolean("strict"))
                .isTrue();
        assertThat(written.body().getJsonArray("tools").getJsonObject(1).containsKey("strict"))
                .isFalse();
        assertThat(written.dropped()).containsExactly("strict");
        assertThat(Claude.written(ask().tools(List.of(function("f", SCHEMA, true))), Claude.SONNET_4)
                        .dropped())
                .containsExactly("strict");
    }

    @Test
    void aStructuredAnswerIsAskedForInTheWayTheModelKnows() {
        ResponseFormat schema = new ResponseFormat.JsonSchema("n", null, SCHEMA, true, Extras.NONE);
        assertThat(Claude.written(ask().responseFormat(schema), Claude.SONNET_4_5)
                        .body()
                        .getJsonObject("output_config"))
                .isEqualTo(new JsonObject("{\"format\":{\"type\":\"json_schema\",\"schema\":" + SCHEMA + "}}"));
        JsonObject emulated =
                Claude.written(ask().responseFormat(schema), Claude.SONNET_4).body();
        assertThat(emulated.getJsonArray("tools").getJsonObject(0).getString("name"))
                .isEqualTo("json_response");
        assertThat(emulated.getJsonObject("tool_choice")).isEqualTo(json("{'type':'tool','name':'json_response'}"));
        assertThat(Claude.written(askWithTools().responseFormat(schema), Claude.SONNET_4)
                        .body()
                        .getJsonObject("tool_choice"))
                .isEqualTo(json("{'type':'any'}"));
        Claude.Written thinking = Claude.written(
                ask().responseFormat(schema).reasoning(ReasoningControl.effort("high")), Claude.SONNET_4);
        assertThat(thinking.body().containsKey("thinking")).isFalse();
        assertThat(thinking.dropped()).containsExactly("reasoning");
        Claude.Written words = Claude.written(ask().responseFormat(new ResponseFormat.JsonObject()), Claude.SONNET_4_5);
        assertThat(words.body().getJsonArray("system").encode()).contains("JSON object");
        assertThat(words.dropped()).containsExactly("response_format");
    }

    @Test
    @DisplayName("H45: a schema is brought into the subset, properties named like keywords are none")
    void schemasAreBroughtIntoTheSubset() {
        assertThat(SchemaSubset.conforms(SCHEMA)).isTrue();
        assertThat(
                        SchemaSubset.of(
                                "{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"format\":{\"type\":\"string\","
                                        + "\"format\":\"email\",\"minLength\":3},\"oneOf\":{\"oneOf\":[{\"type\":\"null\"},{\"type\":\"integer\",\"minimum\":1}]},"
                                        + "\"list\":{\"type\":\"array\",\"items\":{\"type\":\"object\"},\"minItems\":2,\"description\":\"l\"}}}"))
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"format\":{\"type\":\"string\",\"format\":\"email\","
                                + "\"description\":\"minLength: 3\"},\"oneOf\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\","
                                + "\"description\":\"minimum: 1\"}]},\"list\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                                + "\"additionalProperties\":false},\"description\":\"l\\nminItems: 2\"}},\"additionalProperties\":false}");
        assertThat(SchemaSubset.conforms("{\"type\":\"object\"")).isFalse();
        assertThat(SchemaSubset.conforms("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":true}"))
                .isFalse();
        assertThat(SchemaSubset.conforms("{\"anyOf\":true}")).isFalse();
        assertThat(
                        SchemaSubset.of(
                                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"},\"properties\":{\"a\":true}}"))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false,"
                        + "\"description\":\"additionalProperties: {\\\"type\\\":\\\"string\\\"}\"}");
    }

    @Test
    @DisplayName("H86: stop sequences of nothing but white space are not sent")
    void stopSequences() {
        Claude.Written written = Claude.written(ask().stop(List.of("", "END", " \n")), Claude.OPUS_5);
        assertThat(Claude.asList(written.body().getJsonArray("stop_sequences"))).containsExactly("END");
        assertThat(written.dropped()).containsExactly("stop");
    }

    @Test
    void whatAnthropicHasNoWordForIsTold() {
        Claude.Written written = Claude.written(
                ask().sampling(new Sampling(null, null, null, 0.1, 0.5, 0.0, 1.1, 7L, "{}", 1, 2))
                        .verbosity("low")
                        .userId("u")
                        .metadata("{\"a\":\"b\"}")
                        .promptCacheKey("k")
                        .serviceTier("flex")
                        .extras(Extras.of(Map.of("store", "true", "stream_options", "{}"))),
                Claude.SONNET_4_5);
        assertThat(written.dropped())
                .containsExactlyInAnyOrder(
                        "min_p",
                        "presence_penalty",
                        "repetition_penalty",
                        "seed",
                        "logit_bias",
                        "logprobs",
                        "verbosity",
                        "metadata",
                        "prompt_cache_key",
                        "service_tier",
                        "store");
        assertThat(written.body().getJsonObject("metadata")).isEqualTo(json("{'user_id':'u'}"));
        assertThat(Claude.written(ask().serviceTier("default"), Claude.OPUS_5)
                        .body()
                        .getString("service_tier"))
                .isEqualTo("standard_only");
        assertThat(Claude.written(ask().serviceTier("priority"), Claude.OPUS_5)
                        .body()
                        .getString("service_tier"))
                .isEqualTo("auto");
    }

    @Test
    @DisplayName("H102: several answers to one request are another provider's to give")
    void severalAnswersAreRefusedForAnotherTarget() {
        assertThatThrownBy(() -> Claude.written(
                        ask().sampling(new Sampling(null, null, null, null, null, null, null, null, null, 2, null)),
                        Claude.OPUS_5))
                .isInstanceOfSatisfying(FaultException.class, refused -> {
                    assertThat(refused.fault().retryable()).isTrue();
                    assertThat(refused.fault().param()).isEqualTo("n");
                });
    }

    @Test
    void aCountHasNothingOfAnAnswer() {
        JsonObject body = Claude.written(
                        askWithTools()
                                .operation(Operation.COUNT_TOKENS)
                                .maxOutputTokens(5L)
                                .stop(List.of("x"))
                                .sampling(sampling(0.5, null, null)),
                        Claude.SONNET_4)
                .body();
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("model", "tools", "messages");
    }

    @Test
    void anOwnRequestWithoutItsBodyIsWrittenWithEverythingInIt() {
        UnifiedRequest own = new UnifiedRequestBuilder(Dialect.ANTHROPIC_MESSAGES)
                .model("m")
                .maxOutputTokens(5L)
                .serviceTier("auto")
                .metadata("{\"user_id\":\"u\",\"x\":1}")
                .tools(List.of(new ToolSpec.Opaque(
                        Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}")))
                .messages(List.of(new UnifiedMessage(
                        Role.USER,
                        List.of(
                                new ContentPart.Text("a", null, Extras.of(Map.of("x", "1"))),
                                new ContentPart.Opaque(Dialect.ANTHROPIC_MESSAGES, "{\"type\":\"search_result\"}")),
                        null,
                        Extras.of(Map.of("y", "2")))))
                .extras(Extras.of(Map.of("container", "\"c\"")))
                .build();
        Claude.Written written = Claude.written(own, "m");
        assertThat(written.text())
                .isEqualTo(
                        "{\"model\":\"m\",\"max_tokens\":5,\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"x\":1},"
                                + "{\"type\":\"search_result\"}],\"y\":2}],\"metadata\":{\"user_id\":\"u\",\"x\":1},"
                                + "\"service_tier\":\"auto\",\"container\":\"c\"}");
        assertThat(written.dropped()).isEmpty();
    }
}
