package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.LimitListener;
import com.xiaojinpro.gateway.ingress.limits.LimitScope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What the gateway tells of its limits. Labels are members of closed sets. Thread-safe. */
final class LimitMetrics implements LimitListener {
    private final Map<LimitScope, Map<LimitKind, Counter>> usedUp;
    private final Map<LimitScope, Map<LimitKind, Counter>> unavailable;
    private final Counter reached;
    private final Counter unreached;
    private final Counter recalled;
    private final Counter unrecalled;

    LimitMetrics(MeterRegistry registry) {
        usedUp = refusals(registry, "used_up");
        unavailable = refusals(registry, "unavailable");
        reached = draws(registry, "reached");
        unreached = draws(registry, "unreached");
        recalled = recalls(registry, "reached");
        unrecalled = recalls(registry, "unreached");
    }

    @Override
    public void refused(LimitScope scope, LimitKind kind) {
        count(usedUp, scope, kind);
    }

    @Override
    public void unavailable(LimitScope scope, LimitKind kind) {
        count(unavailable, scope, kind);
    }

    @Override
    public void drawn(boolean heard) {
        (heard ? reached : unreached).increment();
    }

    @Override
    public void recalled(boolean heard) {
        (heard ? recalled : unrecalled).increment();
    }

    private static void count(Map<LimitScope, Map<LimitKind, Counter>> counters, LimitScope scope, LimitKind kind) {
        Map<LimitKind, Counter> ofScope = counters.get(scope);
        Counter counter = ofScope == null ? null : ofScope.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Map<LimitScope, Map<LimitKind, Counter>> refusals(MeterRegistry registry, String reason) {
        Map<LimitScope, Map<LimitKind, Counter>> counters = new EnumMap<>(LimitScope.class);
        for (LimitScope scope : LimitScope.values()) {
            Map<LimitKind, Counter> ofScope = new EnumMap<>(LimitKind.class);
            for (LimitKind kind : LimitKind.values()) {
                ofScope.put(
                        kind,
                        Counter.builder("xjp.limit.refusals")
                                .description("Calls that were refused, by the limit that refused them")
                                .tags("scope", scope.word(), "limit", kind.word(), "reason", reason)
                                .register(registry));
            }
            counters.put(scope, ofScope);
        }
        return counters;
    }

    private static Counter recalls(MeterRegistry registry, String outcome) {
        return Counter.builder("xjp.limit.recalls")
                .description("Questions to the usage records what was used before")
                .tags("outcome", outcome)
                .register(registry);
    }

    private static Counter draws(MeterRegistry registry, String outcome) {
        return Counter.builder("xjp.limit.draws")
                .description("Messages to the ledgers of limits")
                .tags("outcome", outcome)
                .register(registry);
    }
}
