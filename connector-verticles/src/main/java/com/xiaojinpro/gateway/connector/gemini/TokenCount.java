package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to {@code countTokens}. Not thread-safe. */
final class TokenCount implements WholeReader.Body {
    private long tokens = -1;

    @Override
    public boolean member(String name, JsonCursor json, List<UnifiedChunk> out) {
        if (!name.equals("totalTokens")) {
            return false;
        }
        tokens = Lenient.integer(json, -1);
        return true;
    }

    @Override
    public @Nullable Usage usage() {
        return tokens < 0 ? null : Usage.of(tokens, 0, Usage.Source.REPORTED);
    }
}
