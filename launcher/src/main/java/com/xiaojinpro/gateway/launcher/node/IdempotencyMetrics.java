package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway tells of calls that come with an idempotency key. Labels are members of closed sets. Thread-safe. */
final class IdempotencyMetrics implements IdempotencyListener {
    private final Map<Decision, Counter> decisions = new EnumMap<>(Decision.class);
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
    private final Counter waits;

    IdempotencyMetrics(MeterRegistry registry) {
        for (Decision decision : Decision.values()) {
            decisions.put(
                    decision,
                    Counter.builder("xjp.idempotency.calls")
                            .description("Calls that came with an idempotency key, by what became of them")
                            .tags("outcome", decision.word())
                            .register(registry));
        }
        for (Ending ending : Ending.values()) {
            endings.put(
                    ending,
                    Counter.builder("xjp.idempotency.answers")
                            .description("Answers of calls that ran with an idempotency key, by whether they are kept")
                            .tags("outcome", ending.word())
                            .register(registry));
        }
        waits = Counter.builder("xjp.idempotency.waits")
                .description("Calls that waited for the answer of another one with the same key")
                .register(registry);
    }

    @Override
    public void decided(Decision decision) {
        count(decisions.get(decision));
    }

    @Override
    public void waited() {
        waits.increment();
    }

    @Override
    public void ended(Ending ending) {
        count(endings.get(ending));
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
