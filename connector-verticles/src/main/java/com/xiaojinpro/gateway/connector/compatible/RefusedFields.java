package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.model.ReasoningControl;
import com.xiaojinpro.gateway.model.ReasoningControl.Mode;
import com.xiaojinpro.gateway.model.Sampling;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request that its model refuses: an answer without them is better than none (H67). What says no more
 * than the default is left out without a word, anything else is reported. Immutable.
 */
public final class RefusedFields {
    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "logprobs");

    private final Set<String> refused;
    private final Set<String> silent;

    private RefusedFields(Set<String> refused, Set<String> silent) {
        this.refused = refused;
        this.silent = silent;
    }

    /**
     * What a model refuses of a request.
     *
     * @param impliedEffort the effort of the model where the client names none
     * @param known the effort words the model knows
     */
    public static RefusedFields of(
            UnifiedRequest request,
            SamplingRule rule,
            @Nullable String impliedEffort,
            List<String> known,
            Set<String> always) {
        boolean samples = switch (rule) {
            case ALWAYS -> true;
            case NEVER -> false;
            case WITHOUT_REASONING -> !reasons(request.reasoning(), impliedEffort, known);
        };
        if (samples && always.isEmpty()) {
            return new RefusedFields(Set.of(), Set.of());
        }
        Set<String> refused = new LinkedHashSet<>(always);
        if (!samples) {
            refused.addAll(SAMPLING);
        }
        Sampling sampling = request.sampling();
        Set<String> silent = new LinkedHashSet<>();
        plain(silent, "temperature", sampling.temperature(), 1);
        plain(silent, "top_p", sampling.topP(), 1);
        plain(silent, "presence_penalty", sampling.presencePenalty(), 0);
        plain(silent, "frequency_penalty", sampling.frequencyPenalty(), 0);
        if (Boolean.TRUE.equals(request.parallelToolCalls())) {
            silent.add("parallel_tool_calls");
        }
        return new RefusedFields(refused, silent);
    }

    static RefusedFields of(UnifiedRequest request, ChatSwitches switches) {
        return of(request, switches.sampling(), switches.impliedEffort(), switches.efforts(), switches.refusedFields());
    }

    /** Whether a field must be left out; notes it as dropped where that says something. */
    public boolean refuses(String field, Set<String> dropped) {
        if (!refused.contains(field)) {
            return false;
        }
        if (!silent.contains(field)) {
            dropped.add(field);
        }
        return true;
    }

    private static boolean reasons(@Nullable ReasoningControl control, @Nullable String implied, List<String> known) {
        String effort = control == null ? implied : ReasoningMembers.word(control, known);
        if (control != null && control.effort() == null && control.budgetTokens() == null) {
            effort = control.mode() == Mode.UNSET ? implied : effort;
        }
        return !"none".equals(effort);
    }

    private static void plain(Set<String> silent, String field, @Nullable Double value, double plain) {
        if (value != null && value == plain) {
            silent.add(field);
        }
    }
}
