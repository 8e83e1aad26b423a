package com.xiaojinpro.gateway.launcher.idempotency;

import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A real Redis on a free port, that a test can kill and start again. It keeps nothing on disk. */
public final class RedisServer implements AutoCloseable {
    private static final String RESOURCE = "/redis-server-6.2.6-v5-linux-amd64";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path binary;
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private RedisServer(Path binary, Path folder, int port) {
        this.binary = binary;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one; the test is skipped, and says so, where this machine has no Redis it could run. */
    public static RedisServer start(Path folder) throws IOException {
        Path binary = binary(folder);
        if (binary == null) {
            throw new TestAbortedException("no redis-server for this platform; install one to run this test");
        }
        RedisServer server = new RedisServer(binary, folder, FreePort.next());
        server.start();
        return server;
    }

    public Secret url() {
        return new Secret("redis://127.0.0.1:" + port);
    }

    /** SIGKILL: what it had in memory is lost. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Starts it, empty, on the port it had. */
    public void start() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        binary.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--dir",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        process = started;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!answers()) {
            if (System.nanoTime() > deadline || !started.isAlive()) {
                throw new AssertionError("Redis did not start: " + Files.readString(folder.resolve("redis.log")));
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The one of the machine, else the one the test's dependency brings for 64-bit Linux. */
    private static @Nullable Path binary(Path folder) throws IOException {
        for (String directory : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, "redis-server");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!os.contains("linux") || !System.getProperty("os.arch").equals("amd64")) {
            return null;
        }
        Path extracted = folder.resolve("redis-server");
        try (InputStream in = RedisServer.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return null;
            }
            Files.copy(in, extracted, StandardCopyOption.REPLACE_EXISTING);
        }
        return extracted.toFile().setExecutable(true) && runs(extracted) ? extracted : null;
    }

    /** It needs libraries that a machine may lack. */
    private static boolean runs(Path binary) throws IOException {
        Process version = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return version.onExit().join().exitValue() == 0;
    }
}
