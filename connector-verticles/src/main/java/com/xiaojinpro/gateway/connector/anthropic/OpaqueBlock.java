package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.BodyPatch;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A block that stays raw, while its deltas come in. Owned by one {@link AnswerBlocks}. */
final class OpaqueBlock {
    private final String start;
    private @Nullable StringBuilder input;
    private @Nullable StringBuilder text;
    private @Nullable StringBuilder summary;

    OpaqueBlock(String start) {
        this.start = start;
    }

    void add(DeltaFields.Kind kind, String value) {
        switch (kind) {
            case ARGUMENTS -> input = appended(input, value);
            case TEXT -> text = appended(text, value);
            case COMPACTION -> summary = appended(summary, value);
            case THOUGHT, SIGNATURE, CITATION, UNKNOWN -> {}
        }
    }

    /** The whole block. */
    String json() {
        BodyPatch patch = new BodyPatch();
        boolean changed = false;
        if (input != null && !input.toString().isBlank()) {
            patch.put("input", input.toString());
            changed = true;
        }
        if (text != null) {
            patch.put("text", JsonText.quoted(text.toString()));
            changed = true;
        }
        if (summary != null) {
            patch.put("content", JsonText.quoted(summary.toString()));
            changed = true;
        }
        return changed ? patch.apply(Buffer.buffer(start)).toString(StandardCharsets.UTF_8) : start;
    }

    private static StringBuilder appended(@Nullable StringBuilder before, String value) {
        return (before == null ? new StringBuilder() : before).append(value);
    }
}
