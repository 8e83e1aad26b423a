package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.accounts.usage.UsageStats;
import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import com.xiaojinpro.gateway.router.RouterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway tells of its calls. Labels are route and provider names of the configuration and members of closed
 * sets, never text from a client. Meters are resolved once for each combination and kept. Thread-safe.
 */
final class GatewayMetrics implements CallListener, RouterListener {
    private static final String NO_ROUTE = "none";

    private final MeterRegistry registry;
    private final AtomicInteger openStreams = new AtomicInteger();
    private final Map<CallKey, CallMeters> calls = new ConcurrentHashMap<>();
    private final Map<String, TokenMeters> tokens = new ConcurrentHashMap<>();
    private final Map<AttemptKey, Counter> attempts = new ConcurrentHashMap<>();
    private final Map<DroppedKey, Counter> dropped = new ConcurrentHashMap<>();
    private final Timer overhead;

    private record CallKey(String route, Dialect dialect, Outcome outcome) {}

    private record DroppedKey(String route, String field) {}

    private record AttemptKey(String provider, String outcome) {}

    private record CallMeters(Counter count, Timer duration, Timer timeToFirstToken) {}

    private enum TokenKind {
        INPUT,
        CACHE_READ,
        CACHE_WRITE,
        OUTPUT,
        REASONING
    }

    private record TokenMeters(Map<TokenKind, Counter> counters) {}

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("xjp.open.streams", openStreams);
        this.overhead = Timer.builder("xjp.gateway.overhead")
                .description("What the gateway itself adds to the time to the first token")
                .publishPercentileHistogram(false)
                .serviceLevelObjectives(
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100))
                .register(registry);
    }

    /** Tells what becomes of usage records. */
    void watch(UsageStats usage) {
        count("xjp.usage.spooled", "Usage records that reached the disk of this node", usage, UsageStats::spooled);
        count("xjp.usage.written", "Usage records this node added to the database", usage, UsageStats::written);
        count("xjp.usage.lost", "Usage records that are gone; must stay 0", usage, UsageStats::lost);
        count(
                "xjp.usage.rejected",
                "Usage records the database does not take; must stay 0",
                usage,
                UsageStats::rejected);
        Gauge.builder("xjp.usage.spool.bytes", usage, UsageStats::spoolBytes)
                .description("What the records that wait for the database take of the disk")
                .register(registry);
        Gauge.builder("xjp.usage.memory.bytes", usage, UsageStats::memoryBytes)
                .description("What the records that wait for the disk take of the memory")
                .register(registry);
    }

    private void count(String name, String description, UsageStats usage, ToDoubleFunction<UsageStats> value) {
        FunctionCounter.builder(name, usage, value).description(description).register(registry);
    }

    @Override
    public void started() {
        openStreams.incrementAndGet();
    }

    @Override
    public void ended(CallRecord call) {
        openStreams.decrementAndGet();
        String route = call.route().isEmpty() ? NO_ROUTE : call.route();
        CallMeters meters = calls.computeIfAbsent(new CallKey(route, call.dialect(), call.outcome()), this::callMeters);
        meters.count().increment();
        meters.duration().record(call.duration());
        Duration firstToken = call.timeToFirstToken();
        if (firstToken != null) {
            meters.timeToFirstToken().record(firstToken);
            recordOverhead(call.origin(), firstToken);
        }
        Usage usage = call.usage();
        if (usage != null) {
            count(tokens.computeIfAbsent(route, this::tokenMeters), usage);
        }
        for (String name : call.dropped()) {
            dropped.computeIfAbsent(new DroppedKey(route, DroppedFields.label(name)), this::droppedCounter)
                    .increment();
        }
    }

    @Override
    public void committed(Target target) {
        attempt(target, "committed");
    }

    @Override
    public void failed(Target target, FaultKind kind) {
        attempt(target, kind.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void abandoned(Target target) {
        attempt(target, "abandoned");
    }

    private void attempt(Target target, String outcome) {
        attempts.computeIfAbsent(new AttemptKey(target.provider(), outcome), this::attemptCounter)
                .increment();
    }

    private void recordOverhead(@Nullable Origin origin, Duration firstToken) {
        if (origin != null && origin.upstreamMicros() > 0) {
            long nanos = firstToken.toNanos() - origin.upstreamMicros() * 1_000;
            if (nanos > 0) {
                overhead.record(Duration.ofNanos(nanos));
            }
        }
    }

    private CallMeters callMeters(CallKey key) {
        String outcome = key.outcome().name().toLowerCase(Locale.ROOT);
        String dialect = key.dialect().name().toLowerCase(Locale.ROOT);
        return new CallMeters(
                Counter.builder("xjp.requests")
                        .tags("route", key.route(), "dialect", dialect, "outcome", outcome)
                        .register(registry),
                Timer.builder("xjp.request.duration")
                        .tags("route", key.route(), "dialect", dialect, "outcome", outcome)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry),
                Timer.builder("xjp.time.to.first.token")
                        .tags("route", key.route(), "dialect", dialect, "outcome", outcome)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    private TokenMeters tokenMeters(String route) {
        Map<TokenKind, Counter> counters = new EnumMap<>(TokenKind.class);
        for (TokenKind kind : TokenKind.values()) {
            counters.put(
                    kind,
                    Counter.builder("xjp.tokens")
                            .tags("route", route, "kind", kind.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return new TokenMeters(counters);
    }

    private Counter droppedCounter(DroppedKey key) {
        return Counter.builder("xjp.dropped")
                .description("Fields of requests and answers that the other side's protocol had no place for")
                .tags("route", key.route(), "field", key.field())
                .register(registry);
    }

    private Counter attemptCounter(AttemptKey key) {
        return Counter.builder("xjp.upstream.attempts")
                .tags("provider", key.provider(), "outcome", key.outcome())
                .register(registry);
    }

    private static void count(TokenMeters meters, Usage usage) {
        add(meters, TokenKind.INPUT, usage.input());
        add(meters, TokenKind.CACHE_READ, usage.cacheRead());
        add(meters, TokenKind.CACHE_WRITE, usage.cacheWrite());
        add(meters, TokenKind.OUTPUT, usage.output());
        add(meters, TokenKind.REASONING, usage.reasoning());
    }

    private static void add(TokenMeters meters, TokenKind kind, long amount) {
        Counter counter = meters.counters().get(kind);
        if (counter != null && amount > 0) {
            counter.increment((double) amount);
        }
    }

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300)
    };
}
