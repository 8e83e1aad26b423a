package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.bus.FrameBody;
import com.xiaojinpro.gateway.ingress.Outcome;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The failure matrix of {@code docs/stream-protocol.md}, row by row, in every topology where the row can happen. */
@Timeout(60)
class FailureMatrixTest {
    private static final String CLEAN_END = "[DONE]";
    private static final String ERROR = "data: {\"error\"";

    private ScriptedUpstream upstream;
    private ScriptedUpstream other;

    @BeforeEach
    void startUpstreams() {
        upstream = ScriptedUpstream.start();
        other = ScriptedUpstream.start();
    }

    @AfterEach
    void stopUpstreams() {
        upstream.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void aLostFrameNeverLooksLikeAnEnd(Topology topology) throws Exception {
        Gate gate = new Gate();
        upstream.on(
                "m", OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").usage(1, 2).stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.lose(1, FailureMatrixTest::saysTwo);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                client.awaitText("one");
                gate.open();
                // Whether anything follows the lost frame or not: the next one, the count or a probe tells.
                assertThat(client.readAll()).contains(ERROR).doesNotContain(CLEAN_END);
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.BROKEN);
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void aDoubledFrameNeverLooksLikeAnEnd(Topology topology) throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.repeat(1, body -> body instanceof FrameBody.Data data && data.seq() == 0);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                assertThat(client.readAll()).contains(ERROR).doesNotContain(CLEAN_END);
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.BROKEN);
            gate.open();
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void aLostLastFrameIsNoticedWithoutWaitingForTheDeadline(Topology topology) throws Exception {
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.lose(1, body -> body instanceof FrameBody.End);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                client.awaitText("one");
                gate.open();
                assertThat(client.readAll()).contains("\"error\"").doesNotContain(CLEAN_END);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void aLostCommitOrFailureLeavesNothingBehind(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one").stream());
        upstream.on("bad", Script.json(400, "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}"));
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.lose(1, body -> body instanceof FrameBody.Committed);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                assertThat(client.readAll()).contains("one", CLEAN_END);
            }
            tap.lose(1, body -> body instanceof FrameBody.Failed);
            try (SseClient client = SseClient.chat(gateway, "bad")) {
                assertThat(client.readAll()).contains("error");
            }
            tap.lose(1, body -> body instanceof FrameBody.Refused);
            try (SseClient client = SseClient.chat(gateway, "bad")) {
                assertThat(client.readAll()).contains("error");
            }
            gateway.awaitNothingOpen();
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void lostCreditIsMadeGood(Topology topology) throws Exception {
        String event = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + "x".repeat(500) + "\"}}]}";
        upstream.on(
                "m",
                Script.stream()
                        .repeat(event, 400)
                        .event(
                                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
                        .done());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.lose(2, body -> body instanceof FrameBody.Credit);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                assertThat(client.readAll()).contains(CLEAN_END);
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Topology.class,
            names = {"ONE_NODE", "TWO_NODES"})
    void aBlockedConnectorFailsItsOpenStreamsWithinTheLivenessBound(Topology topology) throws Exception {
        Gate never = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(never).text("two").finish("stop").stream());
        try (TestGateway gateway = start(topology)) {
            CountDownLatch blocked = new CountDownLatch(1);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                client.awaitText("one");
                gateway.loopOf(gateway.lanes() - 1).runOnContext(v -> hold(blocked));
                assertThat(client.readAll()).contains(ERROR).doesNotContain(CLEAN_END);
                assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.BROKEN);
            } finally {
                blocked.countDown();
                never.open();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Topology.class,
            names = {"ONE_NODE", "TWO_NODES"})
    void aBlockedConnectorFailsUncommittedCallsInTheirOwnTime(Topology topology) throws Exception {
        upstream.on("m", Script.silence());
        try (TestGateway gateway = start(topology)) {
            CountDownLatch blocked = new CountDownLatch(1);
            UpstreamExchange exchange;
            try (SseClient client = SseClient.chat(gateway, "m")) {
                exchange = upstream.awaitExchange();
                gateway.loopOf(gateway.lanes() - 1).runOnContext(v -> hold(blocked));
                assertThat(client.readAll()).contains("503").contains("\"error\"");
            } finally {
                blocked.countDown();
            }
            exchange.awaitDisconnected();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Topology.class,
            names = {"ONE_NODE", "TWO_NODES"})
    void aLostDispatchIsAskedAgain(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one").stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.lose(1, body -> body instanceof FrameBody.Dispatch);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                assertThat(client.readAll()).contains("one", CLEAN_END);
            }
            assertThat(upstream.requestsFor("m")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Topology.class,
            names = {"ONE_NODE", "TWO_NODES"})
    void aSecondAttemptThatAppearsLateIsCancelled(Topology topology) throws Exception {
        Gate first = new Gate();
        Gate second = new Gate();
        upstream.on(
                "m",
                OpenAiScript.bare("m").pause(first).text("first").stall(),
                OpenAiScript.chat("m").text("second").pause(second).finish("stop").stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            // The router is thought lost in the handshake: it works on, but nobody knows.
            tap.lose(1, body -> body instanceof FrameBody.Accepted accepted && accepted.attempt() == 0);
            try (SseClient client = SseClient.chat(gateway, "m")) {
                UpstreamExchange orphan = upstream.awaitExchange();
                client.awaitText("second");
                first.open();
                orphan.awaitDisconnected();
                second.open();
                assertThat(client.readAll()).contains(CLEAN_END).doesNotContain("first");
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    // H105: nobody is asked on for a client that is gone.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aClientThatLeavesMidStreamFreesItsUpstreamWithin100Milliseconds(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").stall());
        try (TestGateway gateway = start(topology)) {
            SseClient client = SseClient.chat(gateway, "m");
            client.awaitText("one");
            UpstreamExchange exchange = upstream.awaitExchange();
            long left = System.nanoTime();
            client.leave();
            assertThat(exchange.awaitDisconnected() - left)
                    .isLessThan(Duration.ofMillis(100).toNanos());
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    // H105: nor before the first byte, streamed or not.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aClientThatLeavesBeforeTheFirstByteFreesItsUpstream(Topology topology) throws Exception {
        upstream.on("m", Script.silence());
        try (TestGateway gateway = start(topology)) {
            for (boolean stream : new boolean[] {true, false}) {
                SseClient client = SseClient.post(gateway.port(), "/v1/chat/completions", SseClient.chat("m", stream));
                UpstreamExchange exchange = upstream.awaitExchange();
                long left = System.nanoTime();
                client.leave();
                assertThat(exchange.awaitDisconnected() - left)
                        .isLessThan(Duration.ofMillis(200).toNanos());
                assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.CLIENT_GONE);
            }
        }
    }

    // H106: what a slow client does not take is not read from the provider.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aClientThatDoesNotReadHoldsTheProviderBackAndIsCut(Topology topology) throws Exception {
        String event = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + "x".repeat(1000) + "\"}}]}";
        upstream.on("m", Script.stream().repeat(event, 100_000).stall());
        try (TestGateway gateway = TestGateway.start(topology, "client_stall_timeout_ms = 1500", config())
                .uses(upstream)) {
            try (SseClient client = SseClient.chat(gateway, "m")) {
                client.awaitText("xxx");
                UpstreamExchange exchange = upstream.awaitExchange();
                exchange.awaitDisconnected();
                // 100 MB were on offer; what was taken is what sockets and one window hold.
                assertThat(exchange.bytesWritten()).isLessThan(16L << 20);
            }
            assertThat(gateway.awaitOutcome()).isEqualTo(Outcome.CLIENT_STALLED);
        }
    }

    // H30, H34: before the first content another target may answer.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aStalledProviderIsLeftForAnotherWhereNothingWasCommitted(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.chat("m").stall());
        other.on("m", OpenAiScript.words("m", "rescued").stream());
        try (TestGateway gateway = start(topology)) {
            try (SseClient client = SseClient.chat(gateway, "with-fallback")) {
                assertThat(client.readAll()).contains("rescued", CLEAN_END);
            }
            upstream.awaitExchange().awaitDisconnected();
        }
    }

    // H34: what the client has is not begun again by another target.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aProviderThatStallsAfterTheCommitEndsInAnErrorEvent(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").stall());
        other.on("m", OpenAiScript.words("m", "never").stream());
        try (TestGateway gateway = start(topology)) {
            try (SseClient client = SseClient.chat(gateway, "with-fallback")) {
                assertThat(client.readAll())
                        .contains("one", ERROR)
                        .doesNotContain(CLEAN_END)
                        .doesNotContain("never");
            }
            assertThat(other.requests()).isEmpty();
        }
    }

    // H31: cut, reset or ended early, no stream looks whole.
    @ParameterizedTest
    @EnumSource(Topology.class)
    void aCutUpstreamNeverEndsInDoneOrMessageStop(Topology topology) throws Exception {
        upstream.on("cut", OpenAiScript.chat("m").text("one").cut());
        upstream.on("reset", OpenAiScript.chat("m").text("one").reset());
        upstream.on("ends", OpenAiScript.chat("m").text("one").unfinished());
        try (TestGateway gateway = start(topology)) {
            for (String model : new String[] {"cut", "reset", "ends"}) {
                try (SseClient client = SseClient.chat(gateway, model)) {
                    assertThat(client.readAll()).contains(ERROR).doesNotContain(CLEAN_END);
                }
                try (SseClient client = SseClient.messages(gateway, model)) {
                    assertThat(client.readAll()).contains("event: error").doesNotContain("message_stop");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Topology.class)
    void twoVersionsRefuseEachOtherInTheHandshake(Topology topology) throws Exception {
        upstream.on("m", OpenAiScript.words("m", "one").stream());
        try (TestGateway gateway = start(topology)) {
            FrameTap tap = new FrameTap(gateway);
            tap.replaceNext(body -> body instanceof FrameBody.Attempt, new FrameBody.Unreadable(99));
            try (SseClient client = SseClient.chat(gateway, "m")) {
                // The refusing node is asked again, as the only one there is, and then speaks the same version.
                assertThat(client.readAll()).contains("one", CLEAN_END);
            }
            assertThat(upstream.requestsFor("m")).isEqualTo(1);
        }
    }

    private TestGateway start(Topology topology) throws Exception {
        return TestGateway.start(topology, config()).uses(upstream, other);
    }

    private String config() {
        return """
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [providers.other]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models."*"]
            primary = { provider = "up", model = "*" }
            timeouts_ms = { connect = 2000, first_content = 60000, idle = 60000, total = 120000 }
            [models.with-fallback]
            primary = { provider = "up", model = "m" }
            fallbacks = [ { provider = "other", model = "m" } ]
            timeouts_ms = { connect = 2000, first_content = 600, idle = 600, total = 20000 }
            """.formatted(upstream.url(), other.url());
    }

    private static boolean saysTwo(FrameBody body) {
        List<UnifiedChunk> events = switch (body) {
            case FrameBody.Data data -> data.events();
            case FrameBody.End end -> end.events();
            default -> List.of();
        };
        return events.stream()
                .anyMatch(chunk -> chunk instanceof UnifiedChunk.Delta delta
                        && delta.value().equals("two"));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
