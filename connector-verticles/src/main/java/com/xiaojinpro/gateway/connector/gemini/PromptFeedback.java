package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code promptFeedback}: whether the prompt was refused, for which there may be no candidate at all. Not thread-safe. */
final class PromptFeedback {
    private @Nullable String blocked;
    private @Nullable String message;

    void read(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "blockReason" -> {
                    String word = Lenient.word(json);
                    if (word != null && FinishWords.blocks(word)) {
                        blocked = word;
                    }
                }
                case "blockReasonMessage" -> message = Lenient.word(json);
                default -> json.skip();
            }
        }
    }

    /** The word for why the prompt was refused; null where it was not. */
    @Nullable
    String blocked() {
        return blocked;
    }

    /** How an answer without candidates ended. */
    UnifiedChunk.Ending ending() {
        Extras extras =
                message == null ? Extras.NONE : new Extras(Map.of("blockReasonMessage", JsonText.quoted(message)));
        return new UnifiedChunk.Ending(0, FinishReason.CONTENT_FILTER, blocked, null, extras);
    }
}
