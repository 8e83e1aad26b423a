package com.xiaojinpro.gateway.connector.anthropic;

import static com.xiaojinpro.gateway.connector.anthropic.SamplingRule.EXCLUSIVE;
import static com.xiaojinpro.gateway.connector.anthropic.SamplingRule.FREE;
import static com.xiaojinpro.gateway.connector.anthropic.SamplingRule.REFUSED;
import static com.xiaojinpro.gateway.connector.anthropic.ThinkingType.ADAPTIVE;
import static com.xiaojinpro.gateway.connector.anthropic.ThinkingType.BETWEEN_TOOLS;
import static com.xiaojinpro.gateway.connector.anthropic.ThinkingType.DISABLED;
import static com.xiaojinpro.gateway.connector.anthropic.ThinkingType.ENABLED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every model takes: the rows that Anthropic's documents give, corrected by the operator's. A row's name stands for all
 * dates and hosts of a model; one that ends in {@code *} is a prefix, and the longest that fits counts. Immutable but for a
 * bounded memory of what was looked up; thread-safe.
 */
public final class ClaudeModels {
    private static final int REMEMBERED = 1_000;
    private static final List<String> NO_EFFORT = List.of();
    private static final List<String> UP_TO_HIGH = List.of("low", "medium", "high");
    private static final List<String> WITHOUT_XHIGH = List.of("low", "medium", "high", "max");
    private static final List<String> EVERY_EFFORT = List.of("low", "medium", "high", "xhigh", "max");

    /** {@code us.anthropic.}, {@code anthropic/} and the like before the name. */
    private static final Pattern HOST = Pattern.compile("^.*?(?=claude-)");
    /** A date, a version of Bedrock or Vertex, a word of a proxy behind the name. */
    private static final Pattern TAIL =
            Pattern.compile("(?:[@:].*|-v\\d+(?::\\d+)?|-latest|-fast|-thinking|-20\\d{6})$");

    /** A Claude model nobody has told about: the newest ones refuse most of what older ones took. */
    private static final ClaudeModel NEWEST =
            new ClaudeModel(0, REFUSED, Set.of(ADAPTIVE), true, EVERY_EFFORT, true, true, false, true);
    /** A model of another maker behind a server that speaks this protocol. */
    private static final ClaudeModel OTHER =
            new ClaudeModel(0, FREE, Set.of(ENABLED, DISABLED), false, NO_EFFORT, true, false, true, false);

    private static final Map<String, ClaudeModel> ROWS = rows();

    private final Map<String, UnaryOperator<ClaudeModel>> corrections;
    private final UnaryOperator<ClaudeModel> host;
    private final Map<String, ClaudeModel> known = new ConcurrentHashMap<>();

    /**
     * @param corrections changes to the rows by the names of models, prefixes where they end in {@code *}
     */
    public ClaudeModels(Map<String, UnaryOperator<ClaudeModel>> corrections) {
        this(corrections, UnaryOperator.identity());
    }

    /**
     * @param host what a host makes of every row, before the corrections
     */
    ClaudeModels(Map<String, UnaryOperator<ClaudeModel>> corrections, UnaryOperator<ClaudeModel> host) {
        this.corrections = Map.copyOf(corrections);
        this.host = host;
    }

    /** The rows as they are. */
    public static ClaudeModels documented() {
        return new ClaudeModels(Map.of());
    }

    /** What a model takes, by the provider's own id of it. */
    public ClaudeModel of(String model) {
        ClaudeModel found = known.get(model);
        if (found == null) {
            found = corrected(model);
            if (known.size() < REMEMBERED) {
                known.put(model, found);
            }
        }
        return found;
    }

    private ClaudeModel corrected(String model) {
        String family = family(model);
        ClaudeModel row = best(ROWS, family);
        if (row == null) {
            row = family.startsWith("claude-") ? NEWEST : OTHER;
        }
        row = host.apply(row);
        UnaryOperator<ClaudeModel> correction = best(corrections, model);
        if (correction == null) {
            correction = best(corrections, family);
        }
        return correction == null ? row : correction.apply(row);
    }

    /** The model without host, date and version. */
    static String family(String model) {
        String name = HOST.matcher(model.toLowerCase(Locale.ROOT)).replaceFirst("");
        if (!name.startsWith("claude-")) {
            return model;
        }
        String before;
        do {
            before = name;
            name = TAIL.matcher(name).replaceFirst("");
        } while (!name.equals(before));
        return name.replace('.', '-');
    }

    private static <T> @Nullable T best(Map<String, T> rows, String name) {
        T exact = rows.get(name);
        if (exact != null) {
            return exact;
        }
        String longest = null;
        for (String pattern : rows.keySet()) {
            boolean fits = pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
            if (fits && (longest == null || pattern.length() > longest.length())) {
                longest = pattern;
            }
        }
        return longest == null ? null : rows.get(longest);
    }

    /** Anthropic's documents of November 2026; prefill ended with the 4.6 models. */
    private static Map<String, ClaudeModel> rows() {
        Map<String, ClaudeModel> rows = new LinkedHashMap<>();
        ClaudeModel first = new ClaudeModel(4_096, FREE, Set.of(), false, NO_EFFORT, true, false, true, false);
        rows.put("claude-instant*", first);
        rows.put("claude-2*", first);
        rows.put("claude-3-*", first);
        rows.put("claude-3-5-*", new ClaudeModel(8_192, FREE, Set.of(), false, NO_EFFORT, true, false, true, false));
        rows.put("claude-3-7-*", old(64_000, FREE, Set.of(ENABLED), NO_EFFORT, false));
        rows.put("claude-sonnet-4", old(64_000, FREE, Set.of(ENABLED), NO_EFFORT, false));
        rows.put("claude-sonnet-4-0", old(64_000, FREE, Set.of(ENABLED), NO_EFFORT, false));
        rows.put("claude-opus-4", old(32_000, FREE, Set.of(ENABLED), NO_EFFORT, false));
        rows.put("claude-opus-4-0", old(32_000, FREE, Set.of(ENABLED), NO_EFFORT, false));
        rows.put("claude-opus-4-1", old(32_000, EXCLUSIVE, Set.of(ENABLED), NO_EFFORT, true));
        rows.put("claude-sonnet-4-5", old(64_000, EXCLUSIVE, Set.of(ENABLED, DISABLED), NO_EFFORT, true));
        rows.put("claude-haiku-4-5", old(64_000, EXCLUSIVE, Set.of(ENABLED, DISABLED), NO_EFFORT, true));
        rows.put("claude-opus-4-5", old(64_000, EXCLUSIVE, Set.of(ENABLED, DISABLED), UP_TO_HIGH, true));
        ClaudeModel sixth = new ClaudeModel(
                128_000,
                EXCLUSIVE,
                Set.of(ENABLED, ADAPTIVE, DISABLED),
                false,
                WITHOUT_XHIGH,
                true,
                true,
                false,
                false);
        rows.put("claude-opus-4-6", sixth);
        rows.put("claude-sonnet-4-6", sixth);
        rows.put("claude-opus-4-7", adaptive(Set.of(ADAPTIVE, DISABLED), true, false));
        rows.put("claude-opus-4-8", adaptive(Set.of(ADAPTIVE, DISABLED), true, false));
        rows.put("claude-sonnet-5", adaptive(Set.of(ADAPTIVE, DISABLED), true, true));
        rows.put("claude-opus-5", adaptive(Set.of(ADAPTIVE, DISABLED), true, true));
        rows.put("claude-haiku-5-5", adaptive(Set.of(ADAPTIVE, DISABLED), true, true));
        rows.put("claude-sonnet-5-5", adaptive(Set.of(ADAPTIVE, BETWEEN_TOOLS), false, true));
        rows.put("claude-opus-5-5", adaptive(Set.of(ADAPTIVE), false, true));
        rows.put("claude-fable-5-1", adaptive(Set.of(ADAPTIVE), false, true));
        rows.put("claude-fable-5", adaptive(Set.of(ADAPTIVE), true, true));
        rows.put("claude-mythos*", adaptive(Set.of(ADAPTIVE), true, true));
        return Map.copyOf(rows);
    }

    private static ClaudeModel old(
            long maxOutput,
            SamplingRule sampling,
            Set<ThinkingType> thinking,
            List<String> efforts,
            boolean structuredOutput) {
        return new ClaudeModel(maxOutput, sampling, thinking, false, efforts, true, structuredOutput, true, false);
    }

    private static ClaudeModel adaptive(Set<ThinkingType> thinking, boolean forcedTools, boolean systemTurns) {
        return new ClaudeModel(128_000, REFUSED, thinking, true, EVERY_EFFORT, forcedTools, true, false, systemTurns);
    }
}
