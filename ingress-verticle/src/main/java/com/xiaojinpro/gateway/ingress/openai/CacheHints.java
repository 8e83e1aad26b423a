package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import org.jspecify.annotations.Nullable;

/** Reads prompt-cache breakpoints in the two spellings that OpenAI's protocol carries. */
public final class CacheHints {
    private CacheHints() {}

    /** Takes an Anthropic-style {@code cache_control} object, as OpenRouter and others accept it, or null. */
    public static @Nullable CacheHint control(JsonCursor json) {
        if (json.isNull()) {
            json.skip();
            return null;
        }
        String ttl = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("ttl")) {
                ttl = json.stringOrNull();
            } else {
                json.skip();
            }
        }
        return new CacheHint(ttl);
    }

    /** Takes OpenAI's own {@code prompt_cache_breakpoint} object, or null; its lifetime is a matter of the request. */
    public static @Nullable CacheHint breakpoint(JsonCursor json) {
        if (json.isNull()) {
            json.skip();
            return null;
        }
        if (!json.isObject()) {
            json.beginObject();
        }
        json.skip();
        return new CacheHint(null);
    }

    /** The more telling of two spellings of one breakpoint. */
    public static @Nullable CacheHint merge(@Nullable CacheHint known, @Nullable CacheHint also) {
        return known != null && (also == null || known.ttl() != null) ? known : also;
    }
}
