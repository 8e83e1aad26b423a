package com.xiaojinpro.gateway.model;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link UnifiedRequest} field by field. Not thread-safe; one owner, used once. */
public final class UnifiedRequestBuilder {
    private Dialect dialect;
    private String model = "";
    private boolean stream = false;
    private boolean streamUsage = false;
    private Operation operation = Operation.GENERATE;
    private boolean legacyFunctions = false;
    private List<UnifiedMessage> messages = List.of();
    private List<ToolSpec> tools = List.of();
    private @Nullable ToolChoice toolChoice;
    private @Nullable Boolean parallelToolCalls;
    private @Nullable Long maxOutputTokens;
    private List<String> stop = List.of();
    private Sampling sampling = Sampling.UNSET;
    private @Nullable ResponseFormat responseFormat;
    private @Nullable ReasoningControl reasoning;
    private @Nullable String verbosity;
    private @Nullable String userId;
    private @Nullable String serviceTier;
    private @Nullable String promptCacheKey;
    private @Nullable CacheHint cache;
    private @Nullable String metadata;
    private Extras extras = Extras.NONE;
    private Buffer body = Buffer.buffer(0);

    public UnifiedRequestBuilder(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Starts from a request, to change a few fields of it. */
    public UnifiedRequestBuilder(UnifiedRequest from) {
        this.dialect = from.dialect();
        this.model = from.model();
        this.stream = from.stream();
        this.streamUsage = from.streamUsage();
        this.operation = from.operation();
        this.legacyFunctions = from.legacyFunctions();
        this.messages = from.messages();
        this.tools = from.tools();
        this.toolChoice = from.toolChoice();
        this.parallelToolCalls = from.parallelToolCalls();
        this.maxOutputTokens = from.maxOutputTokens();
        this.stop = from.stop();
        this.sampling = from.sampling();
        this.responseFormat = from.responseFormat();
        this.reasoning = from.reasoning();
        this.verbosity = from.verbosity();
        this.userId = from.userId();
        this.serviceTier = from.serviceTier();
        this.promptCacheKey = from.promptCacheKey();
        this.cache = from.cache();
        this.metadata = from.metadata();
        this.extras = from.extras();
        this.body = from.body();
    }

    public UnifiedRequestBuilder dialect(Dialect value) {
        this.dialect = value;
        return this;
    }

    public UnifiedRequestBuilder model(String value) {
        this.model = value;
        return this;
    }

    public UnifiedRequestBuilder stream(boolean value) {
        this.stream = value;
        return this;
    }

    public UnifiedRequestBuilder streamUsage(boolean value) {
        this.streamUsage = value;
        return this;
    }

    public UnifiedRequestBuilder operation(Operation value) {
        this.operation = value;
        return this;
    }

    public UnifiedRequestBuilder legacyFunctions(boolean value) {
        this.legacyFunctions = value;
        return this;
    }

    public UnifiedRequestBuilder messages(List<UnifiedMessage> value) {
        this.messages = value;
        return this;
    }

    public UnifiedRequestBuilder tools(List<ToolSpec> value) {
        this.tools = value;
        return this;
    }

    public UnifiedRequestBuilder toolChoice(@Nullable ToolChoice value) {
        this.toolChoice = value;
        return this;
    }

    public UnifiedRequestBuilder parallelToolCalls(@Nullable Boolean value) {
        this.parallelToolCalls = value;
        return this;
    }

    public UnifiedRequestBuilder maxOutputTokens(@Nullable Long value) {
        this.maxOutputTokens = value;
        return this;
    }

    public UnifiedRequestBuilder stop(List<String> value) {
        this.stop = value;
        return this;
    }

    public UnifiedRequestBuilder sampling(Sampling value) {
        this.sampling = value;
        return this;
    }

    public UnifiedRequestBuilder responseFormat(@Nullable ResponseFormat value) {
        this.responseFormat = value;
        return this;
    }

    public UnifiedRequestBuilder reasoning(@Nullable ReasoningControl value) {
        this.reasoning = value;
        return this;
    }

    public UnifiedRequestBuilder verbosity(@Nullable String value) {
        this.verbosity = value;
        return this;
    }

    public UnifiedRequestBuilder userId(@Nullable String value) {
        this.userId = value;
        return this;
    }

    public UnifiedRequestBuilder serviceTier(@Nullable String value) {
        this.serviceTier = value;
        return this;
    }

    public UnifiedRequestBuilder promptCacheKey(@Nullable String value) {
        this.promptCacheKey = value;
        return this;
    }

    public UnifiedRequestBuilder cache(@Nullable CacheHint value) {
        this.cache = value;
        return this;
    }

    public UnifiedRequestBuilder metadata(@Nullable String value) {
        this.metadata = value;
        return this;
    }

    public UnifiedRequestBuilder extras(Extras value) {
        this.extras = value;
        return this;
    }

    public UnifiedRequestBuilder body(Buffer value) {
        this.body = value;
        return this;
    }

    public UnifiedRequest build() {
        return new UnifiedRequest(
                dialect,
                operation,
                model,
                stream,
                streamUsage,
                legacyFunctions,
                messages,
                tools,
                toolChoice,
                parallelToolCalls,
                maxOutputTokens,
                stop,
                sampling,
                responseFormat,
                reasoning,
                verbosity,
                userId,
                serviceTier,
                promptCacheKey,
                cache,
                metadata,
                extras,
                body);
    }
}
