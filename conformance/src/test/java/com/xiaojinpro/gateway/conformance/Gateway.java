package com.xiaojinpro.gateway.conformance;

import com.xiaojinpro.gateway.config.ConfigOutcome;
import com.xiaojinpro.gateway.config.ConfigReader;
import com.xiaojinpro.gateway.connector.ConfiguredProviders;
import com.xiaojinpro.gateway.launcher.node.GatewayNode;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.Open;
import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import com.xiaojinpro.gateway.launcher.node.Roles;
import com.xiaojinpro.gateway.launcher.node.RunningNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running gateway of one node with all roles, as {@code xjp run} starts it. */
final class Gateway implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final long POLL_NANOS = 10_000_000;

    private static final Open NOTHING = new Open(0, 0, 0);

    private final GatewayNode node;

    private Gateway(RunningNode node) {
        this.node = (GatewayNode) node;
    }

    /** Starts a node from the text of a configuration file. */
    static Gateway start(String toml) {
        ConfiguredProviders providers = new ConfiguredProviders();
        ConfigReader reader = new ConfigReader(Map.of(), path -> {
            throw new IOException("this configuration has no secret files");
        });
        return switch (reader.read(toml, "conformance.toml", providers)) {
            case ConfigOutcome.Accepted accepted -> {
                LoadedConfig loaded = new LoadedConfig(accepted.config(), providers.providers());
                yield new Gateway(
                        await(GatewayNode.start(loaded, Roles.ALL, () -> new ReloadStatus(Instant.now(), null))));
            }
            case ConfigOutcome.Refused refused ->
                throw new AssertionError(refused.problems().text());
        };
    }

    /** Where clients connect, without a path. */
    String baseUrl() {
        return "http://127.0.0.1:" + node.ingressPort();
    }

    /** Checks that nothing of any call is left: no call, no stream, no exchange with a provider. */
    @Override
    public void close() {
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!await(node.open()).equals(NOTHING)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("something leaked: " + await(node.open()));
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } finally {
            await(node.stop());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
