package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.model.ContentPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's signatures of calls: joined with their calls where they came as a thought of their own, which is how OpenRouter
 * tells them, and what stands in for one (H41).
 */
public final class CallSignatures {
    /** The format of Google's signatures, as OpenRouter names it. */
    public static final String GEMINI = "google-gemini-v1";

    /** What Google takes in place of the signature of a call that its model did not make. */
    public static final String FOREIGN = "skip_thought_signature_validator";

    private CallSignatures() {}

    /** The parts of an assistant's turn, each such ciphertext with the call whose id it has. */
    public static List<ContentPart> joined(List<ContentPart> parts) {
        Map<String, String> apart = new HashMap<>(0);
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.Reasoning thought && ofCall(thought)) {
                apart.put(String.valueOf(thought.id()), String.valueOf(thought.encrypted()));
            }
        }
        if (apart.isEmpty()) {
            return parts;
        }
        List<ContentPart> joined = new ArrayList<>(parts.size());
        for (ContentPart part : parts) {
            if (part instanceof ContentPart.ToolCall call && call.signature() == null) {
                joined.add(signed(call, apart.get(call.id())));
            } else if (!(part instanceof ContentPart.Reasoning thought && ofCall(thought))) {
                joined.add(part);
            }
        }
        return joined;
    }

    private static boolean ofCall(ContentPart.Reasoning thought) {
        return GEMINI.equals(thought.origin())
                && thought.encrypted() != null
                && thought.id() != null
                && thought.text().isEmpty();
    }

    private static ContentPart signed(ContentPart.ToolCall call, @Nullable String signature) {
        return signature == null
                ? call
                : new ContentPart.ToolCall(
                        call.id(),
                        call.name(),
                        call.arguments(),
                        call.custom(),
                        signature,
                        call.cacheHint(),
                        call.extras());
    }
}
