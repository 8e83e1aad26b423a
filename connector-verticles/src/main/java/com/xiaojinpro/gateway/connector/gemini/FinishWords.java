package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.model.FinishReason;
import java.util.Set;

/** Google's words for how an answer ended. A call ends with {@code STOP}, there is no word for it (H27). Pure. */
final class FinishWords {
    static final String CONTINUATION = "CONTINUATION";
    private static final Set<String> UNSAID = Set.of("", "FINISH_REASON_UNSPECIFIED", "FINISH_REASON_UNKNOWN");
    private static final Set<String> NOT_BLOCKED = Set.of("", "BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED");

    private FinishWords() {}

    /** Whether the word says that the answer ended. */
    static boolean ends(String word) {
        return !UNSAID.contains(word);
    }

    /** Whether the word says that the prompt was refused (H100). */
    static boolean blocks(String word) {
        return !NOT_BLOCKED.contains(word);
    }

    /** Whether the provider gave up without saying why: what came before is not an answer. */
    static boolean failure(String word) {
        return word.equals("OTHER") || word.equals("MALFORMED_RESPONSE");
    }

    /**
     * @param calls whether the answer holds a call
     */
    static FinishReason reason(String word, boolean calls) {
        return switch (word) {
            case "MAX_TOKENS", CONTINUATION -> FinishReason.LENGTH;
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "MODEL_ARMOR",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FinishReason.CONTENT_FILTER;
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE" -> FinishReason.TOOL_CALL_INVALID;
            default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }
}
