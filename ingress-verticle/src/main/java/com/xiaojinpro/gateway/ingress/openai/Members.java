package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes raw members into an object; what the object says itself is never said twice. */
final class Members {
    /** What a completion or a chunk says of itself. */
    static final Set<String> COMPLETION = Set.of("id", "object", "created", "model", "choices", "usage", "error");

    private static final Set<String> CHOICE = Set.of("index", "message", "delta", "logprobs", "finish_reason");
    private static final byte[] COMMA = ByteWriter.template(",");
    private static final byte[] COLON = ByteWriter.template(":");
    private static final byte[] NATIVE = ByteWriter.template(",\"native_finish_reason\":");

    private Members() {}

    /** Appends every extra but the reserved ones, each with a comma before it. */
    static void write(ByteWriter out, Extras extras, Set<String> reserved) {
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            if (!reserved.contains(field.getKey())) {
                out.raw(COMMA).string(field.getKey()).raw(COLON).raw(field.getValue());
            }
        }
    }

    /**
     * Appends what the provider itself says of the end of a choice, each member with a comma before it: its own word where
     * ours says less, and in its own dialect the rest.
     */
    static void writeEnding(ByteWriter out, UnifiedChunk.Ending ending, String word, boolean ownDialect) {
        String own = ending.nativeReason();
        boolean told = ownDialect && ending.extras().get("native_finish_reason") != null;
        if (own != null && !own.equals(word) && !told) {
            out.raw(NATIVE).string(own);
        }
        if (ownDialect) {
            write(out, ending.extras(), CHOICE);
        }
    }

    /** Appends raw JSON values as an array. */
    static void array(ByteWriter out, List<String> values) {
        out.raw("[");
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.raw(COMMA);
            }
            out.raw(values.get(i));
        }
        out.raw("]");
    }

    /** The members of an object in raw JSON, without its braces; null where it has none. */
    static @Nullable String inside(String object) {
        int open = object.indexOf('{');
        int close = object.lastIndexOf('}');
        if (open < 0 || close <= open) {
            return null;
        }
        String members = object.substring(open + 1, close).strip();
        return members.isEmpty() ? null : members;
    }
}
