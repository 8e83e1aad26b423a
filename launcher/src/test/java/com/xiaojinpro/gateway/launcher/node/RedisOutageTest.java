package com.xiaojinpro.gateway.launcher.node;

import static com.xiaojinpro.gateway.launcher.node.KeyedClient.REPLAY;
import static com.xiaojinpro.gateway.launcher.node.KeyedClient.STATE;
import static com.xiaojinpro.gateway.launcher.node.KeyedClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.launcher.idempotency.RedisServer;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Idempotent calls on a real Redis that dies and comes back, empty, under load. */
@Timeout(120)
class RedisOutageTest {
    private static final int CLIENTS = 8;
    private static final String BODY = SseClient.chat("m", true);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"ONE_NODE", "TWO_NODES"})
    void noCallFailsWhenRedisDiesAndKeysHoldAgainWhenItIsBack(Topology topology) throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                ScriptedUpstream upstream = ScriptedUpstream.start();
                TestGateway gateway = TestGateway.start(topology, config(redis, upstream))) {
            upstream.answer("m", request -> OpenAiScript.words("m", "one").stream());
            assertHolds(gateway, "before");
            Queue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> Thread.ofPlatform().start(() -> {
                        for (int call = 0; !over.get(); call++) {
                            answers.add(KeyedClient.chat(gateway.port(), client + "-" + call, BODY));
                        }
                    }))
                    .toList();
            try {
                awaitState(answers, false);
                redis.kill();
                awaitState(answers, true);
                redis.start();
                awaitState(answers, false);
            } finally {
                over.set(true);
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(answers).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("one", "[DONE]");
            });
            assertHolds(gateway, "after");
        }
    }

    /** Waits for an answer from now on that says, or does not say, that the store is away. */
    private static void awaitState(Queue<HttpResponse<String>> answers, boolean away) {
        int seen = answers.size();
        Awaitable.until(() -> answers.stream()
                .skip(seen + CLIENTS)
                .anyMatch(answer -> header(answer, STATE).equals(away ? "unavailable" : "")));
    }

    private static void assertHolds(TestGateway gateway, String key) {
        HttpResponse<String> first = KeyedClient.chat(gateway.port(), key, BODY);
        Awaitable.until(() -> {
            HttpResponse<String> again = KeyedClient.chat(gateway.port(), key, BODY);
            return header(again, REPLAY).equals("true") && again.body().equals(first.body());
        });
    }

    private static String config(RedisServer redis, ScriptedUpstream upstream) {
        return """
            [idempotency]
            store_timeout_ms = 500
            [redis]
            url = "%s"
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models.m]
            primary = { provider = "up", model = "m" }
            """.formatted(redis.url().reveal(), upstream.url());
    }
}
