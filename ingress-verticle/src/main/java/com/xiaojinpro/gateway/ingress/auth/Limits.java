package com.xiaojinpro.gateway.ingress.auth;

import org.jspecify.annotations.Nullable;

/**
 * What a key or a tenant may use up; null where there is no limit.
 *
 * @param tokensPerMinute input and output together
 * @param concurrentRequests that may run at the same time
 * @param budgetMicrosPerDay money in millionths of a dollar, by day of UTC
 * @param budgetMicrosPerMonth the same by calendar month
 */
public record Limits(
        @Nullable Long requestsPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerMinute,
        @Nullable Long inputTokensPerMinute,
        @Nullable Long outputTokensPerMinute,
        @Nullable Long concurrentRequests,
        @Nullable Long budgetMicrosPerDay,
        @Nullable Long budgetMicrosPerMonth) {

    public static final Limits NONE = new Limits(null, null, null, null, null, null, null, null);
}
