package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.Actor;
import com.xiaojinpro.gateway.accounts.keys.Directory;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.fault.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What every command has that works on the database itself, with the configuration of a node: it needs no running gateway. A
 * private database that a gateway runs is shared with it; else it is started for the command and stopped after it.
 */
final class DatabaseAccess {
    private static final long LONGEST_SECONDS = 120;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The TOML file of the node; without it, what 'xjp run' runs on without one.")
    private @Nullable Path configFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where the node keeps its data (default: ./${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    @Option(names = "--json", description = "Answers in JSON.")
    private boolean json;

    /** What a command does once the database is open. */
    interface Work {
        /** The output: an object for {@code --json}, and the same for people. */
        Future<Output> on(Directory directory);
    }

    /** What a command does with connections alone. */
    interface Connected {
        Future<Output> on(Vertx vertx, Database database, GatewayConfig.Database settings);
    }

    /**
     * What a command says.
     *
     * @param text ends with a line feed
     */
    record Output(JsonObject json, String text) {}

    /** Who acts, for the audit log. */
    static Actor actor() {
        return new Actor("cli " + System.getProperty("user.name", "unknown"));
    }

    /** Runs a command over an open directory; gives its exit code. */
    int run(Surroundings surroundings, Work work) throws InterruptedException {
        return connect(
                surroundings,
                (config, vertx, database, settings) -> Directory.open(
                                vertx, database, settings, config.auth().pepper(), dataDirectory)
                        .compose(work::on));
    }

    /** Runs a command over connections; gives its exit code. */
    int connected(Surroundings surroundings, Connected work) throws InterruptedException {
        return connect(surroundings, (config, vertx, database, settings) -> work.on(vertx, database, settings));
    }

    private interface Step {
        Future<Output> on(GatewayConfig config, Vertx vertx, Database database, GatewayConfig.Database settings);
    }

    private int connect(Surroundings surroundings, Step step) throws InterruptedException {
        Path file = configFile;
        ConfigSource source = file == null
                ? EmbeddedConfig.withDatabase(surroundings.environment())
                : new ConfigFile(file, surroundings.environment());
        return switch (source.load()) {
            case ConfigSource.Loading.Broken broken -> {
                surroundings.err().println(broken.problems());
                yield surroundings.failed("the configuration has problems");
            }
            case ConfigSource.Loading.Ready ready ->
                connect(surroundings, ready.loaded().config(), step);
        };
    }

    private int connect(Surroundings surroundings, GatewayConfig config, Step step) throws InterruptedException {
        GatewayConfig.Database settings = config.database();
        if (settings == null) {
            return surroundings.failed("the configuration has no [database]; embedded = true, or a url, makes one");
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        Database database = Database.open(vertx, settings, dataDirectory);
        try {
            Output output = wait(step.on(config, vertx, database, settings));
            surroundings.out().print(json ? output.json().encodePrettily() + "\n" : output.text());
            surroundings.out().flush();
            return 0;
        } catch (ExecutionException e) {
            return surroundings.failed(reason(e.getCause()));
        } catch (TimeoutException e) {
            return surroundings.failed("the database did not answer within " + LONGEST_SECONDS + " seconds");
        } finally {
            end(database.close());
            end(vertx.close());
        }
    }

    private static <T> T wait(Future<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** What is left open ends with the process. */
    private static void end(Future<Void> closing) throws InterruptedException {
        try {
            wait(closing);
        } catch (ExecutionException | TimeoutException e) {
            org.slf4j.LoggerFactory.getLogger(DatabaseAccess.class).debug("Not closed in order", e);
        }
    }

    private static String reason(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        if (failure instanceof FaultException fault) {
            return fault.fault().message();
        }
        return "the database cannot be used: " + (message == null ? String.valueOf(failure) : message);
    }
}
