package com.xiaojinpro.gateway.accounts.database.embedded;

import com.xiaojinpro.gateway.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A private PostgreSQL on a data directory of its own. It listens on the loopback address with a generated password, writes
 * through to the disk, is a process group of its own that outlives a gateway that is killed, is found again through
 * {@code postmaster.pid}, and is stopped by the last one that uses it. Thread-safe; every method blocks.
 */
public final class EmbeddedPostgres {
    public static final String USER = "xjp";
    /** The database that every server has from the start. */
    public static final String DATABASE = "postgres";

    private static final String HOST = "127.0.0.1";
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration LONGEST_PROGRAM = Duration.ofMinutes(2);
    private static final int PORT_TRIES = 3;
    private static final String SETTINGS = """

            # Of the gateway.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 32MB
            log_timezone = 'UTC'
            timezone = 'UTC'
            """;

    private final Path home;
    private final Path programsHome;
    private final Path data;
    private final Path log;
    private final Users users;
    /** Guarded by {@link Users#alone}. */
    private boolean ended;

    /**
     * @param home where its programs and files are; made where it is missing
     */
    public EmbeddedPostgres(Path home) {
        this(home, home);
    }

    /**
     * @param programs where its programs are, which several may share
     */
    EmbeddedPostgres(Path home, Path programs) {
        this.home = home.toAbsolutePath().normalize();
        this.programsHome = programs.toAbsolutePath().normalize();
        this.data = this.home.resolve("data");
        this.log = this.home.resolve("postgres.log");
        this.users = new Users(this.home.resolve("users"));
    }

    /** Where a running server listens and how it is entered. */
    public record Address(String host, int port, Secret password) {}

    /**
     * The address of the server, which runs from now on: attached to where it does already, started where it does not, made
     * where there is none. May be called again, until {@link #stop}, to have one that died started.
     *
     * @throws DatabaseStartException where that is impossible; says why
     */
    public Address start() {
        try {
            makePrivate(home);
            return users.alone(() -> {
                if (ended) {
                    throw new DatabaseStartException("the private PostgreSQL is not needed any more", null);
                }
                users.enter();
                Postmaster running = settled();
                int port = running == null ? launch() : running.port();
                return new Address(
                        HOST, port, new Secret(Files.readString(passwordFile()).strip()));
            });
        } catch (DatabaseStartException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseStartException("the private PostgreSQL was interrupted in its start", e);
        } catch (Exception e) {
            throw new DatabaseStartException("the private PostgreSQL cannot be started: " + e.getMessage(), e);
        }
    }

    /** Stops the server, unless somebody else uses it. From then on this one starts it no more. */
    public void stop() {
        try {
            users.alone(() -> {
                ended = true;
                if (users.leave() && Postmaster.of(data) != null) {
                    run(program("pg_ctl"), "stop", "-D", data.toString(), "-m", "fast", "-s");
                }
                return this;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new DatabaseStartException("the private PostgreSQL cannot be stopped: " + e.getMessage(), e);
        }
    }

    /** The server that runs, once it is neither starting nor stopping; null where none runs. */
    private @Nullable Postmaster settled() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        Postmaster running = Postmaster.of(data);
        while (running != null && !running.ready()) {
            if (System.nanoTime() > deadline) {
                throw new DatabaseStartException(
                        "the private PostgreSQL (process " + running.pid() + ") is " + running.state()
                                + " for too long; " + log + " may say why",
                        null);
            }
            TimeUnit.MILLISECONDS.sleep(5);
            running = Postmaster.of(data);
        }
        return running;
    }

    /** Starts the server on a port that is free. */
    private int launch() throws IOException, InterruptedException {
        Binaries binaries = Binaries.ofThisPlatform();
        Path programs = binaries.unpacked(programsHome);
        initialize(binaries, programs);
        // Left by a server that was killed. Its number may belong to another process by now, which PostgreSQL would
        // mistake for it.
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        for (int attempt = 1; ; attempt++) {
            long logged = Files.exists(log) ? Files.size(log) : 0;
            int port = freePort();
            run(
                    programs.resolve("bin/pg_ctl"),
                    "start",
                    "-D",
                    data.toString(),
                    "-l",
                    log.toString(),
                    "-W",
                    "-s",
                    "-o",
                    "-p " + port);
            if (became(port, logged)) {
                return port;
            }
            boolean taken = written(logged).contains("could not bind");
            if (!taken || attempt == PORT_TRIES) {
                throw new DatabaseStartException(
                        "the private PostgreSQL ended at its start: " + lastWords(logged) + " (" + log + ")", null);
            }
        }
    }

    /** Whether the server that was just launched is ready; else it has ended. */
    private boolean became(int port, long logged) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < deadline) {
            Postmaster running = Postmaster.of(data);
            if (running != null && running.ready() && running.port() == port) {
                return true;
            }
            if (running == null && written(logged).contains("FATAL")) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return false;
    }

    /** Makes the data directory where it is missing; a half-made one has another name, and is made anew. */
    private void initialize(Binaries binaries, Path programs) throws IOException, InterruptedException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String major = Files.readString(version).strip();
            if (!major.equals(binaries.major())) {
                throw new DatabaseStartException(
                        data + " is of PostgreSQL " + major + ", and this gateway has " + binaries.major()
                                + "; dump it with the gateway that wrote it, or set database.url to a server that has it",
                        null);
            }
            return;
        }
        Path unfinished = home.resolve("data.new");
        Binaries.delete(unfinished);
        Path password = passwordFile();
        Files.deleteIfExists(password);
        Files.createFile(password);
        restrict(password, "rw-------");
        Files.writeString(password, random() + "\n");
        Unprivileged.here().own(home);
        run(
                programs.resolve("bin/initdb"),
                "-D",
                unfinished.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + password,
                "--no-locale",
                "-E",
                "UTF8",
                "--no-instructions");
        Files.writeString(unfinished.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
        Files.move(unfinished, data);
    }

    private void run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Unprivileged.here().prefix());
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, "output", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_PROGRAM.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program.getFileName() + " takes too long");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program.getFileName() + " failed: "
                        + Files.readString(output).strip().replace('\n', ' '));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private Path program(String name) throws IOException {
        return Binaries.ofThisPlatform().unpacked(programsHome).resolve("bin").resolve(name);
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    /** The lines of the server's own log since it had a size, that say why it ended. */
    private String lastWords(long since) {
        String words = written(since)
                .lines()
                .map(line -> line.substring(line.indexOf("] ") + 1).strip())
                .filter(line -> !line.isEmpty())
                .limit(5)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? "it did not say why" : words;
    }

    private String written(long since) {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(since, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            restrict(directory, "rwx------");
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
