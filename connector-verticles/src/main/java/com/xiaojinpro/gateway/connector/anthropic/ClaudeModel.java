package com.xiaojinpro.gateway.connector.anthropic;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one family of models takes, as data: {@link ClaudeModels} has a row for each that is known, and an operator can
 * correct every value. Used where a request is written from another dialect; a client's own Messages request goes on as it
 * is.
 *
 * @param maxOutput the highest {@code max_tokens}; 0 where nobody knows
 * @param thinking the types of thinking it takes; empty for a model that does not think
 * @param hidesThoughts whether it shows its thoughts only where {@code display} asks for them
 * @param efforts the words of {@code output_config.effort} it takes, the lowest first
 * @param forcedTools whether a call can be demanded ({@code tool_choice} of {@code any} or {@code tool})
 * @param structuredOutput whether it knows {@code output_config.format} and strict tools
 * @param prefill whether the conversation may end with a turn of the assistant
 * @param systemTurns whether a {@code system} message may stand within the conversation
 */
public record ClaudeModel(
        long maxOutput,
        SamplingRule sampling,
        Set<ThinkingType> thinking,
        boolean hidesThoughts,
        List<String> efforts,
        boolean forcedTools,
        boolean structuredOutput,
        boolean prefill,
        boolean systemTurns) {
    private static final List<String> RUNGS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    public ClaudeModel {
        thinking = Set.copyOf(thinking);
        efforts = List.copyOf(efforts);
    }

    /** The same model behind a host that does, or does not, enforce schemas. */
    public ClaudeModel withStructuredOutput(boolean enforced) {
        return new ClaudeModel(
                maxOutput, sampling, thinking, hidesThoughts, efforts, forcedTools, enforced, prefill, systemTurns);
    }

    boolean thinks(ThinkingType type) {
        return thinking.contains(type);
    }

    /** The highest limit of output that can be asked for, or the wish itself where no limit is known (H84). */
    long limited(long wish) {
        return maxOutput > 0 ? Math.min(wish, maxOutput) : wish;
    }

    /** The rung that stands for an effort: itself, else the next lower one, else the lowest (H69); null for none at all. */
    @Nullable
    String rung(String effort) {
        if (efforts.isEmpty() || efforts.contains(effort)) {
            return efforts.isEmpty() ? null : effort;
        }
        String best = efforts.getFirst();
        for (String rung : efforts) {
            if (RUNGS.indexOf(rung) <= RUNGS.indexOf(effort)) {
                best = rung;
            }
        }
        return best;
    }
}
