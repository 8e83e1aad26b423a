package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.ReasoningControl.Visibility;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the client wants the model to think: OpenAI's {@code reasoning_effort}, OpenRouter's {@code reasoning} object
 * and its older {@code include_reasoning}.
 */
final class ReasoningFields {
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private @Nullable String shorthand;
    private @Nullable String effort;
    private @Nullable Long budget;
    private @Nullable Boolean enabled;
    private @Nullable Boolean excluded;
    private boolean summary;
    private boolean named;
    private Extras extras = Extras.NONE;

    /** Takes the member the cursor stands on, which is not null; false where it is none of these. */
    boolean take(JsonCursor json) {
        switch (json.name()) {
            case "reasoning_effort" -> shorthand = effort(json);
            case "reasoning" -> reasoning(json);
            case "include_reasoning" -> {
                boolean included = json.bool();
                excluded = excluded == null ? Boolean.valueOf(!included) : excluded;
            }
            default -> {
                return false;
            }
        }
        named = true;
        return true;
    }

    /** What was asked for, or null where nothing was. */
    @Nullable
    ReasoningControl control() {
        if (!named) {
            return null;
        }
        if (shorthand != null && effort != null && !shorthand.equals(effort)) {
            throw Violation.misplaced("reasoning_effort", "contradicts 'reasoning.effort'.");
        }
        Mode mode = enabled == null ? Mode.UNSET : enabled ? Mode.ON : Mode.OFF;
        return new ReasoningControl(mode, effort == null ? shorthand : effort, budget, visibility(), extras);
    }

    private Visibility visibility() {
        if (excluded != null) {
            return excluded ? Visibility.OMITTED : summary ? Visibility.SUMMARY : Visibility.FULL;
        }
        return summary ? Visibility.SUMMARY : Visibility.UNSET;
    }

    private void reasoning(JsonCursor json) {
        ExtraFields further = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "effort" -> effort = effort(json);
                case "max_tokens" -> budget = budget(json);
                case "enabled" -> enabled = json.bool();
                case "exclude" -> excluded = json.bool();
                case "summary" -> {
                    summary = true;
                    further.take(json);
                }
                default -> further.take(json);
            }
        }
        extras = further.collected();
    }

    private static String effort(JsonCursor json) {
        String effort = json.string();
        if (!EFFORTS.contains(effort)) {
            throw Violation.value(json, "it is one of 'none', 'minimal', 'low', 'medium', 'high', 'xhigh' and 'max'.");
        }
        return effort;
    }

    private static long budget(JsonCursor json) {
        long tokens = json.integer();
        if (tokens < 0) {
            throw Violation.value(json, "it cannot be negative.");
        }
        return tokens;
    }
}
