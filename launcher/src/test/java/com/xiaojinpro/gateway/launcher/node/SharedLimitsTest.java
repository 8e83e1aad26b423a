package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Bank;
import com.xiaojinpro.gateway.ingress.limits.Draw;
import com.xiaojinpro.gateway.ingress.limits.Drawn;
import com.xiaojinpro.gateway.ingress.limits.Past;
import com.xiaojinpro.gateway.testing.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ledgers in the memory of a real cluster. */
@Timeout(60)
class SharedLimitsTest {
    private static final LimitKind KIND = LimitKind.REQUESTS_PER_DAY;

    @Test
    void membersDrawOnOneLedgerAndALostMemberLosesNoCount() throws Exception {
        int port = FreePort.next();
        Cluster first = Cluster.join(settings(port, List.of()), "first");
        Cluster second = Cluster.join(settings(FreePort.next(), List.of("127.0.0.1:" + port)), "second");
        try {
            assertThat(second.members()).isEqualTo(2);
            long now = first.bank().nowMillis();
            // Many ledgers, so that both members own some.
            for (int ledger = 0; ledger < 20; ledger++) {
                Drawn.Line a = draw(first.bank(), "k:" + ledger, "a", 1, now, 60);
                assertThat(a.granted()).isEqualTo(60);
                assertThat(a.free()).isEqualTo(40);
                assertThat(draw(second.bank(), "k:" + ledger, "b", 1, now, 60).granted())
                        .isZero();
                assertThat(draw(second.bank(), "k:" + ledger, "b", 2, now, 40).granted())
                        .isEqualTo(40);
            }
            first.leave();
            for (int ledger = 0; ledger < 20; ledger++) {
                assertThat(draw(second.bank(), "k:" + ledger, "c", 1, now, 1).free())
                        .isZero();
                // What nobody renews is free again.
                assertThat(draw(second.bank(), "k:" + ledger, "c", 2, now + 10_001, 100)
                                .granted())
                        .isEqualTo(100);
            }
        } finally {
            first.leave();
            second.leave();
        }
    }

    @Test
    void whatRecordsTellIsInTheLedgerOfTheCluster() throws Exception {
        Cluster alone = Cluster.join(settings(FreePort.next(), List.of()), "alone");
        try {
            Bank bank = alone.bank();
            long now = bank.nowMillis();
            List<Past.Line> past = List.of(new Past.Line(KIND, KIND.window().start(now), Map.of("old", 70L)));
            assertThat(remember(bank, now, past)).isTrue();
            assertThat(remember(bank, now, past)).isFalse();
            assertThat(draw(bank, "k:0", "a", 1, now, 40).granted()).isZero();
            assertThat(draw(bank, "k:0", "a", 2, now, 30).granted()).isEqualTo(30);
        } finally {
            alone.leave();
        }
    }

    private static boolean remember(Bank bank, long now, List<Past.Line> past) throws Exception {
        return bank.remember("k:0", now, past).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Drawn.Line draw(Bank bank, String account, String node, long seq, long now, long need)
            throws Exception {
        Draw draw = new Draw(
                node,
                seq,
                now,
                now + 10_000,
                List.of(new Draw.Line(KIND, KIND.window().start(now), 100, 0, 0, need, need)));
        return bank.draw(account, draw)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .lines()
                .get(0);
    }

    private static GatewayConfig.Cluster settings(int port, List<String> members) {
        return new GatewayConfig.Cluster(
                true, "limits", "127.0.0.1", port, members, 0, Duration.ofSeconds(1), Duration.ofSeconds(3));
    }
}
