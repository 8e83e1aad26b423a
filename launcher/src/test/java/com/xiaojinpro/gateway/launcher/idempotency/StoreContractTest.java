package com.xiaojinpro.gateway.launcher.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.xiaojinpro.gateway.ingress.idempotency.IdempotencyStore;
import com.xiaojinpro.gateway.ingress.idempotency.LocalStore;
import com.xiaojinpro.gateway.launcher.node.Awaitable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of idempotent calls must do, against a real one of each kind. */
@Timeout(120)
class StoreContractTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};
    private static final byte[] ANSWER = {1, 2, 0, -1};

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    enum Kind {
        LOCAL,
        CLUSTER,
        REDIS
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsTakenOnceAndAnsweredOnce(Kind kind) throws Exception {
        IdempotencyStore store = store(kind);
        assertThat(await(store.take("k", ONE, LONG))).isNull();
        assertThat(await(store.take("k", TWO, LONG))).isEqualTo(ONE);
        assertThat(await(store.put("k", TWO, TWO, LONG))).isFalse();
        assertThat(await(store.release("k", TWO))).isFalse();
        assertThat(await(store.put("k", ONE, ANSWER, LONG))).isTrue();
        assertThat(await(store.take("k", TWO, LONG))).isEqualTo(ANSWER);
        assertThat(await(store.put("k", ONE, ONE, LONG))).isFalse();
        assertThat(await(store.release("k", ONE))).isFalse();
        assertThat(await(store.take("other", TWO, LONG))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsReleasedIsFree(Kind kind) throws Exception {
        IdempotencyStore store = store(kind);
        assertThat(await(store.take("k", ONE, LONG))).isNull();
        assertThat(await(store.release("k", ONE))).isTrue();
        assertThat(await(store.take("k", TWO, LONG))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsNotRenewedIsFreeAfterItsLease(Kind kind) throws Exception {
        IdempotencyStore store = store(kind);
        assertThat(await(store.take("k", ONE, Duration.ofSeconds(2)))).isNull();
        assertThat(await(store.take("renewed", ONE, Duration.ofSeconds(2)))).isNull();
        assertThat(await(store.put("renewed", ONE, ONE, LONG))).isTrue();
        assertThat(await(store.take("k", TWO, LONG))).isEqualTo(ONE);
        Awaitable.until(() -> await(store.take("k", TWO, LONG)) == null);
        assertThat(await(store.take("renewed", TWO, LONG))).isEqualTo(ONE);
    }

    /** As after a restart of a Redis that keeps nothing: the call that runs takes its key again. */
    @ParameterizedTest
    @EnumSource
    void aStoreThatForgotTakesTheAnswerAllTheSame(Kind kind) throws Exception {
        IdempotencyStore store = store(kind);
        assertThat(await(store.put("k", ONE, ANSWER, LONG))).isTrue();
        assertThat(await(store.take("k", TWO, LONG))).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void ofManyAtOnceOneTakesTheKey(Kind kind) throws Exception {
        IdempotencyStore store = store(kind);
        List<Future<byte @Nullable []>> takers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            takers.add(store.take("k", new byte[] {(byte) i}, LONG));
        }
        int took = 0;
        for (Future<byte @Nullable []> taker : takers) {
            took += await(taker) == null ? 1 : 0;
        }
        assertThat(took).isOne();
    }

    private IdempotencyStore store(Kind kind) throws Exception {
        return switch (kind) {
            case LOCAL -> new LocalStore();
            case CLUSTER -> new ClusterStore(member());
            case REDIS -> {
                RedisServer server = RedisServer.start(folder);
                open.add(server);
                Vertx vertx = Vertx.vertx();
                open.add(() -> await(vertx.close()));
                RedisStore store = new RedisStore(vertx, server.url());
                open.add(() -> await(store.close()));
                yield store;
            }
        };
    }

    private HazelcastInstance member() {
        Config config = new Config();
        config.setClusterName("store-" + System.nanoTime());
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        ClusterStore.configure(config);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        open.add(member::shutdown);
        return member;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
