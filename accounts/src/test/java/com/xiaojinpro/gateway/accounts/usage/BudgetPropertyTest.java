package com.xiaojinpro.gateway.accounts.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.config.Price;
import com.xiaojinpro.gateway.config.Price.Rate;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.auth.Limits;
import com.xiaojinpro.gateway.ingress.auth.Principal;
import com.xiaojinpro.gateway.ingress.limits.Admission;
import com.xiaojinpro.gateway.ingress.limits.Bank;
import com.xiaojinpro.gateway.ingress.limits.Charge;
import com.xiaojinpro.gateway.ingress.limits.Demand;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.LeasedLimiter;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import com.xiaojinpro.gateway.ingress.limits.LimitListener;
import com.xiaojinpro.gateway.ingress.limits.Past;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.UnifiedRequestBuilder;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a budget is charged for a call is what the call's record says it cost, whatever tokens and pictures it consists of. */
class BudgetPropertyTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long PLENTY = 1L << 49;

    record Answered(Usage usage, int images) {}

    @Provide
    Arbitrary<Price> prices() {
        Arbitrary<BigDecimal> rates = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(1_000))
                .ofScale(9);
        return Arbitraries.maps(Arbitraries.of(Rate.class), rates).map(set -> new Price("p", "m", set));
    }

    /** Every kind of tokens there is; a provider that tells a cost of its own tells it beside them. */
    @Provide
    Arbitrary<List<Answered>> calls() {
        Arbitrary<Long> count = Arbitraries.longs().between(0, 1_000_000);
        Arbitrary<BigDecimal> told = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.TEN)
                .injectNull(0.5);
        Arbitrary<Usage> usages = Combinators.combine(count.list().ofSize(8), told, Arbitraries.of(Usage.Source.class))
                .as((n, cost, source) -> new Usage(
                        n.get(0) + n.get(1) + n.get(2) + n.get(3) + n.get(4),
                        n.get(1),
                        n.get(2),
                        n.get(3),
                        n.get(4),
                        n.get(5) + n.get(6) + n.get(7),
                        n.get(6),
                        n.get(7),
                        cost,
                        source,
                        Extras.NONE));
        return Combinators.combine(usages, Arbitraries.integers().between(0, 3))
                .as(Answered::new)
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 300)
    void aBudgetIsChargedWhatTheRecordSaysToTheDigit(
            @ForAll("prices") Price price, @ForAll("calls") List<Answered> calls) {
        PriceTable prices = new PriceTable(List.of(price));
        Ledgers bank = new Ledgers();
        LeasedLimiter limiter = new LeasedLimiter("n1", bank, prices, LimitListener.NOOP);
        BigDecimal sum = BigDecimal.ZERO;
        for (Answered call : calls) {
            BigDecimal cost = charge(limiter, call, prices);
            sum = sum.add(cost);
        }
        limiter.tick();
        BigDecimal micros = sum.movePointRight(6).setScale(0, RoundingMode.FLOOR);
        assertThat(bank.spent(LimitKind.BUDGET_PER_MONTH)).isEqualTo(micros.longValueExact());
        assertThat(bank.spent(LimitKind.BUDGET_PER_DAY)).isEqualTo(micros.longValueExact());
    }

    /** Runs a call, and compares what its budgets were charged with what its record says. */
    private static BigDecimal charge(LeasedLimiter limiter, Answered call, PriceTable prices) {
        Principal caller = new Principal(
                "app",
                "team",
                List.of(),
                "id",
                List.of(),
                new Limits(null, null, null, null, null, null, PLENTY, PLENTY),
                Limits.NONE);
        UnifiedRequest request = request(call.images);
        Origin origin = new Origin("p", "m", 1, List.of());
        Admission admission =
                limiter.admit(caller, new Demand(request, null, 100)).result();
        assertThat(admission.refusal()).isNull();
        admission.settle(call.usage, origin);
        List<Charge> charged = admission.charges();
        CallRecord record = new CallRecord(
                "r",
                Dialect.OPENAI_CHAT,
                "m",
                "team",
                "app",
                "id",
                Outcome.COMPLETED,
                200,
                origin,
                call.usage,
                Duration.ofMillis(1),
                null,
                List.of(),
                Instant.ofEpochMilli(NOW),
                new CallRecord.Asked("m", request.operation(), false, request.images()),
                List.of(),
                null,
                charged);
        BigDecimal cost = UsageRecord.of(record, prices, "n1").cost();
        assertThat(charged)
                .hasSize(2)
                .allSatisfy(charge -> assertThat(charge.amount()).isEqualByComparingTo(cost));
        return cost;
    }

    private static UnifiedRequest request(int images) {
        ContentPart image =
                new ContentPart.Image(new MediaSource.Url("https://example.com/a.png"), null, null, Extras.NONE);
        return new UnifiedRequestBuilder(Dialect.OPENAI_CHAT)
                .model("m")
                .messages(List.of(new UnifiedMessage(Role.USER, Collections.nCopies(images, image), null, Extras.NONE)))
                .build();
    }

    /** Ledgers as a cluster has them. */
    private static final class Ledgers implements Bank {
        private final Map<String, Ledger> ledgers = new HashMap<>();

        @Override
        public CompletionStage<Drawn> draw(String account, Draw draw) {
            return CompletableFuture.completedFuture(ledger(account).draw(draw));
        }

        @Override
        public CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines) {
            return CompletableFuture.completedFuture(ledger(account).remember(lines));
        }

        @Override
        public long nowMillis() {
            return NOW;
        }

        @Override
        public boolean shared() {
            return true;
        }

        /** What is settled, and nothing of what is held. */
        long spent(LimitKind kind) {
            return ledger("k:id").used(kind, Long.MAX_VALUE);
        }

        private Ledger ledger(String account) {
            return ledgers.computeIfAbsent(account, name -> new Ledger());
        }
    }
}
