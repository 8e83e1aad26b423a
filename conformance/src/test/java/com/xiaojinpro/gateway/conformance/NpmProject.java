package com.xiaojinpro.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The JavaScript tests in {@code npm/}, installed from their lock file into the build folder. */
final class NpmProject {
    private static final Path SOURCE = Path.of("npm");
    private static final Path PROJECT = Path.of("target", "npm");

    private static boolean installed;

    private NpmProject() {}

    /** Whether there is anything to run them with. */
    static boolean possible() {
        return Command.exists("npm");
    }

    /** Installs what the tests need, once in the life of this JVM; what npm has fetched before, it does not fetch again. */
    static synchronized Path install() throws IOException, InterruptedException {
        if (!installed) {
            copy();
            Command.Outcome outcome = Command.run(
                    PROJECT, Map.of(), "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
            assertThat(outcome.status()).as(outcome.failures()).isZero();
            installed = true;
        }
        return PROJECT;
    }

    /** Runs test files against a gateway; all of their tests have to run and to pass. */
    static void test(Gateway gateway, String... files) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("node", "--test", "--test-reporter=spec", "--test-timeout=120000"));
        command.addAll(List.of(files));
        Command.Outcome tests = Command.run(
                install(),
                Map.of("XJP_GATEWAY", gateway.baseUrl(), "XJP_KEY", Stage.KEY),
                command.toArray(String[]::new));
        assertThat(tests.status()).as(tests.failures()).isZero();
        assertThat(tests.output()).containsPattern("tests [1-9]").containsPattern("skipped 0");
    }

    private static void copy() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = PROJECT.resolve(SOURCE.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
