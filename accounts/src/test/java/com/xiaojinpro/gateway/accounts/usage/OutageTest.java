package com.xiaojinpro.gateway.accounts.usage;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static com.xiaojinpro.gateway.accounts.TestServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.Cable;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.accounts.database.embedded.EmbeddedPostgres;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.UsageConfig;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL is killed and comes back while records are made, again and again. */
@ExtendWith(VertxExtension.class)
class OutageTest {
    private static final int OUTAGES = 2;
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 250_000;
    private static final Duration THERE = Duration.ofSeconds(1);
    private static final long MOST_MEMORY = 4 << 20;

    @TempDir
    private Path home;

    private EmbeddedPostgres postgres;

    @AfterEach
    void stop() {
        postgres.stop();
    }

    @Test
    void noRecordIsLostOrWrittenTwiceWhileTheDatabaseDiesAgainAndAgain(Vertx vertx) throws Exception {
        Files.createDirectories(home.resolve("postgres"));
        postgres = new EmbeddedPostgres(home.resolve("postgres"));
        EmbeddedPostgres.Address address = postgres.start();
        Cable cable = new Cable(vertx, address.port());
        Database database = Database.open(
                vertx,
                new GatewayConfig.Database(
                        new GatewayConfig.Database.Place.Server(
                                "127.0.0.1",
                                cable.port(),
                                EmbeddedPostgres.DATABASE,
                                EmbeddedPostgres.USER,
                                address.password(),
                                GatewayConfig.Database.Tls.OFF,
                                null),
                        2,
                        true,
                        Duration.ZERO),
                home);
        await(new Migrations(database).apply());
        UsageConfig settings = new UsageConfig(List.of(), 1 << 28, Duration.ofMillis(20), 0, 0);
        DatabaseUsage store = new DatabaseUsage(database, settings);
        UsageRecorder recorder =
                UsageRecorder.start(home.resolve("usage"), settings, () -> PriceTable.EMPTY, () -> store, "n1");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong calls = new AtomicLong();
        AtomicLong memory = new AtomicLong();
        Thread load = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                long number = calls.getAndIncrement();
                recorder.ended(Calls.completed("r" + number, "key" + number % 5, Calls.STARTED, number, 1));
                memory.accumulateAndGet(recorder.stats().memoryBytes(), Math::max);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        for (int outage = 0; outage < OUTAGES; outage++) {
            Thread.sleep(THERE);
            long writtenBefore = recorder.stats().written();
            kill(home.resolve("postgres/data/postmaster.pid"));
            long spooledBefore = recorder.stats().spooled();
            Thread.sleep(AWAY);
            assertThat(recorder.stats().spooled()).isGreaterThan(spooledBefore);
            assertThat(recorder.stats().spoolBytes()).isPositive();
            cable.mend(postgres.start().port());
            until(() -> recorder.stats().written() > writtenBefore, "records are written again");
        }
        over.set(true);
        load.join();
        until(() -> recorder.stats().spoolBytes() == 0 && recorder.stats().memoryBytes() == 0, "the spool is empty");
        await(recorder.close(Duration.ofSeconds(1)));
        Row sums = await(database.pool()
                        .query("select (select count(*) from usage_records) as records,"
                                + " (select sum(calls) from usage_daily)::bigint as calls,"
                                + " (select sum(input_tokens) from usage_records)::bigint as tokens,"
                                + " (select sum(input_tokens) from usage_daily)::bigint as summed")
                        .execute())
                .iterator()
                .next();
        long all = calls.get();
        assertThat(all).isGreaterThan(3_000);
        assertThat(sums.getLong("records")).isEqualTo(all);
        assertThat(sums.getLong("calls")).isEqualTo(all);
        assertThat(sums.getLong("tokens")).isEqualTo(all * (all - 1) / 2);
        assertThat(sums.getLong("summed")).isEqualTo(all * (all - 1) / 2);
        assertThat(recorder.stats().lost()).isZero();
        assertThat(recorder.stats().rejected()).isZero();
        assertThat(memory.get()).isLessThan(MOST_MEMORY);
        await(database.close());
        cable.close();
    }

    private static void kill(Path pidFile) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get();
    }
}
