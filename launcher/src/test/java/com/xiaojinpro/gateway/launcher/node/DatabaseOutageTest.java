package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.Accounts;
import com.xiaojinpro.gateway.accounts.Cable;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import com.xiaojinpro.gateway.accounts.keys.Actor;
import com.xiaojinpro.gateway.accounts.usage.PriceTable;
import com.xiaojinpro.gateway.testing.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway whose keys, limits and records are in a real PostgreSQL that is killed under load and comes back. */
@Timeout(900)
class DatabaseOutageTest {
    private static final int CLIENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final double MOST_MEMORY = 4 << 20;
    private static final String CALL =
            "{\"model\":\"echo\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong calls = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void noCallFailsAndEachIsWrittenOnceWhileTheDatabaseIsAway() throws Exception {
        outage(Duration.ofSeconds(3));
    }

    @Test
    @Tag("soak")
    void soItIsForTenMinutes() throws Exception {
        outage(Duration.ofMinutes(10));
    }

    private void outage(Duration away) throws Exception {
        Path home = Files.createDirectories(folder.resolve("postgres"));
        EmbeddedPostgres postgres = new EmbeddedPostgres(home);
        EmbeddedPostgres.Address address = postgres.start();
        try (Cable cable = new Cable(vertx, address.port())) {
            LoadedConfig loaded = TestNode.loaded(config(cable.port(), address))
                    .withDataDirectory(Files.createDirectories(folder.resolve("data")));
            String key = issuedKey(loaded);
            try (TestNode node = TestNode.start(loaded)) {
                TestGateway.await(node.node().welcome());
                call(node, key);
                assertThat(failures).isEmpty();
                double memory = loadThrough(node, key, () -> {
                    kill(home.resolve("data/postmaster.pid"));
                    Thread.sleep(away);
                    cable.mend(postgres.start().port());
                });
                assertThat(failures).isEmpty();
                assertThat(memory).isLessThan(MOST_MEMORY);
                node.awaitMetric("xjp_usage_spool_bytes", 0);
                assertThat(node.metric("xjp_usage_lost_total")).isZero();
                assertThat(node.metric("xjp_usage_rejected_total")).isZero();
            }
            assertWritten(loaded);
        } finally {
            postgres.stop();
            TestGateway.await(vertx.close());
        }
    }

    /** What happens to the database while clients call without an end. */
    private interface Accident {
        void happen() throws Exception;
    }

    /** Tells the most memory that records took. */
    private double loadThrough(TestNode node, String key, Accident accident) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> Thread.ofPlatform().start(() -> {
                    while (!over.get()) {
                        call(node, key);
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                }))
                .toList();
        double[] most = {0};
        Thread watch = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                try {
                    most[0] = Math.max(most[0], node.metric("xjp_usage_memory_bytes"));
                } catch (Exception e) {
                    failures.add("metrics: " + e);
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        });
        try {
            long before = calls.get();
            Awaitable.until(() -> calls.get() > before + CLIENTS);
            accident.happen();
            long after = calls.get();
            Awaitable.until(() -> calls.get() > after + 10 * CLIENTS);
        } finally {
            over.set(true);
        }
        for (Thread client : clients) {
            client.join();
        }
        watch.join();
        return most[0];
    }

    private void call(TestNode node, String key) {
        HttpResponse<String> answer = KeyedClient.post(node.port(), "/v1/chat/completions", key, "", CALL);
        calls.incrementAndGet();
        if (answer.statusCode() != 200) {
            failures.add(answer.statusCode() + " " + answer.body());
        }
    }

    /** A key with a limit and a budget, made as an operator does before the gateway runs. */
    private String issuedKey(LoadedConfig loaded) {
        Accounts accounts = Objects.requireNonNull(
                Accounts.start(vertx, loaded.config(), loaded.dataDirectory(), () -> PriceTable.EMPTY, "operator"));
        TestGateway.await(accounts.welcome());
        JsonObject limits =
                new JsonObject().put("requests_per_minute", 1_000_000).put("budget_micros_per_month", 1_000_000_000);
        JsonObject wanted = new JsonObject().put("name", "app").put("limits", limits);
        String key = TestGateway.await(
                        Objects.requireNonNull(accounts.directory()).keys().create(new Actor("test"), wanted, null))
                .secret()
                .reveal();
        TestGateway.await(accounts.close());
        return key;
    }

    private void assertWritten(LoadedConfig loaded) {
        Database database =
                Database.open(vertx, Objects.requireNonNull(loaded.config().database()), loaded.dataDirectory());
        Row sums = TestGateway.await(database.pool()
                        .query("select (select count(*) from usage_records) as records,"
                                + " (select count(distinct request_id) from usage_records) as different,"
                                + " (select sum(calls) from usage_daily)::bigint as calls,"
                                + " (select sum(calls) from usage_counted)::bigint as counted")
                        .execute())
                .iterator()
                .next();
        TestGateway.await(database.close());
        for (String column : List.of("records", "different", "calls", "counted")) {
            assertThat(sums.getLong(column)).as(column).isEqualTo(calls.get());
        }
    }

    private static String config(int port, EmbeddedPostgres.Address address) throws Exception {
        return TestGateway.toml("", FreePort.next(), false, """
                [database]
                url = "postgresql://%s@127.0.0.1:%d/%s"
                password = "%s"
                tls = "off"
                pool_size = 2
                [usage]
                write_interval_ms = 50
                [prices."echo/*"]
                request = 0.000001
                [providers.echo]
                type = "echo"
                [models.echo]
                primary = { provider = "echo", model = "echo" }
                """.formatted(
                        EmbeddedPostgres.USER,
                        port,
                        EmbeddedPostgres.DATABASE,
                        address.password().reveal()));
    }

    private static void kill(Path pidFile) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get();
    }
}
