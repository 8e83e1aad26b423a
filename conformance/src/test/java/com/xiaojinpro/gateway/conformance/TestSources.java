package com.xiaojinpro.gateway.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tests of all modules, looked through for the numbers of hazards. */
final class TestSources {
    private TestSources() {}

    /** Which tests name which hazard. */
    static Map<Integer, SortedSet<NamedTest>> byHazard(Path root) {
        Map<Integer, SortedSet<NamedTest>> tests = new TreeMap<>();
        for (Path source : of(root)) {
            new HazardScan(root.relativize(source).toString().replace('\\', '/'), read(source))
                    .named()
                    .forEach((number, named) -> tests.computeIfAbsent(number, any -> new TreeSet<>())
                            .addAll(named));
        }
        return tests;
    }

    private static List<Path> of(Path root) {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TestSources::walk)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder).filter(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
