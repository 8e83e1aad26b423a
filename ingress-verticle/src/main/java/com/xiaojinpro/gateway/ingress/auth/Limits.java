package com.xiaojinpro.gateway.ingress.auth;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key or a tenant may use up; null where there is no limit.
 *
 * @param tokensPerMinute input and output together
 * @param concurrentRequests that may run at the same time
 * @param budgetMicrosPerDay money in millionths of a dollar, by day of UTC
 * @param budgetMicrosPerMonth the same by calendar month
 * @param failClosed the limits that refuse calls while the cluster, which keeps the counts, cannot be reached; the others
 *     go on with each node counting for itself
 */
public record Limits(
        @Nullable Long requestsPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerMinute,
        @Nullable Long inputTokensPerMinute,
        @Nullable Long outputTokensPerMinute,
        @Nullable Long concurrentRequests,
        @Nullable Long budgetMicrosPerDay,
        @Nullable Long budgetMicrosPerMonth,
        Set<LimitKind> failClosed) {

    public static final Limits NONE = new Limits(null, null, null, null, null, null, null, null);

    public Limits {
        failClosed = Set.copyOf(failClosed);
    }

    /** Limits that go on without the cluster. */
    public Limits(
            @Nullable Long requestsPerMinute,
            @Nullable Long requestsPerDay,
            @Nullable Long tokensPerMinute,
            @Nullable Long inputTokensPerMinute,
            @Nullable Long outputTokensPerMinute,
            @Nullable Long concurrentRequests,
            @Nullable Long budgetMicrosPerDay,
            @Nullable Long budgetMicrosPerMonth) {
        this(
                requestsPerMinute,
                requestsPerDay,
                tokensPerMinute,
                inputTokensPerMinute,
                outputTokensPerMinute,
                concurrentRequests,
                budgetMicrosPerDay,
                budgetMicrosPerMonth,
                Set.of());
    }

    /** One of them. */
    public @Nullable Long of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE -> requestsPerMinute;
            case REQUESTS_PER_DAY -> requestsPerDay;
            case TOKENS_PER_MINUTE -> tokensPerMinute;
            case INPUT_TOKENS_PER_MINUTE -> inputTokensPerMinute;
            case OUTPUT_TOKENS_PER_MINUTE -> outputTokensPerMinute;
            case CONCURRENT_REQUESTS -> concurrentRequests;
            case BUDGET_PER_DAY -> budgetMicrosPerDay;
            case BUDGET_PER_MONTH -> budgetMicrosPerMonth;
        };
    }

    /** Whether nothing is limited. */
    public boolean none() {
        return requestsPerMinute == null
                && requestsPerDay == null
                && tokensPerMinute == null
                && inputTokensPerMinute == null
                && outputTokensPerMinute == null
                && concurrentRequests == null
                && budgetMicrosPerDay == null
                && budgetMicrosPerMonth == null;
    }
}
