package com.xiaojinpro.gateway.accounts.usage;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.config.UsageConfig;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.Past;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What limits counted, read back from a real PostgreSQL. */
@ExtendWith(VertxExtension.class)
class UsageHistoryTest {
    /** The middle of a day in the middle of a month. */
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Database database;
    private DatabaseUsage store;
    private boolean ready = true;

    @BeforeEach
    void open(Vertx vertx) {
        database = TestServer.open(vertx, TestServer.database(vertx));
        await(new Migrations(database).apply());
        store = new DatabaseUsage(database, UsageConfig.DEFAULT);
    }

    @AfterEach
    void close() {
        await(database.close());
    }

    @Test
    void whatCountedIsToldByTheProcessThatCountedItAndNothingElse() {
        // Calls of 10 tokens at 0.1 and 1 at 2.5 dollars a million: 3.5 millionths each.
        write("first", "a", NOW, 3);
        write("second", "b", NOW, 1);
        write("first", "c", NOW.minus(Duration.ofDays(2)), 2);
        write("old", "d", NOW.minus(Duration.ofDays(30)), 9);
        await(store.write(DatabaseUsageTest.batchOf("first", Calls.refused("r", "app"), Calls.eventful("e"))));

        Map<String, Past> pasts = ask("c:app", "c:nobody", "t:team", "k:k1");
        assertThat(pasts).containsOnlyKeys("c:app", "t:team", "k:k1");
        assertThat(spent(pasts, "c:app", LimitKind.REQUESTS_PER_DAY)).isEqualTo(Map.of("first", 3L, "second", 1L));
        // 10.5 and 3.5: a part of a millionth counts as one.
        assertThat(spent(pasts, "c:app", LimitKind.BUDGET_PER_DAY)).isEqualTo(Map.of("first", 11L, "second", 4L));
        assertThat(spent(pasts, "c:app", LimitKind.BUDGET_PER_MONTH)).isEqualTo(Map.of("first", 18L, "second", 4L));
        // The one that broke off has no price, but it was a call.
        assertThat(spent(pasts, "k:k1", LimitKind.REQUESTS_PER_DAY)).isEqualTo(Map.of("first", 1L));
        assertThat(spent(pasts, "t:team", LimitKind.REQUESTS_PER_DAY)).isEqualTo(Map.of("first", 4L, "second", 1L));
        assertThat(pasts.get("c:app").lines())
                .allSatisfy(line ->
                        assertThat(line.window()).isEqualTo(line.kind().window().start(NOW.toEpochMilli())));
    }

    /** The spool writes a batch again whose answer was lost. */
    @Test
    void aBatchThatComesAgainCountsOnce() {
        write("first", "a", NOW, 3);
        write("first", "a", NOW, 3);
        assertThat(spent(ask("c:app"), "c:app", LimitKind.REQUESTS_PER_DAY)).isEqualTo(Map.of("first", 3L));
    }

    @Test
    void aDatabaseThatIsNotOpenIsNotAsked() {
        ready = false;
        assertThatThrownBy(() -> ask("c:app")).hasStackTraceContaining("not open");
    }

    @Test
    void whatIsTooOldToCountIsForgotten() {
        write("old", "a", Instant.now().minus(Duration.ofDays(70)), 1);
        write("new", "b", Instant.now(), 1);
        await(store.upkeep());
        assertThat(await(database.pool().query("select node from usage_counted").execute())
                        .iterator()
                        .next()
                        .getString("node"))
                .isEqualTo("new");
    }

    private void write(String node, String ids, Instant started, int calls) {
        for (int i = 0; i < calls; i++) {
            await(store.write(DatabaseUsageTest.batchOf(node, Calls.completed(ids + i, "app", started, 10, 1))));
        }
    }

    private Map<String, Past> ask(String... accounts) {
        Map<String, Past> pasts = new HashMap<>();
        new UsageHistory(database, () -> ready)
                .of(List.of(accounts), NOW.toEpochMilli())
                .toCompletableFuture()
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join()
                .forEach(past -> pasts.put(past.account(), past));
        return pasts;
    }

    private static Map<String, Long> spent(Map<String, Past> pasts, String account, LimitKind kind) {
        return pasts.get(account).lines().stream()
                .filter(line -> line.kind() == kind)
                .findFirst()
                .orElseThrow()
                .spent();
    }
}
