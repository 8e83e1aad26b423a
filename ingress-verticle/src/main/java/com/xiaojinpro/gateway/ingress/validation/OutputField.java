package com.xiaojinpro.gateway.ingress.validation;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.UnifiedRequest;

/** What the client called the field that bounds its answer. */
final class OutputField {
    private OutputField() {}

    static String of(UnifiedRequest request) {
        return switch (request.dialect()) {
            case OPENAI_RESPONSES -> "max_output_tokens";
            case ANTHROPIC_MESSAGES -> "max_tokens";
            case GEMINI -> "generationConfig.maxOutputTokens";
            case OPENAI_CHAT, OPENAI_EMBEDDINGS -> newName(request) ? "max_completion_tokens" : "max_tokens";
        };
    }

    /** Chat completions have two names for it, and the newer one wins. */
    private static boolean newName(UnifiedRequest request) {
        if (request.body().length() == 0) {
            return true;
        }
        JsonCursor json = JsonCursor.of(request.body());
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("max_completion_tokens") && !json.isNull()) {
                return true;
            }
            json.skip();
        }
        return false;
    }
}
