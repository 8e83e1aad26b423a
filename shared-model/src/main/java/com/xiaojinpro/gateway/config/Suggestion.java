package com.xiaojinpro.gateway.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which of the known words an unknown one was meant to be. */
final class Suggestion {
    private Suggestion() {}

    /** The closest candidate; null where none is close. */
    static @Nullable String closest(String word, Collection<String> candidates) {
        String plain = plain(word);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(plain, plain(candidate));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        int allowed = Math.max(1, plain.length() / 3);
        return bestDistance <= allowed ? best : null;
    }

    /** {@code ; did you mean 'x'?}, or all candidates, or an empty text where there are none. */
    static String hint(String word, Collection<String> candidates, String listed) {
        String closest = closest(word, candidates);
        if (closest != null) {
            return "; did you mean '" + closest + "'?";
        }
        return candidates.isEmpty() ? "" : "; " + listed + ": " + String.join(", ", candidates);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Edits (insert, delete, replace, swap of neighbours) between two words. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, edits[i - 2][j - 2] + 1);
                }
                edits[i][j] = best;
            }
        }
        return edits[a.length()][b.length()];
    }
}
