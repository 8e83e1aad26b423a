package com.xiaojinpro.gateway.model;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked, whatever protocol it spoke. Immutable; made by {@link UnifiedRequestBuilder}. Null means the client
 * did not say.
 *
 * @param dialect the protocol the client spoke; extras and opaque parts are in it
 * @param operation what is to be done
 * @param model the model name as the client wrote it
 * @param streamUsage whether the client wants usage in its stream (OpenAI {@code include_usage})
 * @param legacyFunctions whether the client offered its tools in OpenAI's deprecated {@code functions} and so expects a
 *     {@code function_call} in the answer (H58); of use to the client's side only, providers look at {@code tools}
 * @param parallelToolCalls false asks for one call at most
 * @param maxOutputTokens visible and reasoning tokens together
 * @param userId an opaque end-user id ({@code safety_identifier}, {@code user}, {@code metadata.user_id})
 * @param cache top-level automatic prompt caching
 * @param metadata the client's metadata as raw JSON object
 * @param extras unknown top-level fields
 * @param body the client's body, for providers of the same dialect that patch it; an empty buffer where there is none
 */
public record UnifiedRequest(
        Dialect dialect,
        Operation operation,
        String model,
        boolean stream,
        boolean streamUsage,
        boolean legacyFunctions,
        List<UnifiedMessage> messages,
        List<ToolSpec> tools,
        @Nullable ToolChoice toolChoice,
        @Nullable Boolean parallelToolCalls,
        @Nullable Long maxOutputTokens,
        List<String> stop,
        Sampling sampling,
        @Nullable ResponseFormat responseFormat,
        @Nullable ReasoningControl reasoning,
        @Nullable String verbosity,
        @Nullable String userId,
        @Nullable String serviceTier,
        @Nullable String promptCacheKey,
        @Nullable CacheHint cache,
        @Nullable String metadata,
        Extras extras,
        Buffer body) {
    public UnifiedRequest {
        Objects.requireNonNull(dialect);
        Objects.requireNonNull(operation);
        Objects.requireNonNull(model);
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        stop = List.copyOf(stop);
    }

    /** How many answers were asked for; 1 where the client did not say. */
    public int choices() {
        Integer n = sampling.choices();
        return n == null ? 1 : n;
    }

    /** How many pictures are sent, those in results of tools included. */
    public int images() {
        int images = 0;
        for (UnifiedMessage message : messages) {
            images += images(message.parts());
        }
        return images;
    }

    private static int images(List<ContentPart> parts) {
        int images = 0;
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.Image) {
                images++;
            } else if (part instanceof ContentPart.ToolResult result) {
                images += images(result.content());
            }
        }
        return images;
    }
}
