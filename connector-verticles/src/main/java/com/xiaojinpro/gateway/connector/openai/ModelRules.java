package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.connector.compatible.RefusedFields;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one model accepts. Immutable.
 *
 * @param api which of the two APIs it has
 * @param reasoning whether it reasons, so that its encrypted reasoning can be asked for
 * @param efforts the effort words it knows; none for a model that can be told none
 * @param impliedEffort its effort where the request names none; null where that is not known
 * @param sampling whether it takes temperature, top_p and log probabilities (H67)
 * @param refused further request fields it refuses, by their names in chat completions
 */
record ModelRules(
        Api api,
        boolean reasoning,
        List<String> efforts,
        @Nullable String impliedEffort,
        SamplingRule sampling,
        Set<String> refused) {
    /** What is known of a model nobody told of: nothing is held back from it. */
    static final ModelRules UNKNOWN =
            new ModelRules(Api.EITHER, false, ChatSwitches.ALL_EFFORTS, null, SamplingRule.ALWAYS, Set.of());

    /** Where a model is served. */
    enum Api {
        EITHER,
        CHAT,
        RESPONSES
    }

    ModelRules {
        efforts = List.copyOf(efforts);
        refused = Set.copyOf(refused);
    }

    ModelRules withApi(Api newApi) {
        return new ModelRules(newApi, reasoning, efforts, impliedEffort, sampling, refused);
    }

    ModelRules withEfforts(@Nullable String implied, String... words) {
        return new ModelRules(api, reasoning, List.of(words), implied, sampling, refused);
    }

    ModelRules withSampling(SamplingRule rule) {
        return new ModelRules(api, reasoning, efforts, impliedEffort, rule, refused);
    }

    RefusedFields refusedOf(UnifiedRequest request) {
        return RefusedFields.of(request, sampling, impliedEffort, efforts, refused);
    }
}
