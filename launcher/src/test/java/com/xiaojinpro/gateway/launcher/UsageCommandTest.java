package com.xiaojinpro.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import com.xiaojinpro.gateway.launcher.node.Awaitable;
import com.xiaojinpro.gateway.testing.FreePort;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that never saw its database is killed; the next one writes what it left, and the commands tell of it. */
class UsageCommandTest {
    private static final int CALLS = 40;
    private static final String HI = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String KEY = "key-of-the-test";
    private static final String TOKEN = "token-of-the-tests";
    private static final Pattern CLIENTS = Pattern.compile("takes calls on http://127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern OPERATORS = Pattern.compile("Management +http://127\\.0\\.0\\.1:([0-9]+)");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private int port;
    private int managementPort;

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }

    @Test
    void whatAKilledGatewayLeftInItsSpoolTheNextOneWrites() throws Exception {
        configure(FreePort.next(), "none");
        start();
        List<String> requestIds = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            HttpResponse<String> answer = call(HI);
            assertThat(answer.statusCode()).isEqualTo(200);
            requestIds.add(answer.headers().firstValue("x-request-id").orElseThrow());
        }
        HttpResponse<String> refused = call("{\"model\":\"nope\",\"messages\":[]}");
        assertThat(refused.statusCode()).isEqualTo(404);
        awaitMetric("xjp_usage_spooled_total", CALLS + 1);
        processes.get(0).destroyForcibly().waitFor();

        Files.createDirectories(directory.resolve("server"));
        postgres = new EmbeddedPostgres(directory.resolve("server"));
        EmbeddedPostgres.Address address = postgres.start();
        configure(address.port(), address.password().reveal());
        start();
        awaitMetric("xjp_usage_written_total", CALLS + 1);
        assertThat(metric("xjp_usage_lost_total")).isZero();

        JsonObject sums = new JsonObject(xjp(0, "usage", "--by", "key,model", "--json"));
        assertThat(sums.getJsonArray("data")).hasSize(2);
        JsonObject answered = sums.getJsonArray("data").getJsonObject(0);
        assertThat(answered.getString("key_name")).isEqualTo("app");
        assertThat(answered.getString("model")).isEqualTo("echo");
        assertThat(answered.getLong("calls")).isEqualTo(CALLS);
        assertThat(answered.getLong("output_tokens")).isPositive();
        assertThat(answered.getString("cost_usd"))
                .isEqualTo(new java.math.BigDecimal(answered.getLong("input_tokens"))
                        .add(new java.math.BigDecimal(answered.getLong("output_tokens") * 2))
                        .movePointLeft(6)
                        .stripTrailingZeros()
                        .toPlainString());
        assertThat(xjp(0, "usage", "--by", "day,route", "--key", "app"))
                .contains("DAY", "ROUTE", "CALLS", "COST_USD")
                .hasLineCount(3);
        String shown = xjp(0, "usage", "show", requestIds.get(3));
        assertThat(shown)
                .containsPattern("request_id +" + requestIds.get(3))
                .containsPattern("route +echo")
                .containsPattern("outcome +completed")
                .containsPattern("cost_usd +0\\.0")
                .containsPattern("charged +key app requests_per_day: 1 \\(reserved 1\\),")
                .containsPattern("key app budget_micros_per_month: 0\\.0[0-9]+ USD \\(reserved 0\\.0[0-9]+\\)")
                .containsPattern("node +[0-9a-f]{12}");
        JsonObject call = new JsonObject(xjp(0, "usage", "show", requestIds.get(3), "--json"));
        JsonObject charged = call.getJsonArray("charged").getJsonObject(1);
        assertThat(new java.math.BigDecimal(charged.getString("amount_usd")))
                .isEqualByComparingTo(call.getString("cost_usd"));
        // What the killed process counted is spent: two of its day are left, and each of them counts once.
        assertThat(call(HI).statusCode()).isEqualTo(200);
        awaitMetric("xjp_limit_recalls_total{outcome=\"reached\"}", 1);
        assertThat(call(HI).statusCode()).isEqualTo(200);
        HttpResponse<String> over = call(HI);
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.body()).contains("requests_per_day_exceeded");

        String of = refused.headers().firstValue("x-request-id").orElseThrow();
        assertThat(new JsonObject(xjp(0, "usage", "show", of, "--json")).getString("error"))
                .isEqualTo("not_found");
        assertThat(xjp(1, "usage", "show", "req_nobody")).startsWith("xjp: There is no record of the call");
        assertThat(xjp(1, "usage", "--by", "colour")).startsWith("xjp: 'by' must be");
    }

    private void configure(int databasePort, String password) throws IOException {
        Files.writeString(directory.resolve("xjp.toml"), """
                [server]
                port = 0
                [management]
                port = 0
                metrics_token = "%s"
                [database]
                url = "postgresql://%s@127.0.0.1:%d/%s"
                password = "%s"
                tls = "off"
                [usage]
                write_interval_ms = 20
                [prices."echo/*"]
                input = 1
                output = 2
                [[auth.keys]]
                name = "app"
                key = "%s"
                limits = { requests_per_day = %d, budget_micros_per_month = 1000000, fail = "closed" }
                [providers.echo]
                type = "echo"
                [models.echo]
                primary = { provider = "echo", model = "echo" }
                """.formatted(
                TOKEN, EmbeddedPostgres.USER, databasePort, EmbeddedPostgres.DATABASE, password, KEY, CALLS + 2));
    }

    private void start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "com.xiaojinpro.gateway.launcher.Main",
                        "run",
                        "--config",
                        directory.resolve("xjp.toml").toString(),
                        "--data-dir",
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader();
        Matcher clients = CLIENTS.matcher(said);
        Matcher operators = OPERATORS.matcher(said);
        while (!(clients.reset().find() && operators.reset().find())) {
            String line = out.readLine();
            assertThat(line).as("more than %s", said).isNotNull();
            said.append(line).append('\n');
        }
        // Nobody reads on: what it says from here must not fill the pipe.
        Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
        port = Integer.parseInt(clients.group(1));
        managementPort = Integer.parseInt(operators.group(1));
    }

    private HttpResponse<String> call(String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                        .header("authorization", "Bearer " + KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private double metric(String name) {
        try {
            String metrics = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/metrics"))
                                    .header("authorization", "Bearer " + TOKEN)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return metrics.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(-1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitMetric(String name, double value) {
        try {
            Awaitable.until(() -> metric(name) == value);
        } catch (AssertionError e) {
            throw new AssertionError(name + " is " + metric(name) + " and not " + value, e);
        }
    }

    /** What a command beside the gateway says, and the exit code it must have. */
    private String xjp(int expected, String... arguments) {
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
        all.addAll(List.of(
                "--config",
                directory.resolve("xjp.toml").toString(),
                "--data-dir",
                directory.resolve("data").toString()));
        int code = Main.execute(surroundings, all.toArray(String[]::new));
        assertThat(code).as("%s%s", out, err).isEqualTo(expected);
        return expected == 0 ? out.toString() : err.toString();
    }
}
