package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.config.Settings;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.SamplingRule;
import com.xiaojinpro.gateway.connector.openai.ModelRules.Api;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of every model of one provider: what is known of it, then what the operator says under {@code
 * model_rules."NAME"}, where a name that ends in {@code *} is a prefix and the longer one is the better word. Immutable.
 */
final class ModelRuleBook {
    private static final List<String> APIS = List.of("either", "chat", "responses");
    private static final List<String> SAMPLING = List.of("always", "without_reasoning", "never");

    /** What the operator says of some models; null is what was not said. */
    private record Entry(
            String pattern,
            @Nullable ModelRules like,
            @Nullable Api api,
            @Nullable Boolean reasoning,
            @Nullable List<String> efforts,
            @Nullable String impliedEffort,
            @Nullable SamplingRule sampling,
            @Nullable Set<String> refused) {

        boolean fits(String model) {
            return pattern.endsWith("*")
                    ? model.startsWith(pattern.substring(0, pattern.length() - 1))
                    : model.equals(pattern);
        }

        ModelRules on(ModelRules rules) {
            ModelRules base = like == null ? rules : like;
            return new ModelRules(
                    api == null ? base.api() : api,
                    reasoning == null ? base.reasoning() : reasoning,
                    efforts == null ? base.efforts() : efforts,
                    impliedEffort == null ? base.impliedEffort() : impliedEffort,
                    sampling == null ? base.sampling() : sampling,
                    refused == null ? base.refused() : refused);
        }
    }

    private final List<Entry> entries;

    private ModelRuleBook(List<Entry> entries) {
        this.entries = entries;
    }

    /** Reads the table {@code model_rules} of a provider. */
    static ModelRuleBook read(Settings provider) {
        Settings table = provider.table("model_rules");
        List<Entry> entries = new ArrayList<>();
        for (String pattern : table.keys()) {
            entries.add(entry(pattern, table.table(pattern)));
        }
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.pattern().length())
                .thenComparing(entry -> !entry.pattern().endsWith("*")));
        return new ModelRuleBook(List.copyOf(entries));
    }

    private static Entry entry(String pattern, Settings said) {
        List<String> keys = said.keys();
        String like = said.string("like");
        ModelRules known = like == null ? null : KnownModels.of(like);
        if (like != null && known == null) {
            said.problem("like", "nothing is known of '" + like + "'; a model of OpenAI such as gpt-5 was meant");
        }
        String api = said.word("api", "either", APIS);
        boolean reasoning = said.bool("reasoning", false);
        List<String> efforts = said.strings("efforts");
        for (String effort : efforts) {
            if (!ChatSwitches.ALL_EFFORTS.contains(effort)) {
                said.problem(
                        "efforts",
                        "'" + effort + "' is not an effort; one of " + String.join(", ", ChatSwitches.ALL_EFFORTS)
                                + " was meant");
            }
        }
        List<String> inOrder =
                ChatSwitches.ALL_EFFORTS.stream().filter(efforts::contains).toList();
        String sampling = said.word("sampling", "always", SAMPLING);
        List<String> refused = said.strings("refused_fields");
        return new Entry(
                pattern,
                known,
                keys.contains("api") ? Api.valueOf(api.toUpperCase(Locale.ROOT)) : null,
                keys.contains("reasoning") ? reasoning : null,
                keys.contains("efforts") ? inOrder : null,
                said.string("implied_effort"),
                keys.contains("sampling") ? SamplingRule.valueOf(sampling.toUpperCase(Locale.ROOT)) : null,
                keys.contains("refused_fields") ? Set.copyOf(refused) : null);
    }

    /** The rules of a model, by the provider's own name of it. */
    ModelRules of(String model) {
        ModelRules known = KnownModels.of(model);
        ModelRules rules = known == null ? ModelRules.UNKNOWN : known;
        for (Entry entry : entries) {
            if (entry.fits(model)) {
                rules = entry.on(rules);
            }
        }
        return rules;
    }
}
