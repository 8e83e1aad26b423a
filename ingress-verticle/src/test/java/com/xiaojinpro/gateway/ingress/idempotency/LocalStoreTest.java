package com.xiaojinpro.gateway.ingress.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalStoreTest {
    private static final Duration LEASE = Duration.ofMillis(100);
    private static final Duration TTL = Duration.ofMillis(1_000);
    private static final byte[][] CALLS = {{1, 0}, {2, 0}};
    private static final byte[][] ANSWERS = {{1, 1}, {2, 1}};

    private enum Act {
        TAKE,
        RENEW,
        ANSWER,
        RELEASE
    }

    private record Move(int caller, Act act, int millisLater) {}

    /** What should stand at the key: something with an end. */
    private static final class Standing {
        private final byte[] value;
        private final long untilMillis;

        Standing(byte[] value, long untilMillis) {
            this.value = value;
            this.untilMillis = untilMillis;
        }

        byte[] value() {
            return value;
        }

        long untilMillis() {
            return untilMillis;
        }
    }

    /** Whatever two callers do and when, the key has one owner, and an answer that was kept is nobody's to replace. */
    @Property
    void inAnyInterleavingOfTwoCallersTheKeyHasOneOwner(@ForAll("moves") List<Move> moves) {
        AtomicLong nanos = new AtomicLong(17);
        LocalStore store = new LocalStore(nanos::get, 1 << 20);
        Standing model = null;
        long now = 0;
        for (Move move : moves) {
            now += move.millisLater();
            nanos.set(17 + now * 1_000_000);
            Standing there = model == null || now >= model.untilMillis() ? null : model;
            byte[] mine = CALLS[move.caller()];
            boolean own = there != null && there.value() == mine;
            switch (move.act()) {
                case TAKE -> {
                    byte[] found = store.take("k", mine, LEASE).result();
                    assertThat(found).isEqualTo(there == null ? null : there.value());
                    model = there == null ? new Standing(mine, now + LEASE.toMillis()) : there;
                }
                case RENEW -> model = put(store, mine, mine, LEASE, there, now);
                case ANSWER -> model = put(store, mine, ANSWERS[move.caller()], TTL, there, now);
                case RELEASE -> {
                    assertThat(store.release("k", mine).result()).isEqualTo(own);
                    model = own ? null : there;
                }
            }
        }
    }

    private static @Nullable Standing put(
            LocalStore store, byte[] mine, byte[] value, Duration ttl, @Nullable Standing there, long now) {
        boolean free = there == null || there.value() == mine;
        assertThat(store.put("k", mine, value, ttl).result()).isEqualTo(free);
        return free ? new Standing(value, now + ttl.toMillis()) : there;
    }

    @Provide
    Arbitrary<List<Move>> moves() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(Act.class),
                        Arbitraries.integers().between(0, 150))
                .as(Move::new)
                .list()
                .ofMaxSize(60);
    }

    @Test
    void theOldestGoWhereItIsFull() {
        LocalStore store = new LocalStore(() -> 0, 3_000);
        for (int i = 0; i < 10; i++) {
            store.put("k" + i, CALLS[0], new byte[600], TTL);
        }
        assertThat(store.take("k0", CALLS[1], LEASE).result()).isNull();
        assertThat(store.take("k9", CALLS[1], LEASE).result()).hasSize(600);
    }

    @Test
    void whatIsOverMakesRoomBeforeAnythingElse() {
        AtomicLong nanos = new AtomicLong();
        LocalStore store = new LocalStore(nanos::get, 3_000);
        store.put("short", CALLS[0], new byte[600], LEASE);
        store.put("a", CALLS[0], new byte[600], TTL);
        nanos.set(LEASE.toNanos());
        store.put("b", CALLS[0], new byte[600], TTL);
        store.put("c", CALLS[0], new byte[600], TTL);
        assertThat(store.take("a", CALLS[1], LEASE).result()).hasSize(600);
        assertThat(store.take("short", CALLS[1], LEASE).result()).isNull();
    }
}
