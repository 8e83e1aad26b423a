package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway node in a process of its own, started as an operator starts it, that a test can really kill or freeze. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path log;

    private GatewayProcess(Process process, int port, int managementPort, Path log) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
    }

    /** Starts a process; {@link #awaitReady} tells when it is up, so that several can start at once. */
    static GatewayProcess start(Path folder, String name, String roles, int clusterPort, int seedPort, String rest)
            throws IOException {
        int port = FreePort.next();
        int managementPort = FreePort.next();
        Path config = folder.resolve(name + ".toml");
        Files.writeString(config, """
                [server]
                port = %d
                [management]
                port = %d
                metrics_token = "%s"
                [cluster]
                enabled = true
                host = "127.0.0.1"
                port = %d
                members = ["127.0.0.1:%d"]
                ping_interval_ms = 200
                peer_timeout_ms = 1500
                [[auth.keys]]
                name = "test"
                key = "%s"
                %s
            """.formatted(
                        port, managementPort, TestGateway.METRICS_TOKEN, clusterPort, seedPort, TestGateway.KEY, rest));
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.xiaojinpro.gateway.launcher.Main",
                        "run",
                        "--config",
                        config.toString(),
                        "--roles",
                        roles))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new GatewayProcess(process, port, managementPort, log);
    }

    GatewayProcess awaitReady(int members) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            String status = status();
            if (status.contains("\"ready\" : true") && status.contains("\"members\" : " + members)) {
                return this;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("the process did not come up: " + Files.readString(log));
    }

    /** What the process says of itself; empty where it does not answer, as while it starts. */
    String status() {
        HttpRequest status = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/status"))
                .header("authorization", "Bearer " + TestGateway.METRICS_TOKEN)
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(status, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException silent) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What lives on its heap after a collection, in bytes. */
    long liveBytes() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process histogram = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String printed = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = LIVE_BYTES.matcher(printed);
        if (!total.find()) {
            throw new AssertionError(printed);
        }
        return Long.parseLong(total.group(1));
    }

    int port() {
        return port;
    }

    /** SIGKILL: no handler, no shutdown hook, no goodbye. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM: the wish to stop. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end of the process. */
    int exitCode() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** Whether it has not ended. */
    boolean alive() {
        return process.isAlive();
    }

    /** SIGSTOP: its sockets stay open and nobody answers, as when the network between two nodes parts. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        thaw();
        process.destroy();
        try {
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            kill();
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
