package com.xiaojinpro.gateway.launcher.node;

import static com.xiaojinpro.gateway.launcher.node.KeyedClient.REPLAY;
import static com.xiaojinpro.gateway.launcher.node.KeyedClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.launcher.idempotency.RedisServer;
import com.xiaojinpro.gateway.testing.FreePort;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it holds a key: another one serves the next call with it once the lease is over. */
@Timeout(120)
class KilledHolderTest {
    private static final String BODY = SseClient.chat("m", true);

    @TempDir
    Path folder;

    @Test
    void theKeyOfAKilledNodeIsFreeAfterItsLeaseInTheMemoryOfTheCluster() throws Exception {
        killTheHolder("");
    }

    @Test
    void theKeyOfAKilledNodeIsFreeAfterItsLeaseInRedis() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            killTheHolder("[redis]\nurl = \"" + redis.url().reveal() + "\"");
        }
    }

    private void killTheHolder(String redis) throws Exception {
        int seedPort = FreePort.next();
        try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
            upstream.on("m", OpenAiScript.chat("m").text("one").stall(), OpenAiScript.words("m", "rescued").stream());
            String config = config(upstream, redis);
            try (GatewayProcess holder = GatewayProcess.start(folder, "holder", "all", seedPort, seedPort, config);
                    GatewayProcess other =
                            GatewayProcess.start(folder, "other", "all", FreePort.next(), seedPort, config)) {
                holder.awaitReady(2);
                other.awaitReady(2);
                try (SseClient first = SseClient.post(
                        holder.port(), "/v1/chat/completions", TestGateway.KEY, "idempotency-key: k\r\n", BODY)) {
                    first.awaitText("one");
                    CompletableFuture<HttpResponse<String>> second = KeyedClient.sendChat(other.port(), "k", BODY);
                    holder.kill();
                    HttpResponse<String> rescued = second.join();
                    assertThat(rescued.body()).contains("rescued", "[DONE]");
                    assertThat(header(rescued, REPLAY)).isEmpty();
                }
                HttpResponse<String> again = KeyedClient.chat(other.port(), "k", BODY);
                assertThat(header(again, REPLAY)).isEqualTo("true");
                assertThat(again.body()).contains("rescued");
                assertThat(upstream.requestsFor("m")).isEqualTo(2);
            }
        }
    }

    private static String config(ScriptedUpstream upstream, String redis) {
        return """
            [idempotency]
            lease_ms = 3000
            %s
            [providers.up]
            type = "openai-compatible"
            base_url = "%s/v1"
            [models.m]
            primary = { provider = "up", model = "m" }
            """.formatted(redis, upstream.url());
    }
}
