package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conversation, in one pass and in the client's order. It also gives the deprecated {@code function_call}
 * messages the ids they lack, made from their place, so that the same history always reads the same (H58, H95).
 */
final class MessageReader {
    /** More is no conversation (H121). */
    static final int MAX_MESSAGES = 100_000;

    private final JsonCursor json;
    private final Map<String, String> legacyCalls = new HashMap<>(0);

    MessageReader(JsonCursor json) {
        this.json = json;
    }

    /** Takes the {@code messages} array. */
    List<UnifiedMessage> read() {
        List<UnifiedMessage> messages = new ArrayList<>();
        String path = json.path();
        json.beginArray();
        while (json.nextElement()) {
            if (messages.size() == MAX_MESSAGES) {
                throw Violation.value(path, "at most " + MAX_MESSAGES + " messages are accepted.");
            }
            messages.add(message(messages.size()));
        }
        if (messages.isEmpty()) {
            throw Violation.value(path, "at least one message is needed.");
        }
        return messages;
    }

    private UnifiedMessage message(int place) {
        String id = "call_fn_" + place;
        MessageDraft draft = new MessageDraft(json);
        json.beginObject();
        while (json.nextField()) {
            draft.take(id);
        }
        String called = draft.legacyName();
        if (called != null) {
            legacyCalls.put(called, id);
        }
        return draft.message(answered(draft.functionName(), id));
    }

    /** The call a {@code function} message answers: the last one of that name, else one nobody made. */
    private String answered(@Nullable String function, String orphan) {
        return function == null ? orphan : legacyCalls.getOrDefault(function, orphan);
    }
}
