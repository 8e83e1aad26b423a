package com.xiaojinpro.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Signatures near and far. */
class SharedSignaturesTest {
    private final Far far = new Far();
    private final SharedSignatures signatures = node(Duration.ofSeconds(20));

    private static SharedSignatures node(Duration patience) {
        return new SharedSignatures(
                new MemorySignatures(1 << 16, Duration.ofHours(1), InstantSource.system()), patience);
    }

    @Test
    void whatOneNodeKeepsAnotherRecalls() throws Exception {
        SharedSignatures other = node(Duration.ofSeconds(20));
        signatures.share(far);
        other.share(far);
        signatures.keep("a", "c1", "s1");
        assertThat(other.find("a", "c1")).isNull();
        await(other.recall("a", Set.of("c1", "c2")));
        assertThat(other.find("a", "c1")).isEqualTo("s1");
        assertThat(other.find("a", "c2")).isNull();
        assertThat(other.find("b", "c1")).isNull();
    }

    @Test
    void whatIsKnownHereIsNotAskedFor() throws Exception {
        signatures.share(far);
        signatures.keep("a", "c1", "s1");
        Future<Void> recalled = signatures.recall("a", Set.of("c1"));
        assertThat(recalled.isComplete()).isTrue();
        await(signatures.recall("a", Set.of("c1", "c2")));
        assertThat(far.asked).containsExactly("c2");
    }

    @Test
    void ofALongConversationTheNewestCallsAreAskedFor() throws Exception {
        signatures.share(far);
        Set<String> ids =
                IntStream.range(0, 200).mapToObj(i -> "c" + i).collect(Collectors.toCollection(LinkedHashSet::new));
        await(signatures.recall("a", ids));
        assertThat(far.asked).hasSize(64).startsWith("c136").endsWith("c199");
    }

    @Test
    void aFarMemoryThatFailsFailsNoCall() throws Exception {
        signatures.share(far);
        far.failure = new IllegalStateException("no members");
        signatures.keep("a", "c1", "s1");
        assertThat(signatures.find("a", "c1")).isEqualTo("s1");
        await(signatures.recall("a", Set.of("c2")));
        far.thrown = new IllegalStateException("not active");
        signatures.keep("a", "c3", "s3");
        assertThat(signatures.find("a", "c3")).isEqualTo("s3");
        await(signatures.recall("a", Set.of("c2")));
    }

    @Test
    void aFarMemoryThatHangsHoldsNoCallForLong() throws Exception {
        SharedSignatures hasty = node(Duration.ofMillis(10));
        hasty.share(far);
        far.silent = true;
        await(hasty.recall("a", Set.of("c1")));
        for (int i = 0; i < 3_000; i++) {
            hasty.keep("a", "c" + i, "s");
        }
        assertThat(far.written).as("writes under way are bounded").isEqualTo(1_024);
        assertThat(hasty.find("a", "c2999")).isEqualTo("s");
    }

    @Test
    void aNodeByItselfAsksNobody() {
        signatures.keep("a", "c1", "s1");
        assertThat(signatures.recall("a", Set.of("c2")).isComplete()).isTrue();
        signatures.share(far);
        signatures.share(null);
        assertThat(signatures.recall("a", Set.of("c2")).isComplete()).isTrue();
        assertThat(far.asked).isEmpty();
    }

    private static void await(Future<Void> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static final class Far implements FarSignatures {
        private final Map<String, String> kept = new HashMap<>();
        private final List<String> asked = new ArrayList<>();
        private int written;
        private boolean silent;
        private RuntimeException failure;
        private RuntimeException thrown;

        @Override
        public CompletionStage<?> keep(String tenant, String callId, String signature) {
            if (thrown != null) {
                throw thrown;
            }
            written++;
            kept.put(tenant + "/" + callId, signature);
            return answer(null);
        }

        @Override
        public CompletionStage<Map<String, String>> find(String tenant, Set<String> callIds) {
            if (thrown != null) {
                throw thrown;
            }
            asked.addAll(callIds);
            Map<String, String> found = new HashMap<>();
            for (String id : callIds) {
                if (kept.containsKey(tenant + "/" + id)) {
                    found.put(id, kept.get(tenant + "/" + id));
                }
            }
            return answer(found);
        }

        private <T> CompletionStage<T> answer(T value) {
            if (silent) {
                return new CompletableFuture<>();
            }
            return failure == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(failure);
        }
    }
}
