package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Charge;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Calls that are over. */
final class Calls {
    static final Instant STARTED = Instant.parse("2026-11-24T10:20:30.123456Z");

    private Calls() {}

    static CallRecord completed(String requestId, String key, Instant started, long input, long output) {
        return new CallRecord(
                requestId,
                Dialect.OPENAI_CHAT,
                "gpt-*",
                "team",
                key,
                "",
                Outcome.COMPLETED,
                200,
                new Origin("openai", "gpt-5", 1_500, List.of()),
                Usage.of(input, output, Usage.Source.REPORTED),
                Duration.ofMillis(12),
                Duration.ofMillis(4),
                List.of(),
                started,
                new CallRecord.Asked("gpt-5", Operation.GENERATE, true, 0),
                List.of(),
                null,
                List.of());
    }

    /** One that went through everything there is. */
    static CallRecord eventful(String requestId) {
        return new CallRecord(
                requestId,
                Dialect.ANTHROPIC_MESSAGES,
                "claude",
                "team",
                "app",
                "k1",
                Outcome.BROKEN,
                200,
                new Origin(
                        "second",
                        "m/2",
                        2_000_000,
                        List.of("top_k", "seed"),
                        List.of(
                                new Tried("first", "m/1", FaultKind.OVERLOADED, 529),
                                new Tried("gone", "m", FaultKind.UNAVAILABLE, 0))),
                new Usage(100, 20, 10, 5, 7, 50, 30, 3, new BigDecimal("0.00123"), Usage.Source.PARTIAL, Extras.NONE),
                Duration.ofSeconds(3),
                Duration.ofMillis(2_500),
                List.of("top_k", "seed"),
                STARTED,
                new CallRecord.Asked("claude", Operation.GENERATE, false, 2),
                List.of(
                        new Tried("first", "m/1", FaultKind.OVERLOADED, 529),
                        new Tried("gone", "m", FaultKind.UNAVAILABLE, 0)),
                Fault.of(FaultKind.STREAM_INCOMPLETE, "cut").withCode("cut_off"),
                List.of(
                        new Charge(
                                "key app",
                                LimitKind.TOKENS_PER_MINUTE,
                                BigDecimal.valueOf(1_124),
                                BigDecimal.valueOf(150)),
                        new Charge(
                                "tenant team",
                                LimitKind.BUDGET_PER_MONTH,
                                new BigDecimal("0.001"),
                                new BigDecimal("0.000300000000001"))));
    }

    /** One that was refused before it was read. */
    static CallRecord refused(String requestId, String key) {
        return new CallRecord(
                requestId,
                Dialect.OPENAI_CHAT,
                "",
                "team",
                key,
                "",
                Outcome.REFUSED,
                404,
                null,
                null,
                Duration.ofMillis(1),
                null,
                List.of(),
                STARTED,
                null,
                List.of(),
                Fault.of(FaultKind.NOT_FOUND, "no such model"),
                List.of());
    }
}
