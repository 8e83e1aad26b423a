package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway, with all the memory it has, is restarted: what was spent is spent, and counts once. */
@Timeout(120)
class RestartedLimitsTest {
    private static final String CALL =
            "{\"model\":\"echo\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\"," + "\"content\":\"hi\"}]}";
    private static final String RECALLED = "xjp_limit_recalls_total{outcome=\"reached\"}";

    @TempDir
    private Path data;

    /** A cent an answer, of ten cents a month. */
    @Test
    void aBudgetGoesOnWhereItWasAfterEveryRestart() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (TestNode node = start()) {
                for (int call = 0; call < 3; call++) {
                    assertThat(call(node).statusCode()).isEqualTo(200);
                }
            }
        }
        try (TestNode node = start()) {
            assertThat(call(node).statusCode()).isEqualTo(200);
            node.awaitMetric(RECALLED, 1);
            for (int call = 0; call < 3; call++) {
                assertThat(call(node).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> over = call(node);
            assertThat(over.statusCode()).isEqualTo(429);
            assertThat(over.body()).contains("insufficient_quota", "0 of 100000 millionths");
        }
    }

    private static HttpResponse<String> call(TestNode node) {
        return KeyedClient.chat(node.port(), "", CALL);
    }

    private TestNode start() {
        LoadedConfig loaded =
                TestNode.loaded(TestGateway.toml("", 1, false, """
                        limits = { budget_micros_per_month = 100000 }
                        [database]
                        embedded = true
                        [usage]
                        write_interval_ms = 50
                        [prices."echo/*"]
                        request = 0.01
                        [providers.echo]
                        type = "echo"
                        [models.echo]
                        primary = { provider = "echo", model = "echo" }
                        """)).withDataDirectory(data);
        TestNode node = TestNode.start(loaded);
        TestGateway.await(node.node().welcome());
        return node;
    }
}
