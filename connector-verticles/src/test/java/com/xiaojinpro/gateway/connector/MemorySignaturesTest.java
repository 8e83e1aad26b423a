package com.xiaojinpro.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Signatures in memory. */
class MemorySignaturesTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    private final MemorySignatures signatures = new MemorySignatures(4_096, Duration.ofMinutes(10), now::get);

    @Test
    void tenantsDoNotSeeEachOther() {
        signatures.keep("a", "c1", "s1");
        assertThat(signatures.find("a", "c1")).isEqualTo("s1");
        assertThat(signatures.find("b", "c1")).isNull();
        assertThat(signatures.find("", "ac1")).isNull();
    }

    @Test
    void aNewerSignatureReplacesTheOldOne() {
        signatures.keep("a", "c1", "s1");
        long before = signatures.chars();
        signatures.keep("a", "c1", "s2");
        assertThat(signatures.find("a", "c1")).isEqualTo("s2");
        assertThat(signatures.chars()).isEqualTo(before);
    }

    @Test
    void aSignatureExpires() {
        signatures.keep("a", "c1", "s1");
        now.set(now.get().plus(Duration.ofMinutes(10)));
        assertThat(signatures.find("a", "c1")).isNull();
        assertThat(signatures.chars()).isZero();
    }

    @Test
    void theOnesNotAskedForLongestGoFirst() {
        for (int i = 0; i < 10; i++) {
            signatures.keep("a", "c" + i, "s".repeat(100));
        }
        assertThat(signatures.find("a", "c0")).isNotNull();
        for (int i = 10; i < 24; i++) {
            signatures.keep("a", "c" + i, "s".repeat(100));
            assertThat(signatures.chars()).isLessThanOrEqualTo(4_096);
        }
        assertThat(signatures.find("a", "c0")).isNotNull();
        assertThat(signatures.find("a", "c1")).isNull();
        assertThat(signatures.find("a", "c23")).isNotNull();
    }

    @Test
    void oneThatWouldPushOutAllOthersIsNotKept() {
        signatures.keep("a", "c1", "s1");
        signatures.keep("a", "big", "s".repeat(1_000));
        assertThat(signatures.find("a", "big")).isNull();
        assertThat(signatures.find("a", "c1")).isEqualTo("s1");
    }
}
