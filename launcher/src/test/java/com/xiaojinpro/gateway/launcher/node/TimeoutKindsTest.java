package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time limits of an attempt end it for different reasons, each for its own and for no other. */
@Timeout(60)
class TimeoutKindsTest {
    private static final String CLEAN_END = "[DONE]";
    private static final int PIECES = 12;
    private static final long PIECE_MILLIS = 250;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        upstream.close();
    }

    @Test
    @DisplayName("H107: an answer may take far longer than the silence that is allowed in it, if comments keep coming")
    void aTrickleOfCommentsIsNoSilence() throws Exception {
        Queue<Gate> gates = new ArrayDeque<>();
        OpenAiScript script = OpenAiScript.chat("m").text("one");
        for (int i = 0; i < PIECES; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            script.pause(gate).comment("still at it");
        }
        upstream.on("m", script.text("two").finish("stop").stream());
        try (TestGateway gateway = gateway("first_content = 60000, idle = 1500, total = 60000");
                SseClient client = SseClient.chat(gateway, "m")) {
            client.awaitText("one");
            clock.scheduleAtFixedRate(() -> open(gates), PIECE_MILLIS, PIECE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(client.readAll()).contains("two", CLEAN_END);
        }
    }

    @Test
    @DisplayName("H107: lifecycle and comments are no content, however steadily they come")
    void aTrickleWithoutContentIsNoAnswer() throws Exception {
        Queue<Gate> gates = new ArrayDeque<>();
        OpenAiScript script = OpenAiScript.chat("m");
        for (int i = 0; i < 200; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            script.pause(gate).comment("still at it");
        }
        upstream.on("m", script.text("never").finish("stop").stream());
        try (TestGateway gateway = gateway("first_content = 1500, idle = 60000, total = 60000");
                SseClient client = SseClient.chat(gateway, "m")) {
            clock.scheduleAtFixedRate(() -> open(gates), PIECE_MILLIS, PIECE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(client.readAll()).contains("no content in time").doesNotContain("never", CLEAN_END);
            upstream.awaitExchange().awaitDisconnected();
        }
    }

    @Test
    @DisplayName("H107: silence after content ends the attempt, long before its whole time is over")
    void silenceEndsTheAttempt() throws Exception {
        upstream.on("m", OpenAiScript.chat("m").text("one").stall());
        try (TestGateway gateway = gateway("first_content = 60000, idle = 500, total = 60000");
                SseClient client = SseClient.chat(gateway, "m")) {
            assertThat(client.readAll()).contains("one", "fell silent").doesNotContain(CLEAN_END);
        }
    }

    @Test
    @DisplayName("H107: an answer that never stops ends with its whole time")
    void theWholeTimeIsALimitOfItsOwn() throws Exception {
        Queue<Gate> gates = new ArrayDeque<>();
        OpenAiScript script = OpenAiScript.chat("m");
        for (int i = 0; i < 200; i++) {
            Gate gate = new Gate();
            gates.add(gate);
            script.text("more ").pause(gate);
        }
        upstream.on("m", script.finish("stop").stream());
        try (TestGateway gateway = gateway("first_content = 60000, idle = 60000, total = 1500");
                SseClient client = SseClient.chat(gateway, "m")) {
            clock.scheduleAtFixedRate(() -> open(gates), PIECE_MILLIS, PIECE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(client.readAll()).contains("more ", "took too long").doesNotContain(CLEAN_END);
        }
    }

    @Test
    @DisplayName("H107: a provider that cannot be reached is given up at once, not when an answer would be late")
    void anUnreachableProviderDoesNotUseUpTheTimeOfAnAnswer() throws Exception {
        ScriptedUpstream gone = ScriptedUpstream.start();
        String url = gone.url();
        gone.close();
        try (TestGateway gateway = gateway(url, "first_content = 60000, idle = 60000, total = 60000")) {
            long before = System.nanoTime();
            try (SseClient client = SseClient.chat(gateway, "m")) {
                assertThat(client.readAll()).startsWith("HTTP/1.1 50").contains("\"error\"");
            }
            assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(20));
        }
    }

    private static void open(Queue<Gate> gates) {
        Gate next = gates.poll();
        if (next != null) {
            next.open();
        }
    }

    private TestGateway gateway(String timeouts) throws Exception {
        return gateway(upstream.url(), timeouts);
    }

    private TestGateway gateway(String url, String timeouts) throws Exception {
        return TestGateway.start(Topology.ONE_NODE, """
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models."*"]
            primary = { provider = "up", model = "*" }
            timeouts_ms = { connect = 2000, %s }
            """.formatted(url, timeouts))
                .uses(upstream);
    }
}
