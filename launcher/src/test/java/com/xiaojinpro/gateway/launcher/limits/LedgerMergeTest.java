package com.xiaojinpro.gateway.launcher.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.spi.merge.MergingValue;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Ledger;
import com.xiaojinpro.gateway.ingress.limits.Past;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerMergeTest {
    private static final LimitKind KIND = LimitKind.REQUESTS_PER_DAY;
    private static final long NOW = 1_700_000_000_000L;
    private static final long LATER = NOW + 60_000;

    /** The ledger before the split, and what each side heard of its own nodes during it. */
    @Test
    void afterASplitTheCountsOfBothSidesAreThere() {
        Ledger left = new Ledger();
        report(left, "a", 1, 10);
        report(left, "b", 1, 5);
        Ledger right = copy(left);
        report(left, "a", 2, 17);
        report(right, "b", 2, 9);
        report(right, "c", 1, 3);
        LedgerMerge policy = new LedgerMerge();
        assertThat(used(policy.merge(value(left), value(right)))).isEqualTo(17 + 9 + 3);
        assertThat(used(policy.merge(value(right), value(left)))).isEqualTo(17 + 9 + 3);
        assertThat(used(policy.merge(value(right), null))).isEqualTo(10 + 9 + 3);
    }

    @Test
    void mergingTwiceCountsOnce() {
        Ledger ledger = new Ledger();
        report(ledger, "a", 1, 10);
        Object once = new LedgerMerge().merge(value(ledger), value(copy(ledger)));
        assertThat(used(once)).isEqualTo(10);
    }

    @Test
    void theSideThatIsInTheLaterWindowHasTheBook() {
        Ledger old = new Ledger();
        report(old, "a", 1, 10);
        Ledger young = new Ledger();
        long tomorrow = NOW + 86_400_000;
        young.draw(new Draw(
                "a",
                2,
                tomorrow,
                tomorrow + 1,
                List.of(new Draw.Line(KIND, KIND.window().start(tomorrow), 100, 4, 4, 0, 0))));
        assertThat(used(new LedgerMerge().merge(value(old), value(young)))).isEqualTo(4);
        assertThat(used(new LedgerMerge().merge(value(young), value(old)))).isEqualTo(4);
    }

    @Test
    void whatRecordsTellArrivesWhole() {
        Past.Line day = new Past.Line(KIND, KIND.window().start(NOW), Map.of("old", 7L, "older", 1L << 40));
        Past.Line month = new Past.Line(LimitKind.BUDGET_PER_MONTH, 0, Map.of("old", 9L));
        PastProcessor sent = serials().toObject(serials().toData(new PastProcessor(NOW, List.of(day, month))));
        assertThat(sent.lines()).containsExactly(day, month);
    }

    private static void report(Ledger ledger, String node, long seq, long spent) {
        ledger.draw(new Draw(
                node,
                seq,
                NOW,
                NOW + 10_000,
                List.of(new Draw.Line(KIND, KIND.window().start(NOW), 100, spent, spent, 0, 0))));
    }

    private static long used(Object entry) {
        return ((LedgerEntry) entry).ledger().used(KIND, LATER);
    }

    /** Through the form in which members send it. */
    private static Ledger copy(Ledger ledger) {
        LedgerEntry copy = serials().toObject(serials().toData(new LedgerEntry(ledger)));
        return copy.ledger();
    }

    private static SerializationService serials() {
        return new DefaultSerializationServiceBuilder()
                .setConfig(
                        new SerializationConfig().addDataSerializableFactory(LimitSerials.FACTORY, new LimitSerials()))
                .build();
    }

    private static MergingValue<Object> value(Ledger ledger) {
        return new MergingValue<>() {
            @Override
            public Object getDeserializedValue() {
                return new LedgerEntry(ledger);
            }

            @Override
            public Object getRawValue() {
                return getDeserializedValue();
            }
        };
    }
}
