package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ReasoningControl;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code reasoning} object: how much to think and whether a summary is wanted. */
final class ReasoningOptions {
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private ReasoningOptions() {}

    /** Takes the object; null where it says nothing. */
    static @Nullable ReasoningControl read(JsonCursor json) {
        String effort = null;
        boolean summary = false;
        boolean said = false;
        ExtraFields further = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            said = true;
            switch (json.name()) {
                case "effort" -> effort = effort(json);
                // The older name of the same wish.
                case "summary", "generate_summary" -> {
                    json.string();
                    summary = true;
                    further.put("summary", json.raw());
                }
                default -> further.take(json);
            }
        }
        if (!said) {
            return null;
        }
        return new ReasoningControl(
                ReasoningControl.Mode.UNSET,
                effort,
                null,
                summary ? ReasoningControl.Visibility.SUMMARY : ReasoningControl.Visibility.UNSET,
                further.collected());
    }

    private static String effort(JsonCursor json) {
        String effort = json.string();
        if (!EFFORTS.contains(effort)) {
            throw Violation.value(json, "it is one of 'none', 'minimal', 'low', 'medium', 'high', 'xhigh' and 'max'.");
        }
        return effort;
    }
}
