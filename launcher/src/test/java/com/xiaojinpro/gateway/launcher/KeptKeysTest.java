package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with its private database, in a process of its own, and the commands that work on the same data beside it. */
class KeptKeysTest {
    @TempDir
    private Path directory;

    private Path config;
    private Path data;
    private final List<Running> started = new ArrayList<>();

    /** A gateway and what it said at its start. */
    private record Running(Process process, String said, int port, int managementPort) {
        String first(String pattern) {
            Matcher matcher = Pattern.compile(pattern).matcher(said);
            assertThat(matcher.find()).as("%s in %s", pattern, said).isTrue();
            return matcher.group(1);
        }
    }

    @BeforeEach
    void configure() throws IOException {
        data = directory.resolve("data");
        config = directory.resolve("xjp.toml");
        Files.writeString(config, """
                [server]
                port = 0
                shutdown_grace_ms = 1000
                [management]
                port = 0
                [database]
                embedded = true
                [providers.echo]
                type = "echo"
                [models.echo]
                primary = { provider = "echo", model = "echo" }
                """);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Running running : started) {
            running.process().destroy();
            assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(data.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void keysSurviveTheGatewayThatIsKilledAndCommandsShareItsDatabase() throws Exception {
        Running first = start("Admin setup token");
        String key = first.first("Client key \\(shown this once[^)]*\\): (XJP_\\S+)");
        String setup = first.first("until it is used\\): (XJPSETUP_\\S+)");
        assertThat(models(first, key)).isEqualTo(200);
        assertThat(models(first, key.substring(0, key.length() - 1) + "!")).isEqualTo(401);

        JsonObject made = new JsonObject(xjp("keys", "create", "--name", "app", "--rpm", "5", "--json"));
        assertThat(models(first, made.getString("key"))).isEqualTo(200);
        xjp("keys", "revoke", made.getString("id"));
        awaitStatus(first, made.getString("key"), 401);

        assertThat(management(first, "GET", "/metrics", null).statusCode()).isEqualTo(401);
        assertThat(management(first, "GET", "/status", null).statusCode()).isEqualTo(401);
        assertThat(management(first, "GET", "/livez", null).statusCode()).isEqualTo(200);
        assertThat(management(first, "GET", "/readyz", null).statusCode()).isEqualTo(200);
        String admin = new JsonObject(
                        management(first, "POST", "/admin/v1/setup", setup).body())
                .getString("token");
        assertThat(management(first, "GET", "/metrics", admin).body()).contains("xjp_open_streams");
        assertThat(management(first, "GET", "/admin/v1/keys", admin).body()).contains("\"default\"");

        first.process().destroyForcibly().waitFor();
        Running second = start("Client keys ");
        assertThat(models(second, key)).isEqualTo(200);
        assertThat(second.said()).doesNotContain("XJP_", "XJPSETUP_");
        assertThat(management(second, "GET", "/admin/v1/audit", admin).body()).contains("key.revoke");
    }

    private Running start(String lastWords) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.xiaojinpro.gateway.launcher.Main",
                        "run",
                        "--config",
                        config.toString(),
                        "--data-dir",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(lastWords)) {
                break;
            }
        }
        Matcher ports = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)").matcher(said);
        assertThat(ports.find()).as(said.toString()).isTrue();
        int port = Integer.parseInt(ports.group(1));
        assertThat(ports.find()).isTrue();
        Running running = new Running(process, said.toString(), port, Integer.parseInt(ports.group(1)));
        started.add(running);
        return running;
    }

    private void awaitStatus(Running gateway, String key, int status) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (models(gateway, key) != status) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int models(Running gateway, String key) throws Exception {
        return send(gateway.port(), "GET", "/v1/models", key).statusCode();
    }

    private static HttpResponse<String> management(Running gateway, String method, String path, String token)
            throws Exception {
        return send(gateway.managementPort(), method, path, token);
    }

    private static HttpResponse<String> send(int port, String method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20));
        if (token != null) {
            request.header("authorization", "Bearer " + token);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** A command beside the gateway, on the same configuration and data. */
    private String xjp(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                Map.of(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                (loaded, roles, reloads) -> {
                    throw new AssertionError("no node was asked for");
                },
                stop -> {});
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString(), "--data-dir", data.toString()));
        int code = Main.execute(surroundings, all.toArray(String[]::new));
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        return out.toString();
    }
}
