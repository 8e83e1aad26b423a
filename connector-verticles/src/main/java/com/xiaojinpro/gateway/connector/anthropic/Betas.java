package com.xiaojinpro.gateway.connector.anthropic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code anthropic-beta}: the operator's own words, then those of the client that the operator lets through,
 * each once and in order (H116). A word that is not let through is told as dropped. Immutable.
 */
public final class Betas {
    /** The name of the header. */
    public static final String HEADER = "anthropic-beta";

    /** It would make the provider read the credential as another kind. */
    private static final String CREDENTIAL = "oauth-";

    private final List<String> always;
    private final List<String> allowed;

    /**
     * @param always the operator's
     * @param allowed which of the client's go on; a word that ends in {@code *} stands for all that begin so
     */
    public Betas(List<String> always, List<String> allowed) {
        this.always = List.copyOf(always);
        this.allowed = List.copyOf(allowed);
    }

    /**
     * Adds the header where there is anything to say.
     *
     * @param client the client's own value, or null
     * @param dropped takes {@code anthropic-beta.WORD} for each that does not go on
     */
    public void add(Map<String, String> headers, @Nullable String client, Set<String> dropped) {
        Set<String> words = new LinkedHashSet<>(always);
        if (client != null) {
            for (String piece : client.split(",", -1)) {
                String word = piece.strip();
                if (word.isEmpty() || words.contains(word)) {
                    continue;
                }
                if (passes(word)) {
                    words.add(word);
                } else {
                    dropped.add(HEADER + "." + (plain(word) ? word : "other"));
                }
            }
        }
        if (!words.isEmpty()) {
            headers.put(HEADER, String.join(",", words));
        }
    }

    private boolean passes(String word) {
        if (!plain(word) || word.startsWith(CREDENTIAL)) {
            return false;
        }
        for (String pattern : allowed) {
            boolean prefix = pattern.endsWith("*");
            if (prefix ? word.startsWith(pattern.substring(0, pattern.length() - 1)) : word.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean plain(String word) {
        return word.length() <= 100 && word.chars().allMatch(c -> ToolNames.plain(c) || c == '.');
    }
}
