package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in Anthropic's words. Its own words pass as they are. */
final class StopJson {
    /** The members of an ending that stand beside the stop reason; others stand beside the usage. */
    static final Set<String> WRITTEN = Set.of("stop_reason", "stop_sequence", "stop_details", "container");

    private static final byte[] REASON = ByteWriter.template("\"stop_reason\":");
    private static final byte[] SEQUENCE = ByteWriter.template(",\"stop_sequence\":");
    private static final byte[] DETAILS = ByteWriter.template(",\"stop_details\":");
    private static final byte[] CONTAINER = ByteWriter.template(",\"container\":");
    private static final String REFUSED = "{\"type\":\"refusal\",\"category\":null,\"explanation\":null}";

    private StopJson() {}

    /** The ending of the first answer, the only one this protocol shows. */
    static UnifiedChunk.Ending first(List<UnifiedChunk.Ending> endings) {
        for (UnifiedChunk.Ending ending : endings) {
            if (ending.choice() == 0) {
                return ending;
            }
        }
        return endings.getFirst();
    }

    /** Writes {@code stop_reason}, {@code stop_sequence}, {@code stop_details} and {@code container}. */
    static void write(
            UnifiedChunk.Ending ending,
            Dialect dialect,
            Extras answer,
            boolean called,
            boolean refused,
            ByteWriter out) {
        String reason = reason(ending, dialect, called, refused);
        Extras more = dialect == Dialect.ANTHROPIC_MESSAGES ? ending.extras() : Extras.NONE;
        out.raw(REASON).string(reason).raw(SEQUENCE);
        RawJson.string(ending.stopSequence(), out);
        out.raw(DETAILS);
        RawJson.value(details(more, reason), out);
        out.raw(CONTAINER);
        String container = more.get("container");
        RawJson.value(container == null ? answer.get("container") : container, out);
    }

    /**
     * The stop reason. A call that was shown ends a turn as {@code tool_use}, even where the provider called it a stop (H27),
     * and without one nothing waits for a result.
     */
    static String reason(UnifiedChunk.Ending ending, Dialect dialect, boolean called, boolean refused) {
        String own = ending.nativeReason();
        if (dialect == Dialect.ANTHROPIC_MESSAGES && own != null) {
            return own;
        }
        FinishReason reason = ending.reason();
        return switch (reason) {
            case STOP -> called ? "tool_use" : refused ? "refusal" : "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_CALLS -> called ? "tool_use" : "end_turn";
            case LENGTH -> "max_tokens";
            case CONTEXT_FULL -> "model_context_window_exceeded";
            case CONTENT_FILTER, REFUSAL -> "refusal";
            case PAUSE -> "pause_turn";
            case TOOL_CALL_INVALID -> "end_turn";
        };
    }

    private static @Nullable String details(Extras more, String reason) {
        String details = more.get("stop_details");
        return details == null && reason.equals("refusal") ? REFUSED : details;
    }
}
