package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.connector.openai.ModelRules.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI's models accept, by the beginning of their names; the longest that fits counts. It follows what the vendor
 * documents; where that says nothing, what models of the same family do is assumed. All of it can be overruled in the
 * configuration, and a model of tomorrow added there.
 */
final class KnownModels {
    private static final Set<String> PENALTIES = Set.of("presence_penalty", "frequency_penalty", "logit_bias");

    /** Models that do not reason. */
    private static final ModelRules PLAIN =
            new ModelRules(Api.EITHER, false, List.of(), null, SamplingRule.ALWAYS, Set.of("verbosity"));

    private static final ModelRules O1 =
            oSeries(Set.of("presence_penalty", "frequency_penalty", "logit_bias", "verbosity", "parallel_tool_calls"));
    private static final ModelRules O3 =
            oSeries(Set.of("presence_penalty", "frequency_penalty", "logit_bias", "verbosity", "stop"));
    private static final ModelRules O3_MINI = oSeries(
            Set.of("presence_penalty", "frequency_penalty", "logit_bias", "verbosity", "stop", "parallel_tool_calls"));

    private static final ModelRules GPT_5 = new ModelRules(
            Api.EITHER,
            true,
            List.of("minimal", "low", "medium", "high"),
            "medium",
            SamplingRule.NEVER,
            Set.of("presence_penalty", "frequency_penalty", "logit_bias", "stop"));
    /** From GPT-5.1 on a model may be told not to reason, and then samples. */
    private static final ModelRules GPT_5_1 =
            GPT_5.withEfforts("none", "none", "low", "medium", "high").withSampling(SamplingRule.WITHOUT_REASONING);

    private static final ModelRules GPT_5_2 = GPT_5_1.withEfforts("none", "none", "low", "medium", "high", "xhigh");
    /** What a later one does where it is told no effort is not known here. */
    private static final ModelRules GPT_5_X = GPT_5_1.withEfforts(null, "none", "low", "medium", "high", "xhigh");

    private static final ModelRules CODEX =
            GPT_5.withEfforts("medium", "low", "medium", "high").withApi(Api.RESPONSES);
    private static final ModelRules CODEX_XHIGH = CODEX.withEfforts("medium", "low", "medium", "high", "xhigh");
    private static final ModelRules PRO =
            GPT_5.withEfforts(null, "medium", "high", "xhigh").withApi(Api.RESPONSES);

    private static final ModelRules GPT_6 = new ModelRules(
            Api.EITHER,
            true,
            List.of("low", "medium", "high", "xhigh", "max"),
            "medium",
            SamplingRule.NEVER,
            Set.of("presence_penalty", "frequency_penalty", "logit_bias", "stop", "prompt_cache_retention"));

    private static final Map<String, ModelRules> BY_PREFIX = table();

    private KnownModels() {}

    private static ModelRules oSeries(Set<String> refused) {
        return new ModelRules(
                Api.EITHER, true, List.of("low", "medium", "high"), "medium", SamplingRule.NEVER, refused);
    }

    private static Map<String, ModelRules> table() {
        Map<String, ModelRules> table = new LinkedHashMap<>();
        table.put("gpt-3.5", PLAIN);
        table.put("gpt-4", PLAIN);
        table.put("chatgpt-4o", PLAIN);
        table.put("gpt-4o-audio", PLAIN.withApi(Api.CHAT));
        table.put("gpt-4o-mini-audio", PLAIN.withApi(Api.CHAT));
        table.put("gpt-audio", PLAIN.withApi(Api.CHAT));
        ModelRules search = new ModelRules(
                Api.CHAT, false, List.of(), null, SamplingRule.NEVER, plus(PENALTIES, "verbosity", "n", "seed"));
        table.put("gpt-4o-search", search);
        table.put("gpt-4o-mini-search", search);
        table.put("gpt-5-search", search);
        table.put("o1", O1);
        table.put("o1-pro", O1.withApi(Api.RESPONSES));
        table.put("o3", O3);
        table.put("o3-mini", O3_MINI);
        table.put("o3-pro", O3.withApi(Api.RESPONSES));
        table.put("o3-deep-research", O3.withApi(Api.RESPONSES));
        table.put("o4-mini", O3);
        table.put("o4-mini-deep-research", O3.withApi(Api.RESPONSES));
        table.put("codex-mini", O3.withApi(Api.RESPONSES));
        table.put("computer-use", PLAIN.withApi(Api.RESPONSES));
        table.put("gpt-5", GPT_5);
        table.put("gpt-5-chat", PLAIN);
        table.put("gpt-5-pro", GPT_5.withEfforts("high", "high").withApi(Api.RESPONSES));
        table.put("gpt-5-codex", CODEX);
        table.put("gpt-5.", GPT_5_X);
        table.put("gpt-5.1", GPT_5_1);
        table.put("gpt-5.1-chat", PLAIN);
        table.put("gpt-5.1-codex", CODEX);
        table.put("gpt-5.1-codex-max", CODEX_XHIGH);
        table.put("gpt-5.2", GPT_5_2);
        table.put("gpt-5.2-chat", PLAIN);
        table.put("gpt-5.2-codex", CODEX_XHIGH);
        table.put("gpt-5.2-pro", PRO);
        table.put("gpt-5.3-codex", CODEX_XHIGH);
        table.put("gpt-5.4", GPT_5_2);
        table.put("gpt-5.4-pro", PRO);
        table.put("gpt-5.5-pro", PRO);
        table.put("gpt-6", GPT_6);
        return Map.copyOf(table);
    }

    private static Set<String> plus(Set<String> fields, String... more) {
        Set<String> all = new java.util.LinkedHashSet<>(fields);
        all.addAll(List.of(more));
        return all;
    }

    /** What is known of a model; null for nothing. */
    static @Nullable ModelRules of(String model) {
        String name = bare(model);
        ModelRules best = null;
        int longest = -1;
        for (Map.Entry<String, ModelRules> known : BY_PREFIX.entrySet()) {
            String prefix = known.getKey();
            if (prefix.length() > longest && name.startsWith(prefix)) {
                best = known.getValue();
                longest = prefix.length();
            }
        }
        return best;
    }

    /** A name without what stands before the model: a fine-tune's mark, an aggregator's vendor. */
    private static String bare(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1);
        return name.startsWith("ft:") ? name.substring("ft:".length()) : name;
    }
}
