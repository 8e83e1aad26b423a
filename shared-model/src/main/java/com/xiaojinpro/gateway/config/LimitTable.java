package com.xiaojinpro.gateway.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table {@code limits} of a key or a tenant.
 *
 * @param amounts what is allowed, by the names of {@link #NAMES}; absent where there is no limit
 * @param failClosed the limits that refuse calls while their count cannot be reached
 */
public record LimitTable(Map<String, Long> amounts, Set<String> failClosed) {
    /** The limits there are. */
    public static final List<String> NAMES = List.of(
            "requests_per_minute",
            "requests_per_day",
            "tokens_per_minute",
            "input_tokens_per_minute",
            "output_tokens_per_minute",
            "concurrent_requests",
            "budget_micros_per_day",
            "budget_micros_per_month");

    public static final LimitTable NONE = new LimitTable(Map.of(), Set.of());

    public LimitTable {
        amounts = Map.copyOf(amounts);
        failClosed = Set.copyOf(failClosed);
    }
}
