package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.ReloadCheck;
import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.ReloadStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a configuration file. Once a second it looks at the contents of the file and of the secret files it names; a
 * change is taken when two looks in a row saw the same, so that a file that is still being written is not read as a whole
 * one. A change that is wrong, or that needs a restart, is refused: the node goes on with what it has, and the reason is
 * kept until the file changes again.
 *
 * <p>Looks and changes follow one another, never at the same time; only {@link #status} and {@link #stop} may be called from any thread.
 */
final class ConfigWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
    private static final long INTERVAL_MS = 1000;

    private final ConfigFile file;
    private final NodeOptions options;
    private final InstantSource clock;
    private volatile ReloadStatus status;
    private volatile boolean stopped;
    private GatewayConfig running;
    private ConfigFile.Content taken;
    private ConfigFile.@Nullable Content pending;

    /**
     * @param file as it was loaded for the start
     * @param options of the command line, which hold for every configuration
     * @param running what the node runs with
     */
    ConfigWatcher(ConfigFile file, NodeOptions options, GatewayConfig running, InstantSource clock) {
        this.file = file;
        this.options = options;
        this.running = running;
        this.taken = file.loaded();
        this.clock = clock;
        this.status = new ReloadStatus(clock.instant(), null);
    }

    ReloadStatus status() {
        return status;
    }

    /**
     * Looks once a second, on a worker thread, until it is stopped.
     *
     * @param apply swaps the configuration of the node
     */
    void start(Vertx vertx, Function<LoadedConfig, Future<Void>> apply) {
        if (!stopped) {
            vertx.setTimer(
                    INTERVAL_MS,
                    timer -> vertx.<Look>executeBlocking(this::look)
                            .compose(look -> take(look, apply))
                            .onFailure(failure -> LOG.error("The configuration could not be looked at", failure))
                            .onComplete(done -> start(vertx, apply)));
        }
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }

    /** One look and what follows from it. */
    Future<Void> tick(Function<LoadedConfig, Future<Void>> apply) {
        return take(look(), apply);
    }

    /** What one look has found. */
    private sealed interface Look {
        record Nothing() implements Look {}

        record Change(LoadedConfig next) implements Look {}

        record Refusal(String reason) implements Look {}
    }

    private Look look() {
        ConfigFile.Content now = file.content();
        if (now.equals(taken)) {
            pending = null;
            return new Look.Nothing();
        }
        if (!now.equals(pending)) {
            pending = now;
            return new Look.Nothing();
        }
        pending = null;
        ConfigSource.Loading loading = file.load();
        taken = file.loaded();
        return switch (loading) {
            case ConfigSource.Loading.Broken broken -> new Look.Refusal(broken.problems());
            case ConfigSource.Loading.Ready ready -> judge(options.applied(ready.loaded()));
        };
    }

    private Look judge(LoadedConfig next) {
        String refusal = options.refusal(next.config());
        refusal = refusal == null ? ReloadCheck.refusal(running, next.config()) : refusal;
        return refusal == null ? new Look.Change(next) : new Look.Refusal(refusal);
    }

    private Future<Void> take(Look look, Function<LoadedConfig, Future<Void>> apply) {
        return switch (look) {
            case Look.Nothing ignored -> Future.succeededFuture();
            case Look.Refusal refusal -> refuse(refusal.reason());
            case Look.Change change ->
                apply.apply(change.next())
                        .onSuccess(done -> accept(change.next().config()))
                        .recover(failure -> refuse("the node could not take it: " + failure.getMessage()));
        };
    }

    private void accept(GatewayConfig next) {
        running = next;
        status = new ReloadStatus(clock.instant(), null);
        LOG.info("The changed configuration is in use");
    }

    private Future<Void> refuse(String reason) {
        status = status.refused(clock.instant(), reason);
        LOG.warn("The changed configuration is not in use:\n{}", reason);
        return Future.succeededFuture();
    }
}
