package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.ReasoningControl.Visibility;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a request asks a model to think: what a client of another dialect wanted, in the words this model takes.
 *
 * @param type what {@code thinking.type} says; null where nothing is said
 * @param budget tokens of thought, of {@link ThinkingType#ENABLED} only
 * @param effort what {@code output_config.effort} says; null where nothing is said
 * @param display what {@code thinking.display} says; null where nothing is said
 */
record ThinkingPlan(
        @Nullable ThinkingType type,
        long budget,
        @Nullable String effort,
        @Nullable String display) {
    static final ThinkingPlan UNSAID = new ThinkingPlan(null, 0, null, null);

    private static final String LOST = "reasoning";
    /** The smallest budget there is; a limit of output that leaves no more cannot have one (H66). */
    private static final long LEAST = 1_024;

    private static final long MOST = 63_999;

    /** Whether the model thinks, so that sampling is refused (H67). */
    boolean active() {
        return type == ThinkingType.ENABLED || type == ThinkingType.ADAPTIVE;
    }

    /** Whether a call cannot be demanded (H54). */
    boolean forbidsForcedTools() {
        return type == ThinkingType.ENABLED;
    }

    /**
     * The plan for a request.
     *
     * @param maxTokens the client's limit of output, or null
     * @param unproven whether the calls that are being answered came without the thought that led to them, which a budget
     *     demands (H59)
     */
    static ThinkingPlan of(
            @Nullable ReasoningControl control,
            ClaudeModel model,
            @Nullable Long maxTokens,
            boolean unproven,
            Set<String> dropped) {
        if (control == null) {
            return UNSAID;
        }
        String effort = control.effort();
        if (control.mode() == Mode.OFF || (control.mode() == Mode.UNSET && "none".equals(effort))) {
            return off(model, dropped);
        }
        boolean asked = control.mode() != Mode.UNSET || effort != null || control.budgetTokens() != null;
        if (!asked) {
            return UNSAID;
        }
        if (control.mode() == Mode.BETWEEN_TOOLS && model.thinks(ThinkingType.BETWEEN_TOOLS)) {
            return new ThinkingPlan(ThinkingType.BETWEEN_TOOLS, 0, rung(model, effort), display(control, model));
        }
        boolean budgeted = model.thinks(ThinkingType.ENABLED)
                && !unproven
                && (control.budgetTokens() != null || !model.thinks(ThinkingType.ADAPTIVE));
        if (budgeted) {
            return budgeted(control, model, maxTokens, dropped);
        }
        if (model.thinks(ThinkingType.ADAPTIVE)) {
            String word = effort == null && control.budgetTokens() != null
                    ? effort(control.budgetTokens().longValue())
                    : effort;
            return new ThinkingPlan(ThinkingType.ADAPTIVE, 0, rung(model, word), display(control, model));
        }
        dropped.add(LOST);
        return UNSAID;
    }

    private static ThinkingPlan off(ClaudeModel model, Set<String> dropped) {
        if (model.thinks(ThinkingType.DISABLED)) {
            return new ThinkingPlan(ThinkingType.DISABLED, 0, null, null);
        }
        if (!model.thinks(ThinkingType.ADAPTIVE)) {
            return UNSAID; // It thinks only where it is told to.
        }
        dropped.add(LOST);
        return model.thinks(ThinkingType.BETWEEN_TOOLS)
                ? new ThinkingPlan(ThinkingType.BETWEEN_TOOLS, 0, null, null)
                : new ThinkingPlan(null, 0, rung(model, "low"), null);
    }

    private static ThinkingPlan budgeted(
            ReasoningControl control, ClaudeModel model, @Nullable Long maxTokens, Set<String> dropped) {
        Long told = control.budgetTokens();
        String effort = control.effort();
        long wanted = told != null ? told : budget(effort == null ? "medium" : effort);
        long room = MOST;
        if (maxTokens != null) {
            long limit = model.limited(maxTokens);
            // An effort leaves a quarter for the answer; a budget in numbers is the client's own sum.
            room = told != null ? limit - 1 : limit - Math.max(1, limit / 4);
            room = Math.max(room, Math.min(LEAST, limit - 1));
        } else if (model.maxOutput() > 0) {
            room = model.maxOutput() - Math.max(1, model.maxOutput() / 4);
        }
        if (room < LEAST) {
            dropped.add(LOST);
            return UNSAID;
        }
        long budget = Math.clamp(wanted, LEAST, room);
        if (told != null && budget != wanted) {
            dropped.add("reasoning.max_tokens");
        }
        return new ThinkingPlan(ThinkingType.ENABLED, budget, rung(model, effort), display(control, model));
    }

    private static long budget(String effort) {
        return switch (effort) {
            case "none", "minimal" -> LEAST;
            case "low" -> 2_048;
            case "high" -> 16_384;
            case "xhigh" -> 32_768;
            case "max" -> MOST;
            default -> 8_192;
        };
    }

    private static String effort(long budget) {
        return budget < 6_000 ? "low" : budget < 16_000 ? "medium" : "high";
    }

    private static @Nullable String rung(ClaudeModel model, @Nullable String effort) {
        return effort == null ? null : model.rung(effort);
    }

    private static @Nullable String display(ReasoningControl control, ClaudeModel model) {
        if (!model.hidesThoughts()) {
            return null;
        }
        return control.visibility() == Visibility.OMITTED ? "omitted" : "summarized";
    }
}
