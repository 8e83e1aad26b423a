package com.xiaojinpro.gateway.accounts.usage;

import static com.xiaojinpro.gateway.accounts.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.xiaojinpro.gateway.accounts.TestServer;
import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.config.Price;
import com.xiaojinpro.gateway.config.UsageConfig;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.ingress.CallRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records and their sums in a real PostgreSQL. */
@ExtendWith(VertxExtension.class)
class DatabaseUsageTest {
    private static final PriceTable PRICES = new PriceTable(List.of(new Price(
            "openai", "*", Map.of(Price.Rate.INPUT, new BigDecimal("0.1"), Price.Rate.OUTPUT, new BigDecimal("2.5")))));

    private Database database;
    private DatabaseUsage store;
    private UsageReports reports;

    @BeforeEach
    void open(Vertx vertx) {
        database = TestServer.open(vertx, TestServer.database(vertx));
        await(new Migrations(database).apply());
        store = new DatabaseUsage(database, UsageConfig.DEFAULT);
        reports = new UsageReports(database);
    }

    @AfterEach
    void close() {
        await(database.close());
    }

    @Test
    void aBatchThatComesAgainCountsOnce() {
        List<byte[]> batch = batch(
                Calls.completed("a", "app", Calls.STARTED, 10, 1),
                Calls.completed("b", "app", Calls.STARTED, 20, 2),
                Calls.refused("c", "app"));
        assertThat(await(store.write(batch))).isEqualTo(3);
        assertThat(await(store.write(batch))).isZero();
        List<byte[]> more = new ArrayList<>(batch);
        more.addAll(batch(Calls.completed("d", "app", Calls.STARTED, 30, 3)));
        more.addAll(batch);
        assertThat(await(store.write(more))).isEqualTo(1);
        JsonObject sum = sums("by", "key").get(0);
        assertThat(sum.getString("key_name")).isEqualTo("app");
        assertThat(sum.getLong("calls")).isEqualTo(4);
        assertThat(sum.getLong("completed")).isEqualTo(3);
        assertThat(sum.getLong("input_tokens")).isEqualTo(60);
        assertThat(sum.getLong("output_tokens")).isEqualTo(6);
        assertThat(sum.getString("cost_usd")).isEqualTo("0.000021");
        sumsAreThoseOfTheRecords();
    }

    @Test
    void nodesThatWriteTheSameAtTheSameTimeWriteItOnce() {
        List<Future<Integer>> writes = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            for (int part = 0; part < 10; part++) {
                List<byte[]> batch = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    int number = (part * 20 + (node % 2 == 0 ? i : 39 - i)) % 200;
                    batch.addAll(batch(Calls.completed("r" + number, "key" + number % 7, Calls.STARTED, number, 1)));
                }
                writes.add(retried(batch, 5));
            }
        }
        int written = 0;
        for (Future<Integer> write : writes) {
            written += await(write);
        }
        assertThat(written).isEqualTo(200);
        sumsAreThoseOfTheRecords();
    }

    @Test
    void aDayWithoutAPartitionGetsOne() {
        Instant longAgo = Instant.parse("2019-02-28T23:59:59.999999Z");
        await(store.write(batch(
                Calls.completed("before", "app", longAgo, 1, 0),
                Calls.completed("after", "app", longAgo.plusMillis(1), 2, 0))));
        List<JsonObject> days = sums("by", "day", "from", "2019-02-01", "to", "2019-03-31");
        assertThat(days).extracting(day -> day.getString("day")).containsExactly("2019-02-28", "2019-03-01");
        assertThat(partitions()).contains("usage_records_20190228", "usage_records_20190301");
    }

    /** As when the nodes of a cluster start together. */
    @Test
    void manyMayAskForTheSamePartitionsAtOnce() {
        List<Future<?>> asked = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            asked.add(database.connect()
                    .compose(own -> own.query("select usage_partition(date '2018-01-01' + n)"
                                    + " from generate_series(0, 30) as n")
                            .execute()
                            .eventually(own::close)));
        }
        await(Future.join(asked));
        assertThat(partitions()).contains("usage_records_20180101", "usage_records_20180131");
    }

    @Test
    void partitionsAreMadeAheadAndTheOldestForgotten() {
        DatabaseUsage brief = new DatabaseUsage(database, new UsageConfig(List.of(), 1, Duration.ofMillis(1), 3, 5));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (int age = 0; age < 8; age++) {
            Instant then = today.minusDays(age).atTime(12, 0).toInstant(ZoneOffset.UTC);
            await(brief.write(batch(Calls.completed("r" + age, "app", then, 1, 0))));
        }
        await(brief.upkeep());
        String ahead = "usage_records_" + today.plusDays(7).toString().replace("-", "");
        assertThat(partitions()).contains(ahead).hasSize(4 + 7);
        assertThat(sums("by", "day")).hasSize(6);
        assertThatThrownBy(() -> await(reports.call("r4"))).isInstanceOf(FaultException.class);
        assertThat(await(reports.call("r3")).getString("key_name")).isEqualTo("app");
    }

    @Test
    void aCallIsExplained() {
        await(store.write(batch(Calls.eventful("it"))));
        JsonObject call = await(reports.call("it"));
        assertThat(call.getString("started_at")).isEqualTo(Calls.STARTED.toString());
        assertThat(call.getString("key_id")).isEqualTo("k1");
        assertThat(call.getString("route")).isEqualTo("claude");
        assertThat(call.getString("dialect")).isEqualTo("anthropic_messages");
        assertThat(call.getString("outcome")).isEqualTo("broken");
        assertThat(call.getString("error")).isEqualTo("stream_incomplete");
        assertThat(call.getString("error_code")).isEqualTo("cut_off");
        assertThat(call.getString("provider") + " " + call.getString("provider_model"))
                .isEqualTo("second m/2");
        assertThat(call.getJsonArray("tried"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("provider", "first")
                                .put("model", "m/1")
                                .put("error", "overloaded")
                                .put("status", 529))
                        .add(new JsonObject()
                                .put("provider", "gone")
                                .put("model", "m")
                                .put("error", "unavailable")));
        assertThat(call.getJsonArray("dropped")).containsExactly("top_k", "seed");
        assertThat(call.getJsonArray("charged"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("account", "key app")
                                .put("limit", "tokens_per_minute")
                                .put("reserved", 1_124)
                                .put("amount", 150))
                        .add(new JsonObject()
                                .put("account", "tenant team")
                                .put("limit", "budget_micros_per_month")
                                .put("reserved_usd", "0.001")
                                .put("amount_usd", "0.000300000000001")));
        assertThat(call.getString("node")).isEqualTo("n1");
        assertThat(call.getString("usage_source")).isEqualTo("partial");
        assertThat(call.getJsonObject("tokens").encode())
                .isEqualTo("{\"input\":100,\"cache_read\":20,\"cache_write_5m\":10,\"cache_write_1h\":5,"
                        + "\"audio_input\":7,\"output\":50,\"reasoning\":30,\"audio_output\":3,\"images\":2}");
        assertThat(call.getValue("cost_usd")).isNull();
        assertThat(call.getString("provider_cost_usd")).isEqualTo("0.00123");
        assertThat(call.getDouble("duration_ms")).isEqualTo(3_000);
        assertThat(call.getDouble("time_to_first_token_ms")).isEqualTo(2_500);
    }

    @Test
    void aCallThatIsNotKnownIsToldSo() {
        assertThatThrownBy(() -> await(reports.call("nope\u0000")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.NOT_FOUND));
    }

    /** NUL, lone surrogates and endless names come from clients; the database takes none of them. */
    @Test
    void nothingAClientSendsMakesARecordTheDatabaseRefuses() {
        String hostile = "\u0000\ud800x\udc00\"\\\n\ud83d\ude00" + "y".repeat(100_000);
        CallRecord call = Calls.completed("it", "app", Calls.STARTED, Long.MAX_VALUE, Long.MAX_VALUE);
        CallRecord nasty = new CallRecord(
                call.requestId(),
                call.dialect(),
                hostile,
                hostile,
                hostile,
                hostile,
                call.outcome(),
                call.status(),
                new com.xiaojinpro.gateway.bus.Origin(hostile, hostile, -1, List.of(hostile)),
                call.usage(),
                call.duration(),
                null,
                List.of(hostile),
                call.startedAt(),
                new CallRecord.Asked(hostile, com.xiaojinpro.gateway.model.Operation.EMBED, false, 1),
                call.tried(),
                null,
                List.of());
        assertThat(await(store.write(batch(nasty)))).isEqualTo(1);
        assertThat(await(store.write(batch(Calls.completed("too", "app", Calls.STARTED, Long.MAX_VALUE, 1)))))
                .isEqualTo(1);
        assertThat(await(reports.call("it")).getString("model")).startsWith("\ufffd\ufffdx\ufffd\"");
    }

    @Test
    void aRecordThatIsNoneIsRefusedForEver() {
        Throwable failure = store.write(
                        List.of("{\"request_id\":\"x\",\"started_at\":\"never\"}".getBytes(StandardCharsets.UTF_8)))
                .transform(done -> Future.succeededFuture(done.cause()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(store.refuses(failure)).isTrue();
        assertThat(store.refuses(new java.io.IOException("away"))).isFalse();
    }

    @Test
    void sumsAreToldApartAndFilteredByWhatIsAsked() {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant then = Calls.STARTED.minus(Duration.ofDays(i % 3));
            batch.addAll(batch(Calls.completed("r" + i, "key" + i % 4, then, i, 1)));
        }
        batch.addAll(batch(Calls.eventful("e")));
        await(store.write(batch));
        String[] range = {"from", "2026-11-20", "to", "2026-11-30"};
        assertThat(sums(range, "by", "day")).hasSize(3);
        assertThat(sums(range, "by", "key,day")).hasSize(4 * 3 + 1);
        assertThat(sums(range, "by", "provider,model,route,tenant")).hasSize(2);
        assertThat(sums(range, "by", "key", "key", "key2")).hasSize(1);
        assertThat(sums(range, "by", "key", "key", "k1").get(0).getString("key_name"))
                .isEqualTo("app");
        assertThat(sums(range, "by", "day", "provider", "second", "model", "m/2"))
                .hasSize(1);
        assertThat(sums(range, "by", "", "tenant", "team").get(0).getLong("calls"))
                .isEqualTo(61);
        assertThat(sums(range, "by", "", "tenant", "nobody").get(0).getLong("calls"))
                .isZero();
        assertThat(sums("by", "day", "from", "2026-11-24", "to", "2026-11-24")).hasSize(1);
    }

    @Test
    void aLongListComesInPages() {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            batch.addAll(batch(Calls.completed("r" + i, "key" + i, Calls.STARTED, i, 1)));
        }
        await(store.write(batch));
        UsageQuery query = query("by", "key", "from", "2026-11-24", "to", "2026-11-24");
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Page<JsonObject> page = await(reports.sums(query, 10, cursor));
            page.items().forEach(sum -> names.add(sum.getString("key_name")));
            cursor = page.next();
        } while (cursor != null);
        assertThat(names)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("key24")
                .endsWith("key0");
        assertThatThrownBy(() -> await(reports.sums(query, 10, "x"))).isInstanceOf(FaultException.class);
    }

    private void sumsAreThoseOfTheRecords() {
        JsonObject mismatch = await(database.pool()
                        .query("select count(*) as wrong from ((" + UsageSql.ROLLUP.formatted("usage_records")
                                + " except select * from usage_daily) union all (select * from usage_daily except "
                                + UsageSql.ROLLUP.formatted("usage_records") + ")) as difference")
                        .execute())
                .iterator()
                .next()
                .toJson();
        assertThat(mismatch.getLong("wrong")).isZero();
    }

    private List<String> partitions() {
        List<String> names = new ArrayList<>();
        await(database.pool()
                        .query("select inhrelid::regclass::text as name from pg_inherits"
                                + " where inhparent = 'usage_records'::regclass")
                        .execute())
                .forEach(row -> names.add(row.getString("name")));
        return names;
    }

    private Future<Integer> retried(List<byte[]> batch, int tries) {
        return store.write(batch).recover(e -> tries > 0 ? retried(batch, tries - 1) : Future.failedFuture(e));
    }

    private List<JsonObject> sums(String[] range, String... more) {
        String[] all = new String[range.length + more.length];
        System.arraycopy(range, 0, all, 0, range.length);
        System.arraycopy(more, 0, all, range.length, more.length);
        return sums(all);
    }

    private List<JsonObject> sums(String... parameters) {
        return await(reports.sums(query(parameters), 200, null)).items();
    }

    private static UsageQuery query(String... parameters) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        return UsageQuery.of(given::get, LocalDate.now(ZoneOffset.UTC));
    }

    static List<byte[]> batch(CallRecord... calls) {
        return batchOf("n1", calls);
    }

    static List<byte[]> batchOf(String node, CallRecord... calls) {
        List<byte[]> batch = new ArrayList<>();
        for (CallRecord call : calls) {
            batch.add(UsageRecord.of(call, PRICES, node).json());
        }
        return batch;
    }
}
