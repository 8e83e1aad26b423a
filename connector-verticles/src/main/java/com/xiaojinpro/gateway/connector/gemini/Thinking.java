package com.xiaojinpro.gateway.connector.gemini;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a model is told how much to think. */
sealed interface Thinking {
    /** The levels there are, the least first. */
    List<String> LEVELS = List.of("minimal", "low", "medium", "high");

    /** The model does not think, or cannot be told. */
    record None() implements Thinking {}

    /**
     * In tokens (Gemini 2.5).
     *
     * @param canBeOff whether a budget of zero is taken
     */
    record Budget(long min, long max, boolean canBeOff) implements Thinking {}

    /**
     * In levels (Gemini 3 and later).
     *
     * @param levels those the model knows, the least first
     */
    record Levels(List<String> levels) implements Thinking {
        public Levels {
            levels = List.copyOf(levels);
        }

        /** The nearest level the model knows that is no higher; the least one where all are. */
        String nearest(String wanted) {
            String best = levels.getFirst();
            for (String level : levels) {
                if (LEVELS.indexOf(level) <= LEVELS.indexOf(wanted)) {
                    best = level;
                }
            }
            return best;
        }
    }

    /**
     * Reads an operator's words: {@code none}, {@code budget 0..24576}, {@code budget 128..32768 always} or {@code level low
     * high}; null where they are not understood.
     */
    static @Nullable Thinking parse(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        return switch (words[0]) {
            case "none" -> words.length == 1 ? new None() : null;
            case "budget" -> budget(words);
            case "level" -> levels(words);
            default -> null;
        };
    }

    private static @Nullable Thinking budget(String[] words) {
        boolean always = words.length == 3 && words[2].equals("always");
        if (words.length != 2 && !always) {
            return null;
        }
        String[] bounds = words[1].split("\\.\\.", -1);
        try {
            long min = Long.parseLong(bounds[0]);
            long max = bounds.length == 2 ? Long.parseLong(bounds[1]) : -1;
            return min < 0 || max < min ? null : new Budget(min, max, !always);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Thinking levels(String[] words) {
        List<String> told = List.of(words).subList(1, words.length);
        boolean known = !told.isEmpty() && LEVELS.containsAll(told);
        return known ? new Levels(LEVELS.stream().filter(told::contains).toList()) : null;
    }
}
