package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Reads {@code [providers.NAME.models."MODEL"]}: what an operator knows better than the documented rows. What is not set
 * stays as the row has it.
 */
public final class ModelCorrections {
    private static final long MOST_OUTPUT = 100_000_000;
    private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");
    private static final List<String> SAMPLING =
            Stream.of(SamplingRule.values()).map(SamplingRule::word).toList();

    private ModelCorrections() {}

    static ClaudeModels models(Settings settings) {
        return models(settings, UnaryOperator.identity());
    }

    /**
     * @param host what a host makes of every row, before the operator's corrections
     */
    public static ClaudeModels models(Settings settings, UnaryOperator<ClaudeModel> host) {
        Settings tables = settings.table("models");
        Map<String, UnaryOperator<ClaudeModel>> corrections = new LinkedHashMap<>();
        for (String name : tables.keys()) {
            corrections.put(name, correction(tables.table(name)));
        }
        return new ClaudeModels(corrections, host);
    }

    private static UnaryOperator<ClaudeModel> correction(Settings table) {
        List<String> present = table.keys();
        long maxOutput = table.integer("max_output", 0, 0, MOST_OUTPUT);
        SamplingRule sampling = rule(table.word("sampling", SamplingRule.FREE.word(), SAMPLING));
        Set<ThinkingType> thinking = thinking(table);
        List<String> efforts = efforts(table);
        boolean hidesThoughts = table.bool("hides_thoughts", false);
        boolean forcedTools = table.bool("forced_tools", false);
        boolean structuredOutput = table.bool("structured_output", false);
        boolean prefill = table.bool("prefill", false);
        boolean systemTurns = table.bool("system_turns", false);
        return row -> new ClaudeModel(
                present.contains("max_output") ? maxOutput : row.maxOutput(),
                present.contains("sampling") ? sampling : row.sampling(),
                present.contains("thinking") ? thinking : row.thinking(),
                present.contains("hides_thoughts") ? hidesThoughts : row.hidesThoughts(),
                present.contains("efforts") ? efforts : row.efforts(),
                present.contains("forced_tools") ? forcedTools : row.forcedTools(),
                present.contains("structured_output") ? structuredOutput : row.structuredOutput(),
                present.contains("prefill") ? prefill : row.prefill(),
                present.contains("system_turns") ? systemTurns : row.systemTurns());
    }

    private static SamplingRule rule(String word) {
        for (SamplingRule rule : SamplingRule.values()) {
            if (rule.word().equals(word)) {
                return rule;
            }
        }
        throw new IllegalStateException("the settings let no other word through");
    }

    private static Set<ThinkingType> thinking(Settings table) {
        Set<ThinkingType> types = new LinkedHashSet<>();
        for (String word : table.strings("thinking")) {
            ThinkingType found = null;
            for (ThinkingType type : ThinkingType.values()) {
                found = type.word().equals(word) ? type : found;
            }
            if (found == null) {
                table.problem(
                        "thinking",
                        "'" + word + "' is not known; enabled, adaptive, disabled or between_tools was meant");
            } else {
                types.add(found);
            }
        }
        return types;
    }

    private static List<String> efforts(Settings table) {
        List<String> words = table.strings("efforts");
        List<String> efforts = new ArrayList<>();
        for (String effort : EFFORTS) {
            if (words.contains(effort)) {
                efforts.add(effort);
            }
        }
        for (String word : words) {
            if (!EFFORTS.contains(word)) {
                table.problem("efforts", "'" + word + "' is not known; " + String.join(", ", EFFORTS) + " were meant");
            }
        }
        return efforts;
    }
}
