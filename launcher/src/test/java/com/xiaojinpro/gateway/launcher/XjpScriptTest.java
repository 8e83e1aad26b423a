package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code xjp} script in a release layout, with Java homes whose {@code java} prints what it is given. */
class XjpScriptTest {
    private static final String MAIN = "com.xiaojinpro.gateway.launcher.Main";

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path release;
    private int exitCode;

    @BeforeEach
    void release() throws IOException {
        release = Files.createDirectories(directory.resolve("a release"));
        Files.copy(Path.of("../xjp"), release.resolve("xjp"));
        executable(release.resolve("xjp"));
        Files.createDirectory(release.resolve("lib"));
        Files.createFile(release.resolve("lib/launcher-1.0.jar"));
        Files.createFile(release.resolve("lib/other.jar"));
        Path old = home("old", "17.0.9");
        environment.put("PATH", old.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("XJP_CACHE_DIR", directory.resolve("cache").toString());
    }

    @Test
    void theArgumentsArriveAsTheyWereGiven() throws Exception {
        environment.put("JAVA_HOME", home("new", "21.0.3").toString());
        assertThat(java("check-config", "a file.toml", "*"))
                .endsWith("check-config", "a file.toml", "*")
                .containsSequence("-cp", release + "/lib/launcher-1.0.jar:" + release + "/lib/other.jar", MAIN);
    }

    @Test
    void itWorksThroughALinkFromAnyDirectory() throws Exception {
        environment.put("JAVA_HOME", home("new", "21").toString());
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../a release/xjp"));
        Files.createSymbolicLink(bin.resolve("xjp"), bin.resolve("relative"));
        List<String> printed = run(List.of(bin.resolve("xjp").toString(), "version"));
        assertThat(printed).contains(MAIN, "version");
    }

    @Test
    void theJavaOfTheUserComesFirst() throws Exception {
        environment.put("XJP_JAVA_HOME", home("mine", "22").toString());
        environment.put("JAVA_HOME", home("other", "25").toString());
        assertThat(java("version").get(0))
                .isEqualTo(directory.resolve("mine/bin/java").toString());
    }

    @Test
    void aJavaOfTheUserThatIsTooOldIsNotReplacedInSilence() throws Exception {
        environment.put("XJP_JAVA_HOME", directory.resolve("old").toString());
        environment.put("JAVA_HOME", home("other", "25").toString());
        assertThat(java("version"))
                .containsExactly("xjp: XJP_JAVA_HOME (" + directory.resolve("old") + ") is not a JDK 21 or newer");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        environment.put("JAVA_HOME", directory.resolve("old").toString());
        Path onPath = home("on path", "23.0.1");
        Path links = Files.createDirectories(directory.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), onPath.resolve("bin/java"));
        environment.put("PATH", links + ":/usr/bin:/bin");
        assertThat(java("version").get(0)).isEqualTo(onPath.resolve("bin/java").toString());
    }

    @Test
    void elseTheNewestThatIsInstalledIsTaken() throws Exception {
        home("home/.sdkman/candidates/java/9000-old", "9000.0.1");
        home("home/.jdks/9001", "9001-ea");
        home("home/.asdf/installs/java/9", "9");
        assertThat(java("version").get(0))
                .isEqualTo(directory.resolve("home/.jdks/9001/bin/java").toString());
    }

    @Test
    void eachVersionGetsTheOptionsItKnows() throws Exception {
        environment.put("JAVA_HOME", home("j21", "21.0.3").toString());
        assertThat(java("version"))
                .contains("-XX:+UseParallelGC")
                .doesNotContain("-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow");
        environment.put("JAVA_HOME", home("j24", "24").toString());
        assertThat(java("version"))
                .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
                .doesNotContain("-XX:+UseCompactObjectHeaders");
        environment.put("JAVA_HOME", home("j25", "25.0.1").toString());
        assertThat(java("version")).contains("-XX:+UseCompactObjectHeaders");
    }

    @Test
    void theOptionsOfTheUserReplaceTheDefault() throws Exception {
        environment.put("JAVA_HOME", home("new", "21").toString());
        environment.put("XJP_JAVA_OPTS", "-XX:+UseZGC -Xmx1g");
        assertThat(java("version")).contains("-XX:+UseZGC", "-Xmx1g").doesNotContain("-XX:+UseParallelGC");
    }

    /** It is an option of Java for Linux: elsewhere Java would not start with it. */
    @Test
    void largePagesAreAskedForWhereTheSystemHasThem() throws Exception {
        environment.put("JAVA_HOME", home("new", "21").toString());
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        boolean offered = Files.isReadable(setting) && Files.readString(setting).contains("[madvise]");
        assertThat(java("version").contains("-XX:+UseTransparentHugePages")).isEqualTo(offered);
    }

    @Test
    void theLoggingOfTheReleaseIsUsedWhereThereIsOne() throws Exception {
        environment.put("JAVA_HOME", home("new", "21").toString());
        assertThat(java("version")).noneMatch(argument -> argument.contains("logback"));
        Files.createDirectory(release.resolve("conf"));
        Files.createFile(release.resolve("conf/logback.xml"));
        assertThat(java("version")).contains("-Dlogback.configurationFile=" + release + "/conf/logback.xml");
    }

    @Test
    void theFirstRunMakesAnArchiveAndTheNextOnesUseIt() throws Exception {
        for (String version : List.of("21", "25")) {
            Path home = home("j" + version, version);
            environment.put("JAVA_HOME", home.toString());
            String use = version.equals("25") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
            assertThat(java("run", "--port", "1"))
                    .anyMatch(line -> line.startsWith("xjp: preparing fast starts"))
                    .anyMatch(line -> line.startsWith(use + directory.resolve("cache") + "/xjp-archive-"));
            assertThat(java("run"))
                    .noneMatch(line -> line.startsWith("xjp:"))
                    .anyMatch(line -> line.startsWith(use))
                    .endsWith(MAIN, "run");
            makeArchivesOld();
            assertThat(java("run")).anyMatch(line -> line.startsWith("xjp: preparing fast starts"));
        }
    }

    @Test
    void aStartWithoutAnArchiveIsAStart() throws Exception {
        environment.put("JAVA_HOME", home("new", "25").toString());
        environment.put("XJP_CACHE_DIR", release.resolve("xjp") + "/not-a-directory");
        assertThat(java("run")).endsWith(MAIN, "run").noneMatch(line -> line.contains("AOT"));
        environment.put("XJP_CACHE_DIR", directory.resolve("cache").toString());
        environment.put("XJP_ARCHIVE", "off");
        assertThat(java("run")).endsWith(MAIN, "run").noneMatch(line -> line.contains("AOT"));
    }

    @Test
    void theExitCodeIsThatOfTheGateway() throws Exception {
        environment.put("JAVA_HOME", home("new", "25").toString());
        environment.put("FAKE_EXIT", "7");
        java("version");
        assertThat(exitCode).isEqualTo(7);
    }

    @Test
    void withoutItsJarsItSaysWhatIsMissing() throws Exception {
        environment.put("JAVA_HOME", home("new", "25").toString());
        Files.delete(release.resolve("lib/launcher-1.0.jar"));
        Files.delete(release.resolve("lib/other.jar"));
        assertThat(java("version")).containsExactly("xjp: there are no jars in " + release + "/lib");
        Files.delete(release.resolve("lib"));
        assertThat(java("version"))
                .containsExactly("xjp: neither lib/ nor the sources of the gateway are beside " + release + "/xjp");
    }

    /** As if the jars had been replaced since. */
    private void makeArchivesOld() throws IOException {
        try (var archives = Files.list(directory.resolve("cache"))) {
            for (Path archive : archives.toList()) {
                Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
            }
        }
    }

    /** A Java home whose {@code java} prints its own path and each argument on a line, and records what it is told to. */
    private Path home(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS=\"x\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(java, """
                #!/bin/sh
                printf '%s\\n' "$0" "$@"
                for argument in "$@"; do
                  case $argument in
                    -XX:AOTCacheOutput=*|-XX:ArchiveClassesAtExit=*) echo archive >"${argument#*=}" ;;
                  esac
                done
                exit "${FAKE_EXIT:-0}"
                """);
        executable(java);
        return home;
    }

    private List<String> java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(release.resolve("xjp").toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private List<String> run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        exitCode = process.waitFor();
        return output.lines().toList();
    }

    private static void executable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
