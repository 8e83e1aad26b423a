package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import com.xiaojinpro.gateway.testing.UpstreamExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the failure matrix in which a process dies, with processes that are really killed. */
@Timeout(120)
class KilledNodeTest {
    private static final Duration LIVENESS_BOUND = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final List<GatewayProcess> processes = new ArrayList<>();
    private ScriptedUpstream upstream;
    private ScriptedUpstream other;
    private int seedPort;

    @BeforeEach
    void startUpstreams() throws Exception {
        upstream = ScriptedUpstream.start();
        other = ScriptedUpstream.start();
        seedPort = FreePort.next();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (GatewayProcess process : processes) {
            process.close();
        }
        upstream.close();
        other.close();
    }

    @Test
    void aKilledConnectorEndsItsOpenStreamsAndLosesItsUncommittedCallsToAnotherTarget() throws Exception {
        GatewayProcess ingress = start("ingress", "ingress,router,connector:other", seedPort);
        ingress.awaitReady(1);
        GatewayProcess connector = start("connector", "connector:up", FreePort.next());
        connector.awaitReady(2);
        upstream.on(
                "m",
                OpenAiScript.chat("m").text("one").stall(),
                OpenAiScript.chat("m").stall());
        other.on("m", OpenAiScript.words("m", "rescued").stream());
        try (SseClient open = chat(ingress, "m");
                SseClient uncommitted = chatAfter(open, ingress)) {
            upstream.awaitExchange();
            UpstreamExchange second = upstream.awaitExchange();
            long killed = System.nanoTime();
            connector.kill();
            assertThat(open.readAll()).contains("data: {\"error\"").doesNotContain("[DONE]");
            assertThat(uncommitted.readAll()).contains("rescued", "[DONE]");
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LIVENESS_BOUND);
            second.awaitDisconnected();
        }
    }

    @Test
    void aKilledIngressFreesTheProviders() throws Exception {
        GatewayProcess back = start("back", "router,connector", seedPort);
        back.awaitReady(1);
        GatewayProcess ingress = start("ingress", "ingress", FreePort.next());
        ingress.awaitReady(2);
        upstream.on("m", OpenAiScript.chat("m").text("one").stall());
        try (SseClient client = chat(ingress, "m")) {
            client.awaitText("one");
            UpstreamExchange exchange = upstream.awaitExchange();
            long killed = System.nanoTime();
            ingress.kill();
            assertThat(Duration.ofNanos(exchange.awaitDisconnected() - killed)).isLessThan(LIVENESS_BOUND);
        }
    }

    @Test
    void aRouterKilledInTheHandshakeIsReplacedByAnother() throws Exception {
        GatewayProcess ingress = start("ingress", "ingress,connector", seedPort);
        ingress.awaitReady(1);
        GatewayProcess doomed = start("doomed", "router", FreePort.next());
        doomed.awaitReady(2);
        Gate gate = new Gate();
        upstream.answer(
                "m", request -> OpenAiScript.bare("m").pause(gate).text("one").stall());
        try (SseClient client = chat(ingress, "m")) {
            UpstreamExchange orphan = upstream.awaitExchange();
            GatewayProcess spare = start("spare", "router", FreePort.next());
            spare.awaitReady(3);
            doomed.kill();
            UpstreamExchange again = upstream.awaitExchange();
            gate.open();
            client.awaitText("one");
            // One of the two attempts is the answer, the other one is cancelled.
            Awaitable.until(() -> orphan.disconnected() != again.disconnected());
            client.leave();
            orphan.awaitDisconnected();
            again.awaitDisconnected();
            assertThat(client.seen()).containsOnlyOnce("one");
        }
    }

    @Test
    void aNodeThatIsCutOffFailsItsStreamsAndDoublesNothingWhenItComesBack() throws Exception {
        GatewayProcess ingress = start("ingress", "ingress,router", seedPort);
        ingress.awaitReady(1);
        GatewayProcess connector = start("connector", "connector", FreePort.next());
        connector.awaitReady(2);
        Gate gate = new Gate();
        upstream.on(
                "m", OpenAiScript.chat("m").text("one").pause(gate).text("two").stall());
        try (SseClient client = chat(ingress, "m")) {
            client.awaitText("one");
            UpstreamExchange exchange = upstream.awaitExchange();
            connector.freeze();
            gate.open();
            assertThat(client.readAll())
                    .contains("data: {\"error\"")
                    .doesNotContain("[DONE]")
                    .doesNotContain("two");
            connector.thaw();
            exchange.awaitDisconnected();
        }
    }

    /** SIGTERM is no death: the stream that runs ends whole, new calls are refused, and the process ends with 0. */
    @Test
    void aTerminatedNodeLetsItsStreamEndAndExitsWithZero() throws Exception {
        GatewayProcess node = start("node", "all", seedPort);
        node.awaitReady(1);
        Gate gate = new Gate();
        upstream.on("m", OpenAiScript.chat("m").text("one").pause(gate).text("two").finish("stop").stream());
        try (SseClient client = chat(node, "m")) {
            client.awaitText("one");
            node.terminate();
            Awaitable.until(() -> node.status().contains("\"ready\" : false"));
            try (SseClient late = chat(node, "m")) {
                assertThat(late.readAll()).startsWith("HTTP/1.1 503");
            }
            assertThat(node.alive()).isTrue();
            gate.open();
            assertThat(client.readAll()).contains("one", "two", "[DONE]").doesNotContain("\"error\"");
        }
        assertThat(node.exitCode()).as(node.log()).isZero();
        assertThat(node.log()).contains("Stopping; running streams have 30 seconds to end.");
    }

    private GatewayProcess start(String name, String roles, int clusterPort) throws Exception {
        GatewayProcess process = GatewayProcess.start(folder, name, roles, clusterPort, seedPort, config());
        processes.add(process);
        return process;
    }

    private static SseClient chat(GatewayProcess ingress, String model) throws Exception {
        return SseClient.post(ingress.port(), "/v1/chat/completions", SseClient.chat(model, true));
    }

    private static SseClient chatAfter(SseClient first, GatewayProcess ingress) throws Exception {
        first.awaitText("one");
        return chat(ingress, "with-fallback");
    }

    private String config() {
        return """
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [providers.other]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models.m]
            primary = { provider = "up", model = "m" }
            [models.with-fallback]
            primary = { provider = "up", model = "m" }
            fallbacks = [ { provider = "other", model = "m" } ]
            """.formatted(upstream.url(), other.url());
    }
}
