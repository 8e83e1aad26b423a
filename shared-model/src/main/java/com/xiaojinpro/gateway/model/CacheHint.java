package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.Nullable;

/**
 * A prompt-cache breakpoint after the thing that carries it (Anthropic {@code cache_control}, OpenAI
 * {@code prompt_cache_breakpoint}).
 *
 * @param ttl the lifetime as the client wrote it, such as {@code 5m} or {@code 1h}; null is the provider's default
 */
public record CacheHint(@Nullable String ttl) {}
