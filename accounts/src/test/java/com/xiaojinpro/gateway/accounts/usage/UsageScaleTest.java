package com.xiaojinpro.gateway.accounts.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.config.UsageConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A month of ten million calls: reports stay a matter of milliseconds, and so does writing. Prints the figures. */
@Tag("soak")
@Timeout(1800)
@ExtendWith(VertxExtension.class)
class UsageScaleTest {
    private static final int ROWS = 10_000_000;
    private static final int DAYS = 30;
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final int SAMPLES = 31;
    private static final int BATCH = 1_000;

    @Test
    @Timeout(1800)
    void aMonthByKeyOfTenMillionCallsTakesMilliseconds(Vertx vertx) {
        Database database = TestServer.open(vertx, TestServer.database(vertx));
        await(new Migrations(database).apply());
        long began = System.nanoTime();
        for (int day = 0; day < DAYS; day++) {
            await(database.pool()
                    .query(aDay(FIRST.plusDays(day), day))
                    .execute()
                    .compose(rows -> Future.succeededFuture()));
        }
        await(database.pool()
                .query("insert into usage_daily " + UsageSql.ROLLUP.formatted("usage_records"))
                .execute());
        await(database.pool().query("vacuum analyze usage_daily").execute());
        System.out.printf("%,d records made in %d s%n", ROWS, seconds(began));

        UsageReports reports = new UsageReports(database);
        LocalDate last = FIRST.plusDays(DAYS - 1);
        UsageQuery byKey = new UsageQuery(List.of(UsageQuery.Group.KEY), FIRST, last, Map.of());
        UsageQuery oneKey = new UsageQuery(
                List.of(UsageQuery.Group.DAY), FIRST, last, Map.of(UsageQuery.Group.KEY, "k0000000000000017"));
        UsageQuery byModel = new UsageQuery(List.of(UsageQuery.Group.MODEL), FIRST, last, Map.of());
        assertThat(await(reports.sums(byKey, 200, null)).items()).hasSize(100);
        assertThat(await(reports.sums(oneKey, 200, null)).items()).hasSize(DAYS);
        double allKeys = median("a month by key, all keys", () -> reports.sums(byKey, 200, null));
        double single = median("a month of one key by day", () -> reports.sums(oneKey, 200, null));
        double models = median("a month by model", () -> reports.sums(byModel, 200, null));
        double call = median("one call", () -> reports.call("r5000001"));
        DatabaseUsage store = new DatabaseUsage(database, UsageConfig.DEFAULT);
        int[] next = {0};
        double write = median("a batch of " + BATCH + " new records", () -> {
            List<byte[]> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                int number = next[0]++;
                batch.addAll(DatabaseUsageTest.batch(Calls.completed(
                        "new" + number, "key" + number % 100, Calls.STARTED.minus(Duration.ofDays(40)), number, 1)));
            }
            return store.write(batch);
        });
        await(database.close());
        // Several times what a busy machine needed: a scan of single records takes seconds.
        assertThat(allKeys).isLessThan(200);
        assertThat(single).isLessThan(60);
        assertThat(models).isLessThan(150);
        assertThat(call).isLessThan(60);
        assertThat(write).isLessThan(700);
    }

    /** A hundred keys of ten tenants, five models of two providers, on one day. */
    private static String aDay(LocalDate day, int index) {
        int rows = ROWS / DAYS;
        return "select usage_partition('" + day + "'); insert into usage_records (request_id, day, started_at, key_id,"
                + " key_name, tenant, route, model, dialect, operation, streamed, images, provider, provider_model,"
                + " upstream_us, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,"
                + " audio_input_tokens, output_tokens, reasoning_tokens, audio_output_tokens, usage_source, cost,"
                + " duration_us, first_token_us, status, outcome)"
                + " select 'r' || n, '" + day + "', '" + day
                + "T00:00:00Z'::timestamptz + (n % 86400) * interval '1 second',"
                + " 'k' || lpad((n % 100)::text, 16, '0'), 'key' || n % 100, 'tenant' || n % 10, 'gpt-*', 'gpt-5',"
                + " 'openai_chat', 'generate', true, 0, 'p' || n / 100 % 2, 'model-' || n / 100 % 5, 1000, n % 2000,"
                + " n % 100, 0, 0, 0, n % 700, 0, 0, 'reported', (n % 5000) * 0.00000125, 1200000, 300000, 200,"
                + " 'completed' from generate_series(" + (long) index * rows + ", " + ((long) (index + 1) * rows - 1)
                + ") as n";
    }

    private static <T> double median(String what, Supplier<Future<T>> question) {
        double[] millis = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            long began = System.nanoTime();
            await(question.get());
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s: median %.1f ms, worst of %d %.1f ms%n", what, millis[SAMPLES / 2], SAMPLES, millis[SAMPLES - 1]);
        return millis[SAMPLES / 2];
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.MINUTES)
                .join();
    }
}
