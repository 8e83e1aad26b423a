package com.xiaojinpro.gateway.launcher;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code xjp check-config}: what a start or a reload would say about a file, without one. */
@Command(description = "Checks a configuration file: prints every problem (exit code 1), or what it configures.")
final class CheckConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "The TOML file.")
    private @Nullable Path file;

    CheckConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path path = file;
        if (path == null) {
            throw new IllegalStateException("the parser lets no call without FILE through");
        }
        return switch (new ConfigFile(path, surroundings.environment()).load()) {
            case ConfigSource.Loading.Broken broken -> {
                surroundings.err().println(broken.problems());
                long problems = broken.problems().lines().count();
                yield surroundings.failed(problems == 1 ? "1 problem" : problems + " problems");
            }
            case ConfigSource.Loading.Ready ready -> {
                surroundings.out().println(path + " is valid.");
                surroundings.out().print(ConfigSummary.of(ready.loaded().config()));
                surroundings.out().flush();
                yield 0;
            }
        };
    }
}
