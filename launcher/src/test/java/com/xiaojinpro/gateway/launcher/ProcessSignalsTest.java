package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessSignalsTest {
    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void theFirstSignalStopsInOrderWithCodeZero() throws IOException, InterruptedException {
        process = probe();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            process.toHandle().destroy();
            assertThat(output.readLine()).isEqualTo("stopping");
        }
        assertThat(exitCode(process)).isZero();
    }

    @Test
    void theSecondSignalEndsTheProcessAtOnce() throws IOException, InterruptedException {
        process = probe("hang");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            process.toHandle().destroy();
            assertThat(output.readLine()).isEqualTo("stopping");
            process.toHandle().destroy();
        }
        assertThat(exitCode(process)).isEqualTo(128 + 15);
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Process probe(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SignalProbe.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
