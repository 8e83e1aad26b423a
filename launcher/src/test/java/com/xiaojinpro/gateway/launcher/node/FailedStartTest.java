package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.testing.FreePort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that cannot start says so at once, though its event loops end before it can. */
class FailedStartTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aClientPortInUseIsToldAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertPortInUse(start("[server]\nport = " + taken.getLocalPort()));
        }
    }

    @Test
    void aManagementPortInUseIsToldAndTheClientPortIsFreeAgain() throws IOException {
        int clients = FreePort.next();
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertPortInUse(start("[server]\nport = " + clients + "\n[management]\nport = " + taken.getLocalPort()));
        }
        try (ServerSocket again = new ServerSocket(clients, 1, LOOPBACK)) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void aMemberOfAClusterTellsItToo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            String cluster = "\n[cluster]\nenabled = true\nname = \"failed-start\"\nport = " + FreePort.next();
            assertPortInUse(start("[server]\nport = " + taken.getLocalPort() + cluster));
        }
    }

    private static void assertPortInUse(CompletableFuture<RunningNode> started) {
        assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(BindException.class);
    }

    private static CompletableFuture<RunningNode> start(String sections) {
        String text = """
                [[auth.keys]]
                name = "app"
                key = "app-key-0123456789"
                [providers.echo]
                type = "echo"
                [models.echo]
                primary = { provider = "echo", model = "echo" }
                """ + sections + "\n";
        ConfiguredProviders providers = new ConfiguredProviders();
        ConfigOutcome outcome = new ConfigReader(Map.of(), path -> "").read(text, "xjp.toml", providers);
        LoadedConfig loaded = new LoadedConfig(((ConfigOutcome.Accepted) outcome).config(), providers.providers());
        ReloadStatus status = new ReloadStatus(Instant.EPOCH, null);
        return GatewayNode.start(loaded, Roles.ALL, () -> status)
                .toCompletionStage()
                .toCompletableFuture();
    }
}
