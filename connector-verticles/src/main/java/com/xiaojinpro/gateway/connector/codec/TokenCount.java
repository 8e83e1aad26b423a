package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a question for the tokens of a prompt: one number. Not thread-safe. */
public final class TokenCount implements WholeReader.Body {
    private final String member;
    private long tokens = -1;

    /**
     * @param member the name the number has in the answer
     */
    public TokenCount(String member) {
        this.member = member;
    }

    @Override
    public boolean member(String name, JsonCursor json, List<UnifiedChunk> out) {
        if (!name.equals(member)) {
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
