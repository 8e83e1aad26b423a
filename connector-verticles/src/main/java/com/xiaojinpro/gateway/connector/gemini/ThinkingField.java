package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.model.ReasoningControl;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client said about reasoning as {@code thinkingConfig}. Budget and level exclude each other; an effort the model does
 * not know becomes the nearest one (H69). Pure.
 */
final class ThinkingField {
    private ThinkingField() {}

    /** The raw value; null where nothing is to be said. */
    static @Nullable String of(ReasoningControl control, Thinking thinking, Set<String> dropped) {
        String effort = control.effort() == null ? null : control.effort().toLowerCase(Locale.ROOT);
        boolean off = control.mode() == ReasoningControl.Mode.OFF || "none".equals(effort);
        boolean shown = !off && control.visibility() != ReasoningControl.Visibility.OMITTED;
        String amount = switch (thinking) {
            case Thinking.None ignored -> null;
            case Thinking.Budget budget ->
                off ? off(budget, dropped) : budget(budget, effort, control.budgetTokens(), control.mode());
            case Thinking.Levels levels -> off ? off(levels, dropped) : level(levels, effort, control.budgetTokens());
        };
        if (thinking instanceof Thinking.None) {
            if (!off) {
                dropped.add("reasoning");
            }
            return null;
        }
        if (amount == null) {
            return shown ? "{\"includeThoughts\":true}" : null;
        }
        return shown ? "{\"includeThoughts\":true," + amount + "}" : "{" + amount + "}";
    }

    private static String off(Thinking.Budget budget, Set<String> dropped) {
        if (!budget.canBeOff()) {
            dropped.add("reasoning");
        }
        return "\"thinkingBudget\":" + (budget.canBeOff() ? 0 : budget.min());
    }

    private static String off(Thinking.Levels levels, Set<String> dropped) {
        if (!levels.levels().contains("minimal")) {
            dropped.add("reasoning");
        }
        return "\"thinkingLevel\":\"" + levels.levels().getFirst().toUpperCase(Locale.ROOT) + "\"";
    }

    private static @Nullable String budget(
            Thinking.Budget budget, @Nullable String effort, @Nullable Long tokens, ReasoningControl.Mode mode) {
        Long wanted = tokens;
        if (wanted == null && effort != null) {
            wanted = switch (effort) {
                case "minimal" -> 1_024L;
                case "low" -> 2_048L;
                case "medium" -> 8_192L;
                case "high" -> 24_576L;
                case "xhigh" -> 32_768L;
                case "max" -> budget.max();
                default -> null;
            };
        }
        if (wanted == null) {
            // The model decides.
            return mode == ReasoningControl.Mode.UNSET ? null : "\"thinkingBudget\":-1";
        }
        return "\"thinkingBudget\":" + Math.clamp(wanted, Math.max(budget.min(), 1), budget.max());
    }

    private static @Nullable String level(Thinking.Levels levels, @Nullable String effort, @Nullable Long tokens) {
        String wanted = effort == null ? tokens == null ? null : bucket(tokens) : word(effort);
        return wanted == null
                ? null
                : "\"thinkingLevel\":\"" + levels.nearest(wanted).toUpperCase(Locale.ROOT) + "\"";
    }

    private static String bucket(long tokens) {
        return tokens < 1_500 ? "minimal" : tokens < 6_000 ? "low" : tokens < 16_000 ? "medium" : "high";
    }

    private static @Nullable String word(String effort) {
        return switch (effort) {
            case "minimal", "low", "medium", "high" -> effort;
            case "xhigh", "max" -> "high";
            default -> null;
        };
    }
}
