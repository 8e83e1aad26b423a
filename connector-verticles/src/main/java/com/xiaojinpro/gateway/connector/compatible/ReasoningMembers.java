package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a wish for reasoning is put to a server, in its own style. */
public final class ReasoningMembers {
    private static final int BUDGET_LOW = 1_500;
    private static final int BUDGET_MEDIUM = 6_000;
    private static final int BUDGET_HIGH = 16_000;

    private ReasoningMembers() {}

    /**
     * The top-level members that ask for it, raw, in order.
     *
     * @param dropped takes the name of what cannot be asked
     */
    static Map<String, String> of(ReasoningControl control, ChatSwitches switches, Set<String> dropped) {
        Map<String, String> members = new LinkedHashMap<>();
        boolean off = control.mode() == Mode.OFF || "none".equals(control.effort());
        String effort = effort(control, off);
        switch (switches.reasoningStyle()) {
            case REASONING_EFFORT -> effort(members, effort, off, switches.efforts(), dropped);
            case REASONING -> reasoning(members, control, effort, off, switches.efforts());
            case THINKING -> {
                members.put("thinking", off ? "{\"type\":\"disabled\"}" : "{\"type\":\"enabled\"}");
                boolean told = control.effort() != null || control.budgetTokens() != null;
                if (!off && told && !switches.efforts().isEmpty()) {
                    effort(members, effort, false, switches.efforts(), dropped);
                }
            }
            case CHAT_TEMPLATE_KWARGS ->
                members.put(
                        "chat_template_kwargs",
                        "{" + JsonText.quoted(switches.thinkingArgument()) + ":" + (off ? "false" : "true") + "}");
            case NONE -> dropped.add("reasoning");
        }
        return members;
    }

    /** The word itself, or the nearest lower one the server knows, or its lowest (H69). */
    static @Nullable String known(String effort, List<String> known) {
        if (known.isEmpty() || known.contains(effort)) {
            return known.isEmpty() ? null : effort;
        }
        int wanted = ChatSwitches.ALL_EFFORTS.indexOf(effort);
        if (wanted < 0) {
            // A word of tomorrow: the server may know it.
            return effort;
        }
        String best = null;
        for (String candidate : known) {
            if (ChatSwitches.ALL_EFFORTS.indexOf(candidate) <= wanted && !candidate.equals("none")) {
                best = candidate;
            }
        }
        if (best != null) {
            return best;
        }
        return known.stream().filter(word -> !word.equals("none")).findFirst().orElse(null);
    }

    private static String effort(ReasoningControl control, boolean off) {
        if (off) {
            return "none";
        }
        String told = control.effort();
        if (told != null) {
            return told;
        }
        Long budget = control.budgetTokens();
        if (budget == null) {
            return "medium";
        }
        if (budget < BUDGET_LOW) {
            return "minimal";
        }
        return budget < BUDGET_MEDIUM ? "low" : budget < BUDGET_HIGH ? "medium" : "high";
    }

    private static void effort(
            Map<String, String> members, String effort, boolean off, List<String> known, Set<String> dropped) {
        String word = word(effort, off, known);
        if (word == null) {
            dropped.add("reasoning");
        } else {
            members.put("reasoning_effort", JsonText.quoted(word));
        }
    }

    /** The effort word of a wish that a model with these words is told; null where it can be told none. */
    public static @Nullable String word(ReasoningControl control, List<String> known) {
        boolean off = control.mode() == Mode.OFF || "none".equals(control.effort());
        return word(effort(control, off), off, known);
    }

    private static @Nullable String word(String effort, boolean off, List<String> known) {
        if (!off) {
            return known(effort, known);
        }
        return known.contains("none") ? "none" : null;
    }

    private static void reasoning(
            Map<String, String> members, ReasoningControl control, String effort, boolean off, List<String> known) {
        Long budget = control.budgetTokens();
        if (off) {
            members.put("reasoning", "{\"effort\":\"none\"}");
        } else if (budget != null && control.effort() == null) {
            members.put("reasoning", "{\"max_tokens\":" + budget + "}");
        } else if (control.effort() == null && control.mode() != Mode.UNSET) {
            members.put("reasoning", "{\"enabled\":true}");
        } else {
            String word = known(effort, known);
            members.put(
                    "reasoning", word == null ? "{\"enabled\":true}" : "{\"effort\":" + JsonText.quoted(word) + "}");
        }
    }
}
