package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** What the README tells a stranger to type exists: commands, options, files, the links, and the test command of CI. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");
    private static final Pattern CONFIGURED = Pattern.compile("conf/[a-z.-]+");

    @ParameterizedTest
    @MethodSource("lines")
    void everyLineForAShellCanBeTyped(String line) {
        String[] words = line.split(" +");
        switch (words[0]) {
            case "./xjp" -> parses(Arrays.copyOfRange(words, 1, words.length));
            case "mvn" -> assertThat(continuousIntegration()).contains(line.replace(" -B ", " -B -ntp "));
            default -> throw new AssertionError("nothing here checks '" + line + "'");
        }
    }

    @Test
    void itTellsHowToStartToTestAndToCheckAConfiguration() {
        assertThat(lines())
                .contains("./xjp run", "mvn -B verify")
                .anyMatch(line -> line.startsWith("./xjp check-config "))
                .anyMatch(line -> line.startsWith("./xjp run --config "))
                .anyMatch(line -> line.contains(" --roles "));
    }

    @Test
    void everyFileItNamesExists() {
        Matcher files = CONFIGURED.matcher(readme());
        while (files.find()) {
            assertThat(ROOT.resolve(files.group())).exists();
        }
        assertThat(ROOT.resolve("xjp")).isExecutable();
        assertThat(readme()).contains("cp .env.example .env");
        assertThat(ROOT.resolve(".env.example")).exists();
        assertThat(ROOT.resolve("docker-compose.yml")).exists();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkWithinTheProjectLeadsSomewhere(Path document) throws IOException {
        Matcher links = LINK.matcher(Files.readString(document));
        while (links.find()) {
            if (!links.group(1).contains("://")) {
                assertThat(document.resolveSibling(links.group(1)))
                        .as(document.toString())
                        .exists();
            }
        }
    }

    /** The commands of the blocks for a shell; a comment behind one is no part of it. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        Matcher blocks = SHELL.matcher(readme());
        while (blocks.find()) {
            blocks.group(1).lines().map(line -> line.replaceFirst(" +#.*", "")).forEach(lines::add);
        }
        return lines;
    }

    static List<Path> documents() throws IOException {
        TreeSet<Path> documents = new TreeSet<>();
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("CONTRIBUTING.md"));
        documents.add(ROOT.resolve("CHANGELOG.md"));
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return List.copyOf(documents);
    }

    private static void parses(String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings surroundings = new Surroundings(
                Map.of(), nowhere, nowhere, (loaded, roles, reloads) -> Future.failedFuture("not here"), stop -> {});
        CommandLine commands = Main.commandLine(surroundings);
        ParseResult parsed = commands.parseArgs(arguments);
        assertThat(parsed.hasSubcommand()).isTrue();
        assertThat(parsed.subcommand().commandSpec().usageMessage().hidden()).isFalse();
    }

    private static String readme() {
        return read("README.md");
    }

    private static String continuousIntegration() {
        assertThat(read(".github/workflows/ci.yml")).contains("run: .ci/run");
        return read(".ci/run");
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
