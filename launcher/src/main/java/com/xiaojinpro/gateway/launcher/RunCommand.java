package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.LoadedConfig;
import com.xiaojinpro.gateway.launcher.node.Roles;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code xjp run}: a node, from its configuration to its orderly end. */
@Command(
        description = {
            "Runs a node until SIGTERM or SIGINT; a second signal ends it at once.",
            "Without --config it serves the echo demonstration (and OpenRouter, where OPENROUTER_API_KEY is set)"
                    + " and keeps its client keys in a database of its own."
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The TOML file; it is followed, a valid change is taken without a restart.")
    private @Nullable Path configFile;

    @Option(
            names = "--roles",
            paramLabel = "ROLES",
            defaultValue = "all",
            converter = RolesConverter.class,
            description = "all, or some of ingress,router,connector,connector:PROVIDER (default: ${DEFAULT-VALUE}).")
    private Roles roles = Roles.ALL;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "The port for clients, in place of server.port; 0 takes any free one.")
    private @Nullable Integer port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Where the node keeps what it must find again (default: ./${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port != null && (port < 0 || port > 65_535)) {
            return surroundings.failed("--port " + port + " is not a port; a number from 0 to 65535 was meant");
        }
        return configFile == null ? runEmbedded() : runFile(configFile);
    }

    private int runFile(Path path) throws InterruptedException {
        ConfigFile file = new ConfigFile(path, surroundings.environment());
        return switch (file.load()) {
            case ConfigSource.Loading.Broken broken -> broken(broken);
            case ConfigSource.Loading.Ready ready -> {
                LoadedConfig loaded = options().applied(ready.loaded()).withDataDirectory(dataDirectory);
                ConfigWatcher watcher = new ConfigWatcher(file, options(), loaded.config(), InstantSource.system());
                yield new NodeRun(surroundings, options()).run(loaded, watcher, steps -> "");
            }
        };
    }

    private int runEmbedded() throws InterruptedException {
        String given = surroundings.environment().getOrDefault(EmbeddedConfig.CLIENT_KEY, "");
        return switch (EmbeddedConfig.withDatabase(surroundings.environment()).load()) {
            case ConfigSource.Loading.Broken broken -> broken(broken);
            case ConfigSource.Loading.Ready ready ->
                new NodeRun(surroundings, options())
                        .run(
                                options().applied(ready.loaded()).withDataDirectory(dataDirectory),
                                null,
                                steps ->
                                        given.isBlank() ? "" : steps.tryIt(given, "from " + EmbeddedConfig.CLIENT_KEY));
        };
    }

    private int broken(ConfigSource.Loading.Broken broken) {
        surroundings.err().println(broken.problems());
        return surroundings.failed("not started: the configuration has problems");
    }

    private NodeOptions options() {
        return new NodeOptions(roles, port);
    }
}
