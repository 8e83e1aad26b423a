package com.xiaojinpro.gateway.launcher.node;

import static com.xiaojinpro.gateway.launcher.node.KeyedClient.REPLAY;
import static com.xiaojinpro.gateway.launcher.node.KeyedClient.STATE;
import static com.xiaojinpro.gateway.launcher.node.KeyedClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are sent again with the same key, through a whole gateway and on the memory it has by itself. */
@Timeout(120)
class IdempotencyTest {
    private static final String STREAM = SseClient.chat("m", true);
    private static final String WHOLE = SseClient.chat("m", false);

    private ScriptedUpstream upstream;

    @BeforeEach
    void startUpstream() {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE_NODE", "TWO_NODES"})
    void aStreamIsGivenAgainByteForByte(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one ", "two").usage(3, 2).stream());
        try (TestGateway gateway = start(topology, "")) {
            HttpResponse<String> first = KeyedClient.chat(gateway.port(), "k", STREAM);
            HttpResponse<String> again = KeyedClient.chat(gateway.port(), "k", STREAM);
            assertThat(first.body()).contains("one ", "two", "[DONE]");
            assertThat(header(first, REPLAY)).isEmpty();
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(header(again, REPLAY)).isEqualTo("true");
            assertThat(header(again, "content-type")).isEqualTo(header(first, "content-type"));
            assertThat(header(again, "x-xjp-provider")).isEqualTo("up");
            assertThat(header(again, "x-request-id")).isNotEqualTo(header(first, "x-request-id"));
            assertThat(header(again, "x-xjp-original-request-id")).isEqualTo(header(first, "x-request-id"));
            assertThat(upstream.requestsFor("m")).isOne();
            assertThat(gateway.awaitRecord().usage()).isNotNull();
            assertThat(gateway.awaitRecord().usage()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ONE_NODE", "TWO_NODES"})
    void oneThatComesWhileTheFirstRunsWaitsForItsAnswer(Topology topology) throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream());
        try (TestGateway gateway = start(topology, "")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            gate.awaitReached();
            CompletableFuture<HttpResponse<String>> second = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            Awaitable.until(() -> gateway.open().calls() == 2);
            gate.open();
            assertThat(second.join().body()).isEqualTo(first.join().body()).contains("[DONE]");
            assertThat(header(second.join(), REPLAY)).isEqualTo("true");
            assertThat(upstream.requestsFor("m")).isOne();
        }
    }

    @Test
    void oneThatComesWhileTheFirstRunsIsRefusedWhereTheConfigurationSaysSo() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "duplicates = \"refuse\"")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            gate.awaitReached();
            HttpResponse<String> second = KeyedClient.chat(gateway.port(), "k", STREAM);
            assertThat(second.statusCode()).isEqualTo(409);
            assertThat(second.body()).contains("idempotency_key_in_use");
            assertThat(header(second, "retry-after")).isEqualTo("1");
            assertThat(header(second, "x-should-retry")).isEmpty();
            gate.open();
            assertThat(first.join().body()).contains("[DONE]");
            assertThat(KeyedClient.chat(gateway.port(), "k", STREAM).body())
                    .isEqualTo(first.join().body());
        }
    }

    @Test
    void patienceEnds() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "wait_ms = 100")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            gate.awaitReached();
            assertThat(KeyedClient.chat(gateway.port(), "k", STREAM).statusCode())
                    .isEqualTo(409);
            gate.open();
            assertThat(first.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aKeyBelongsToOneRequest() throws Exception {
        upstream.on("m", OpenAiScript.words("m", "hello").json());
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            assertThat(KeyedClient.chat(gateway.port(), "k", WHOLE).statusCode())
                    .isEqualTo(200);
            HttpResponse<String> other = KeyedClient.chat(gateway.port(), "k", WHOLE.replace("hi", "ho"));
            assertThat(other.statusCode()).isEqualTo(409);
            assertThat(other.body()).contains("idempotency_key_reused");
            assertThat(header(other, "x-should-retry")).isEqualTo("false");
            HttpResponse<String> elsewhere =
                    KeyedClient.post(gateway.port(), "/v1/messages", TestGateway.KEY, "k", WHOLE);
            assertThat(elsewhere.statusCode()).isEqualTo(409);
            assertThat(elsewhere.body()).contains("conflict_error");
            assertThat(upstream.requestsFor("m")).isOne();
        }
    }

    @Test
    void keysOfTwoTenantsNeverMeetAndThoseOfOneDo() throws Exception {
        upstream.on(
                "m",
                OpenAiScript.words("m", "first").json(),
                OpenAiScript.words("m", "second").json());
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            String path = "/v1/chat/completions";
            String one = KeyedClient.post(gateway.port(), path, "tenant-a-key-1", "k", WHOLE)
                    .body();
            String same = KeyedClient.post(gateway.port(), path, "tenant-a-key-2", "k", WHOLE)
                    .body();
            String other = KeyedClient.chat(gateway.port(), "k", WHOLE).body();
            assertThat(one).isEqualTo(same).contains("first");
            assertThat(other).contains("second");
        }
    }

    @Test
    void aBrokenStreamIsNotAnAnswer() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").cut(), OpenAiScript.words("m", "whole").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            assertThat(KeyedClient.chat(gateway.port(), "k", STREAM).body()).contains("error");
            HttpResponse<String> again = KeyedClient.chat(gateway.port(), "k", STREAM);
            assertThat(again.body()).contains("whole", "[DONE]");
            assertThat(header(again, REPLAY)).isEmpty();
        }
    }

    @Test
    void aFailureThatMayPassIsNotAnAnswerAndOneThatWillNotIs() throws Exception {
        upstream.on(
                "m",
                OpenAiScript.failure(429, "rate_limit_error", null, "slow down"),
                OpenAiScript.failure(503, "server_error", null, "away"),
                OpenAiScript.failure(400, "invalid_request_error", null, "no such thing"));
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            assertThat(KeyedClient.chat(gateway.port(), "k", WHOLE).statusCode())
                    .isEqualTo(429);
            assertThat(KeyedClient.chat(gateway.port(), "k", WHOLE).statusCode())
                    .isGreaterThanOrEqualTo(500);
            HttpResponse<String> last = KeyedClient.chat(gateway.port(), "k", WHOLE);
            HttpResponse<String> again = KeyedClient.chat(gateway.port(), "k", WHOLE);
            assertThat(last.statusCode()).isEqualTo(400);
            assertThat(again.statusCode()).isEqualTo(400);
            assertThat(again.body()).isEqualTo(last.body());
            assertThat(header(again, REPLAY)).isEqualTo("true");
            assertThat(upstream.requestsFor("m")).isEqualTo(3);
        }
    }

    @Test
    void aClientThatLeavesFreesItsKey() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").stall(), OpenAiScript.words("m", "whole").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "").uses(upstream)) {
            SseClient leaver = SseClient.post(
                    gateway.port(), "/v1/chat/completions", TestGateway.KEY, "idempotency-key: k\r\n", STREAM);
            leaver.awaitText("one");
            CompletableFuture<HttpResponse<String>> waits = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            Awaitable.until(() -> gateway.open().calls() == 2);
            leaver.leave();
            assertThat(waits.join().body()).contains("whole", "[DONE]");
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void oneThatLeavesWhileItWaitsTakesNothing() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            gate.awaitReached();
            SseClient leaver = SseClient.post(
                    gateway.port(), "/v1/chat/completions", TestGateway.KEY, "idempotency-key: k\r\n", STREAM);
            Awaitable.until(() -> gateway.open().calls() == 2);
            leaver.leave();
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.CLIENT_GONE);
            gate.open();
            assertThat(first.join().body()).contains("[DONE]");
            assertThat(upstream.requestsFor("m")).isOne();
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsNotKeptAndSaysSo() throws Exception {
        upstream.on(
                "m",
                OpenAiScript.words("m", "x".repeat(3_000)).json(),
                OpenAiScript.words("m", "x".repeat(3_000)).stream());
        upstream.on("n", OpenAiScript.words("n", "y".repeat(3_000)).stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "max_answer_bytes = 2000")) {
            HttpResponse<String> whole = KeyedClient.chat(gateway.port(), "k", WHOLE);
            assertThat(header(whole, STATE)).isEqualTo("too-large");
            assertThat(KeyedClient.chat(gateway.port(), "k", STREAM).statusCode())
                    .isEqualTo(200);
            try (SseClient stream = SseClient.post(
                    gateway.port(),
                    "/v1/chat/completions",
                    TestGateway.KEY,
                    "idempotency-key: n\r\n",
                    SseClient.chat("n", true))) {
                assertThat(stream.readAll()).contains("[DONE]").endsWith("x-xjp-idempotency: too-large\r\n\r\n");
            }
        }
    }

    @Test
    void aLongRunningCallKeepsItsKey() throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).finish("stop").stream());
        try (TestGateway gateway = start(Topology.ONE_NODE, "lease_ms = 2000\nwait_ms = 4500")) {
            CompletableFuture<HttpResponse<String>> first = KeyedClient.sendChat(gateway.port(), "k", STREAM);
            gate.awaitReached();
            // It waits for more than two leases, and then is refused: the key was never free.
            assertThat(KeyedClient.chat(gateway.port(), "k", STREAM).statusCode())
                    .isEqualTo(409);
            gate.open();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(upstream.requestsFor("m")).isOne();
        }
    }

    @Test
    void aKeyMustBeOne() throws Exception {
        try (TestGateway gateway = start(Topology.ONE_NODE, "")) {
            assertThat(KeyedClient.chat(gateway.port(), "k".repeat(256), WHOLE).statusCode())
                    .isEqualTo(400);
        }
    }

    /** The store is a Redis that is not there. */
    @ParameterizedTest
    @EnumSource(names = {"ONE_NODE", "TWO_NODES"})
    void aStoreThatIsAwayStopsNoCall(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one").stream());
        String redis = "[redis]\nurl = \"redis://127.0.0.1:" + FreePort.next() + "\"";
        try (TestGateway gateway = start(topology, "store_timeout_ms = 500\n" + redis)) {
            HttpResponse<String> first = KeyedClient.chat(gateway.port(), "k", STREAM);
            HttpResponse<String> again = KeyedClient.chat(gateway.port(), "k", STREAM);
            assertThat(first.body()).contains("[DONE]");
            assertThat(again.body()).contains("[DONE]");
            assertThat(header(again, STATE)).isEqualTo("unavailable");
            assertThat(header(again, REPLAY)).isEmpty();
            assertThat(upstream.requestsFor("m")).isEqualTo(2);
        }
    }

    private TestGateway start(Topology topology, String idempotency) throws Exception {
        return TestGateway.start(topology, """
                [[auth.keys]]
                name = "a1"
                key = "tenant-a-key-1"
                tenant = "a"
                [[auth.keys]]
                name = "a2"
                key = "tenant-a-key-2"
                tenant = "a"
                [idempotency]
                %s
                [providers.up]
                type = "openai-compatible"
                base_url = "%s/v1"
                [models.m]
                primary = { provider = "up", model = "m" }
                [models.n]
                primary = { provider = "up", model = "n" }
                """.formatted(idempotency, upstream.url()));
    }
}
