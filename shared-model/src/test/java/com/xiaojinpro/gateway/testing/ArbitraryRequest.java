package com.xiaojinpro.gateway.testing;

import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ResponseFormat;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.ToolChoice;
import com.xiaojinpro.gateway.model.ToolSpec;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of requests: every role, kind of part, tool and option, in any combination the model allows. */
public final class ArbitraryRequest {
    private ArbitraryRequest() {}

    /** Any request of any dialect, without a body. */
    public static Arbitrary<UnifiedRequest> any() {
        return Arbitraries.oneOf(
                Arrays.stream(Dialect.values()).map(ArbitraryRequest::of).toList());
    }

    /** Any request of one dialect; opaque parts and tools are of that dialect too. */
    public static Arbitrary<UnifiedRequest> of(Dialect dialect) {
        return new Shared<>(Combinators.combine(fields(dialect)).as(setters -> {
            UnifiedRequestBuilder request = new UnifiedRequestBuilder(dialect);
            setters.forEach(setter -> setter.accept(request));
            return request.build();
        }));
    }

    private static List<Arbitrary<Consumer<UnifiedRequestBuilder>>> fields(Dialect dialect) {
        Arbitrary<Boolean> flags = Arbitraries.of(true, false);
        return List.of(
                field(ArbitraryText.name(), UnifiedRequestBuilder::model),
                field(flags, UnifiedRequestBuilder::stream),
                field(flags, UnifiedRequestBuilder::streamUsage),
                field(flags, UnifiedRequestBuilder::legacyFunctions),
                field(Arbitraries.of(Operation.values()), UnifiedRequestBuilder::operation),
                field(messages(dialect).list().ofMaxSize(4), UnifiedRequestBuilder::messages),
                field(tools(dialect).list().ofMaxSize(3), UnifiedRequestBuilder::tools),
                field(toolChoices().injectNull(0.5), UnifiedRequestBuilder::toolChoice),
                field(flags.injectNull(0.5), UnifiedRequestBuilder::parallelToolCalls),
                field(Arbitraries.longs().greaterOrEqual(0).injectNull(0.5), UnifiedRequestBuilder::maxOutputTokens),
                field(ArbitraryText.any().list().ofMaxSize(3), UnifiedRequestBuilder::stop),
                field(sampling(), UnifiedRequestBuilder::sampling),
                field(responseFormats().injectNull(0.5), UnifiedRequestBuilder::responseFormat),
                field(reasoning().injectNull(0.5), UnifiedRequestBuilder::reasoning),
                field(Arbitraries.of("low", "medium", "high").injectNull(0.5), UnifiedRequestBuilder::verbosity),
                field(ArbitraryText.any().injectNull(0.5), UnifiedRequestBuilder::userId),
                field(ArbitraryText.name().injectNull(0.5), UnifiedRequestBuilder::serviceTier),
                field(ArbitraryText.any().injectNull(0.5), UnifiedRequestBuilder::promptCacheKey),
                field(cacheHints().injectNull(0.5), UnifiedRequestBuilder::cache),
                field(ArbitraryJson.objects().injectNull(0.5), UnifiedRequestBuilder::metadata),
                field(ArbitraryJson.extras(), UnifiedRequestBuilder::extras));
    }

    private static <T> Arbitrary<Consumer<UnifiedRequestBuilder>> field(
            Arbitrary<T> values, BiConsumer<UnifiedRequestBuilder, T> setter) {
        return values.map(value -> request -> setter.accept(request, value));
    }

    /** Any message of any role. */
    public static Arbitrary<UnifiedMessage> messages(Dialect dialect) {
        return new Shared<>(Arbitraries.oneOf(Arrays.stream(Role.values())
                .map(role ->
                        messages(role, role == Role.TOOL ? ArbitraryPart.results(dialect) : ArbitraryPart.of(dialect)))
                .toList()));
    }

    private static Arbitrary<UnifiedMessage> messages(Role role, Arbitrary<ContentPart> parts) {
        return Combinators.combine(
                        parts.list().ofMaxSize(3), ArbitraryText.name().injectNull(0.8), ArbitraryJson.extras())
                .as((list, name, extras) -> new UnifiedMessage(role, list, name, extras));
    }

    public static Arbitrary<ToolSpec> tools(Dialect dialect) {
        Arbitrary<String> descriptions = ArbitraryText.any().injectNull(0.3);
        return Arbitraries.oneOf(
                Combinators.combine(
                                ArbitraryText.name(),
                                descriptions,
                                ArbitraryJson.objects().injectNull(0.2),
                                Arbitraries.of(true, false).injectNull(0.5),
                                cacheHints().injectNull(0.7),
                                ArbitraryJson.extras())
                        .as(ToolSpec.Function::new),
                Combinators.combine(
                                ArbitraryText.name(),
                                descriptions,
                                ArbitraryJson.objects().injectNull(0.5),
                                ArbitraryJson.extras())
                        .as(ToolSpec.Custom::new),
                ArbitraryJson.objects().map(json -> new ToolSpec.Opaque(dialect, json)));
    }

    public static Arbitrary<ToolChoice> toolChoices() {
        return Arbitraries.oneOf(
                Arbitraries.of(new ToolChoice.Auto(), new ToolChoice.None(), new ToolChoice.Required()),
                Combinators.combine(ArbitraryText.name(), Arbitraries.of(true, false))
                        .as(ToolChoice.Named::new),
                Combinators.combine(ArbitraryText.name().list().ofMaxSize(3), Arbitraries.of(true, false))
                        .as(ToolChoice.Allowed::new));
    }

    public static Arbitrary<Sampling> sampling() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(
                        Arbitraries.doubles(),
                        Arbitraries.of(0.0, -0.0, 1.0, 0.1, 2.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE))
                .injectNull(0.5);
        Arbitrary<Integer> counts = Arbitraries.integers().injectNull(0.5);
        return Combinators.combine(
                        numbers.array(Double[].class).ofSize(6),
                        counts.array(Integer[].class).ofSize(3),
                        Arbitraries.longs().injectNull(0.5),
                        ArbitraryJson.objects().injectNull(0.5))
                .as((d, n, seed, bias) ->
                        new Sampling(d[0], d[1], n[0], d[2], d[3], d[4], d[5], seed, bias, n[1], n[2]));
    }

    public static Arbitrary<ResponseFormat> responseFormats() {
        return Arbitraries.oneOf(
                Arbitraries.of(new ResponseFormat.PlainText(), new ResponseFormat.JsonObject()),
                Combinators.combine(
                                ArbitraryText.name().injectNull(0.3),
                                ArbitraryText.any().injectNull(0.5),
                                ArbitraryJson.objects().injectNull(0.2),
                                Arbitraries.of(true, false).injectNull(0.5),
                                ArbitraryJson.extras())
                        .as(ResponseFormat.JsonSchema::new));
    }

    public static Arbitrary<ReasoningControl> reasoning() {
        return Combinators.combine(
                        Arbitraries.of(ReasoningControl.Mode.class),
                        Arbitraries.of("none", "minimal", "low", "medium", "high", "xhigh", "max")
                                .injectNull(0.5),
                        Arbitraries.longs().between(0, 1L << 40).injectNull(0.5),
                        Arbitraries.of(ReasoningControl.Visibility.class),
                        ArbitraryJson.extras())
                .as(ReasoningControl::new);
    }

    public static Arbitrary<CacheHint> cacheHints() {
        return Arbitraries.of("5m", "1h").injectNull(0.4).map(CacheHint::new);
    }
}
