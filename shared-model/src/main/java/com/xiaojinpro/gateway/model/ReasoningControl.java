package com.xiaojinpro.gateway.model;

import org.jspecify.annotations.Nullable;

/**
 * How much the model should think.
 *
 * @param mode whether thinking is on; UNSET where the client only named an effort, or nothing
 * @param effort one of {@code none minimal low medium high xhigh max}, as the client wrote it
 * @param budgetTokens an explicit thinking budget
 * @param visibility whether the thoughts are shown
 */
public record ReasoningControl(
        Mode mode, @Nullable String effort, @Nullable Long budgetTokens, Visibility visibility, Extras extras) {
    public enum Mode {
        UNSET,
        OFF,
        ON,
        /** The model decides (Anthropic adaptive). */
        ADAPTIVE,
        /** Anthropic {@code between_tools}. */
        BETWEEN_TOOLS
    }

    public enum Visibility {
        UNSET,
        OMITTED,
        SUMMARY,
        FULL
    }

    /** Only an effort was named. */
    public static ReasoningControl effort(String effort) {
        return new ReasoningControl(Mode.UNSET, effort, null, Visibility.UNSET, Extras.NONE);
    }
}
