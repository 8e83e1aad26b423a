package com.xiaojinpro.gateway.accounts.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.xiaojinpro.gateway.accounts.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of each test's own. The programs are those of the shared one, so that they are unpacked once. */
class EmbeddedPostgresTest {
    private static final Path PROGRAMS = Path.of("target", "test-postgres");

    @TempDir
    private Path directory;

    private Path home;
    private final List<EmbeddedPostgres> started = new ArrayList<>();

    @BeforeEach
    void programs() throws IOException {
        TestServer.address();
        home = Files.createDirectory(directory.resolve("home"));
    }

    @AfterEach
    void stop() {
        started.forEach(EmbeddedPostgres::stop);
        assertThat(Postmaster.of(home.resolve("data"))).isNull();
    }

    @Test
    void theLastUserStopsItAndNoOther() {
        EmbeddedPostgres first = start();
        EmbeddedPostgres second = server();
        assertThat(second.start().port()).isEqualTo(running().port());
        first.stop();
        assertThat(running().ready()).isTrue();
        second.stop();
        assertThat(Postmaster.of(home.resolve("data"))).isNull();
    }

    @Test
    void whoHasStoppedItDoesNotStartItAgain() {
        EmbeddedPostgres server = start();
        server.stop();
        assertThatThrownBy(server::start).hasMessage("the private PostgreSQL is not needed any more");
    }

    @Test
    void askingAgainFindsTheSameServer() {
        EmbeddedPostgres server = start();
        long pid = running().pid();
        server.start();
        assertThat(running().pid()).isEqualTo(pid);
    }

    @Test
    void aServerThatWasKilledIsStartedAgainWithTheSamePassword() throws Exception {
        EmbeddedPostgres server = server();
        String password = server.start().password().reveal();
        long killed = running().pid();
        kill(killed);
        assertThat(server.start().password().reveal()).isEqualTo(password);
        assertThat(running().pid()).isNotEqualTo(killed);
    }

    @Test
    void theNumberOfAKilledServerThatIsAnotherProcessNowDoesNotKeepItFromStarting() throws Exception {
        EmbeddedPostgres server = start();
        Path file = home.resolve("data/postmaster.pid");
        String written = Files.readString(file);
        kill(running().pid());
        Files.writeString(file, ProcessHandle.current().pid() + written.substring(written.indexOf('\n')));
        server.start();
        assertThat(running().ready()).isTrue();
    }

    @Test
    void itOutlivesAParentThatIsKilledAndIsFoundAgain() throws Exception {
        Process parent = parent(List.of());
        String port = parent.inputReader().readLine();
        assertThat(port).matches("[0-9]+");
        long pid = running().pid();
        parent.destroyForcibly().waitFor();
        assertThat(running().pid()).isEqualTo(pid);
        assertThat(server().start().port()).isEqualTo(Integer.parseInt(port));
        assertThat(running().pid()).isEqualTo(pid);
        // Only this test is left: its end stops the server, whoever has started it.
    }

    /** The other tests run it as whoever runs them, which may be root. */
    @Test
    void aUserWhoIsNotRootRunsItToo() throws Exception {
        List<String> asUser = Unprivileged.here().prefix();
        assumeThat(asUser).startsWith("unshare");
        Process parent = parent(asUser);
        assertThat(parent.inputReader().readLine()).matches("[0-9]+");
        assertThat(running().ready()).isTrue();
        parent.destroyForcibly().waitFor();
        server().start();
    }

    @Test
    void aHalfMadeDataDirectoryIsMadeAnew() throws IOException {
        Files.createDirectories(home.resolve("data.new/base"));
        start();
        assertThat(home.resolve("data.new")).doesNotExist();
    }

    @Test
    void nobodyElseReadsItsFilesAndItWritesThroughToTheDisk() throws IOException {
        start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data"))))
                .isEqualTo("rwx------");
        String settings = Files.readString(home.resolve("data/postgresql.conf"));
        assertThat(settings).doesNotContainPattern("(?m)^fsync").contains("listen_addresses = '127.0.0.1'");
        assertThat(Files.readString(home.resolve("data/pg_hba.conf"))).doesNotContainPattern("(?m)^[^#].*trust");
    }

    @Test
    void aDirectoryOfAnotherMajorVersionIsRefusedAndNotTouched() throws IOException {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/PG_VERSION"), "9.6\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContaining("is of PostgreSQL 9.6")
                .hasMessageContaining("database.url");
        assertThat(Files.readString(home.resolve("data/PG_VERSION"))).isEqualTo("9.6\n");
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws IOException {
        EmbeddedPostgres server = start();
        server.stop();
        Files.writeString(home.resolve("data/postgresql.conf"), "shared_buffers = 'nonsense'\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContaining("shared_buffers");
    }

    /** A process that starts the server and waits to be killed. */
    private Process parent(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Parent.class.getName(),
                home.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private EmbeddedPostgres start() {
        EmbeddedPostgres server = server();
        server.start();
        return server;
    }

    private EmbeddedPostgres server() {
        EmbeddedPostgres server = new EmbeddedPostgres(home, PROGRAMS);
        started.add(server);
        return server;
    }

    private Postmaster running() {
        Postmaster found = Postmaster.of(home.resolve("data"));
        assertThat(found).isNotNull();
        return found;
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();
    }

    /** A process that starts a server and is killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(new EmbeddedPostgres(Path.of(arguments[0]), PROGRAMS)
                    .start()
                    .port());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
