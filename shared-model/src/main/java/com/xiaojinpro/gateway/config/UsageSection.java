package com.xiaojinpro.gateway.config;

import com.xiaojinpro.gateway.config.Price.Rate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sections {@code [usage]} and {@code [prices."PROVIDER/MODEL"]}. */
final class UsageSection {
    private static final long SMALLEST_SPOOL = 1L << 20;
    private static final long LARGEST_SPOOL = 1L << 40;
    private static final int MOST_DAYS = 36_500;
    private static final String ANY = "*";

    private UsageSection() {}

    /**
     * @param providers the names of the configured providers, those with problems included
     */
    static UsageConfig read(TomlSettings usage, TomlSettings prices, List<String> providers) {
        UsageConfig defaults = UsageConfig.DEFAULT;
        return new UsageConfig(
                prices(prices, providers),
                usage.integer("spool_max_bytes", defaults.spoolMaxBytes(), SMALLEST_SPOOL, LARGEST_SPOOL),
                usage.millis("write_interval_ms", defaults.writeInterval(), 1, 60_000),
                (int) usage.integer("retention_days", defaults.retentionDays(), 0, MOST_DAYS),
                (int) usage.integer("rollup_retention_days", defaults.rollupRetentionDays(), 0, MOST_DAYS));
    }

    private static List<Price> prices(TomlSettings section, List<String> providers) {
        List<Price> prices = new ArrayList<>();
        for (String name : section.keys()) {
            int slash = name.indexOf('/');
            String provider = slash < 0 ? "" : name.substring(0, slash);
            String model = slash < 0 ? "" : name.substring(slash + 1);
            if (slash < 0 || !Patterns.valid(model)) {
                section.problem(
                        name,
                        "'" + name
                                + "' names no target; PROVIDER/MODEL was meant, where MODEL may end in '*' and PROVIDER"
                                + " may be '*'");
            } else if (!provider.equals(ANY) && !providers.contains(provider)) {
                section.problem(
                        name,
                        "no provider is called '" + provider + "'"
                                + Suggestion.hint(provider, providers, "configured are"));
            }
            prices.add(new Price(provider, model, rates(section.table(name))));
        }
        return prices;
    }

    private static Map<Rate, BigDecimal> rates(TomlSettings table) {
        Map<Rate, BigDecimal> rates = new EnumMap<>(Rate.class);
        for (Rate rate : Rate.values()) {
            @Nullable BigDecimal dollars = table.dollars(rate.key());
            if (dollars != null) {
                rates.put(rate, dollars);
            }
        }
        return rates;
    }
}
