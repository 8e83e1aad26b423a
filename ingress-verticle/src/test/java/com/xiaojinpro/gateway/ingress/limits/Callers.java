package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.config.Timeouts;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Callers with limits, and what they ask for. */
final class Callers {
    static final String KEY = "k:id";
    static final String TENANT = "t:team";
    /** One message-less request counts one token of input. */
    static final long INPUT = 1;

    private static final Target TARGET = new Target("provider", "model", null, null, Timeouts.DEFAULT);

    private Callers() {}

    static Principal of(Limits key, Limits tenant) {
        return new Principal("app", "team", List.of(), "id", List.of(), key, tenant);
    }

    static Principal key(LimitKind kind, long limit) {
        return of(limits(Map.of(kind, limit)), Limits.NONE);
    }

    static Limits limits(Map<LimitKind, Long> amounts, LimitKind... failClosed) {
        Map<LimitKind, Long> all = new EnumMap<>(LimitKind.class);
        all.putAll(amounts);
        return new Limits(
                all.get(LimitKind.REQUESTS_PER_MINUTE),
                all.get(LimitKind.REQUESTS_PER_DAY),
                all.get(LimitKind.TOKENS_PER_MINUTE),
                all.get(LimitKind.INPUT_TOKENS_PER_MINUTE),
                all.get(LimitKind.OUTPUT_TOKENS_PER_MINUTE),
                all.get(LimitKind.CONCURRENT_REQUESTS),
                all.get(LimitKind.BUDGET_PER_DAY),
                all.get(LimitKind.BUDGET_PER_MONTH),
                Set.of(failClosed));
    }

    /** A request for at most so many tokens of output. */
    static Demand asking(long output) {
        UnifiedRequest request = new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .maxOutputTokens(output)
                .build();
        return new Demand(request, TARGET, 100);
    }

    /** A request that names no maximum. */
    static Demand askingAnything() {
        return new Demand(
                new UnifiedRequestBuilder(Dialect.OPENAI_CHAT).model("m").build(), TARGET, 100);
    }
}
