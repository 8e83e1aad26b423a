package com.xiaojinpro.gateway.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs programs that are not Java, with their output in a file of the build folder. */
final class Command {
    private static final long TIMEOUT_MINUTES = 8;

    private Command() {}

    /** What a program did. */
    record Outcome(String name, int status, String output) {
        /** The end of the output, where programs tell what failed. */
        String failures() {
            List<String> lines = output.lines().toList();
            return lines.subList(Math.max(0, lines.size() - 150), lines.size()).stream()
                    .collect(Collectors.joining("\n", name + " said:\n", "\n"));
        }
    }

    /** Whether a program is installed. */
    static boolean exists(String name) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(java.io.File.pathSeparator)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs a program to its end. */
    static Outcome run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(Files.createDirectories(Path.of("target")), command[0], ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command[0] + " did not end within " + TIMEOUT_MINUTES + " minutes; see " + output);
        }
        return new Outcome(String.join(" ", command), process.exitValue(), Files.readString(output));
    }
}
