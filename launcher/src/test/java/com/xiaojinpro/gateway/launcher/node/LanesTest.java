package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.Frame;
import com.xiaojinpro.gateway.bus.FrameCodec;
import com.xiaojinpro.gateway.bus.Node;
import com.xiaojinpro.gateway.ingress.CallListener;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.router.RouterListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {
    private static final int LOOPS = 3;
    private static final NodeState STATE = TestGateway.state(TestGateway.toml("", 0, false, """
            [providers.echo]
            type = "echo"
            [models.echo]
            primary = { provider = "echo", model = "echo" }
            """));

    private final Set<Integer> called = ConcurrentHashMap.newKeySet();
    private final Node node = new Node("n", STATE.config().cluster());
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
        vertx.eventBus().registerDefaultCodec(Frame.class, new FrameCodec());
    }

    @AfterEach
    void stop() {
        TestGateway.await(vertx.close());
    }

    /** Before the second lane two loops are handed to others, so that its turn is the loop of the first. */
    @Test
    void eachHasAnEventLoopOfItsOwnWhoeverElseTakesSomeMeanwhile() {
        int[] handedOutBefore = {0, LOOPS - 1, 1};
        List<LaneVerticle> lanes = deploy(LOOPS, index -> {
            for (int i = 0; i < handedOutBefore[index]; i++) {
                vertx.deployVerticle(context -> Future.succeededFuture());
            }
        });
        assertThat(lanes.stream().map(LaneVerticle::loop)).doesNotHaveDuplicates();
    }

    @Test
    void moreLanesThanLoopsShareThemAndWork() {
        List<LaneVerticle> lanes = deploy(LOOPS + 1, index -> {});
        assertThat(new HashSet<>(lanes.stream().map(LaneVerticle::loop).toList()))
                .hasSize(LOOPS);
        assertThat(lanes).hasSize(LOOPS + 1);
    }

    @Test
    void withoutAPortOfTheirOwnTheyShareAFreeOne() throws Exception {
        List<LaneVerticle> lanes = deploy(LOOPS, index -> {});
        int port = lanes.get(0).port();
        assertThat(lanes).allSatisfy(lane -> assertThat(lane.port()).isEqualTo(port));
        for (int call = 0; call < 4 * LOOPS; call++) {
            try (SseClient client = SseClient.post(port, "/v1/chat/completions", SseClient.chat("echo", true))) {
                assertThat(client.readAll()).contains("echo:", " hi", "[DONE]");
            }
        }
        Awaitable.until(() -> called.size() == LOOPS);
    }

    private List<LaneVerticle> deploy(int wanted, IntConsumer before) {
        return TestGateway.await(Lanes.deploy(vertx, wanted, index -> {
            before.accept(index);
            return new LaneVerticle(node, index, Roles.ALL, () -> STATE, listener(index), RouterListener.NOOP);
        }));
    }

    private CallListener listener(int index) {
        return new CallListener() {
            @Override
            public void started() {}

            @Override
            public void ended(CallRecord call) {
                called.add(index);
            }
        };
    }
}
