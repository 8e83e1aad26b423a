package com.xiaojinpro.gateway.launcher.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.testing.Gate;
import com.xiaojinpro.gateway.testing.OpenAiScript;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import com.xiaojinpro.gateway.testing.ScriptedUpstream;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sum of what was recorded is, to the token, what the provider says it produced, whatever became of the calls. The
 * provider counts as it speaks, so that what it produced is known wherever an answer breaks off.
 */
class ReconciliationTest {
    private static final int CLIENTS = 24;
    private static final int PROMPT = 11;
    private static final int TOKENS_A_PIECE = 9;
    private static final Pattern NAME = Pattern.compile("call-([0-9]+)-");

    @TempDir
    private Path data;

    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder failedAttempts = new LongAdder();
    private final Map<Integer, Gate> gates = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private ScriptedUpstream upstream;
    private GatewayNode node;
    private LoadedConfig loaded;

    /** What becomes of a call. */
    private enum Fate {
        WHOLE_STREAM,
        WHOLE_AT_ONCE,
        CLIENT_LEAVES,
        CUT,
        RESET,
        SECOND_TARGET,
        FAILS_IN_BAND_THEN_SECOND_TARGET,
        NO_TARGET,
        OTHER_DIALECT,
        REFUSED;

        static Fate of(int call) {
            return values()[call % values().length];
        }

        int pieces(int call) {
            return 1 + call % 5;
        }
    }

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start();
        upstream.answer(request -> true, this::answer);
        String toml = TestGateway.toml("", 1, false, """
                limits = { budget_micros_per_month = 1000000000 }
                [database]
                embedded = true
                [usage]
                write_interval_ms = 50
                [prices."*/*"]
                input = 1.25
                output = 10
                [providers.first]
                type = "openai-compatible"
                base_url = "%1$s/first/v1"
                [providers.second]
                type = "openai-compatible"
                base_url = "%1$s/second/v1"
                [models.m]
                primary = { provider = "first", model = "m" }
                fallbacks = [{ provider = "second", model = "m" }]
                """.formatted(upstream.url()));
        loaded = TestNode.loaded(toml).withDataDirectory(data);
        node = (GatewayNode) TestGateway.await(
                GatewayNode.start(loaded, Roles.ALL, () -> new ReloadStatus(TestNode.ACTIVE_SINCE, null)));
        TestGateway.await(node.welcome());
    }

    @AfterEach
    void stop() {
        TestGateway.await(node.stop());
        upstream.close();
    }

    @Test
    @Timeout(120)
    void theBooksBalanceOverEveryFateOfACall() throws Exception {
        balance(600);
    }

    @Test
    @Tag("soak")
    @Timeout(600)
    void theBooksBalanceOverTenThousandCalls() throws Exception {
        balance(10_000);
    }

    private void balance(int calls) throws Exception {
        Semaphore places = new Semaphore(CLIENTS);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int call = 0; call < calls; call++) {
                int number = call;
                places.acquire();
                clients.submit(() -> {
                    try {
                        call(number);
                    } catch (Exception | AssertionError e) {
                        failures.add(number + " " + Fate.of(number) + ": " + e);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        assertThat(failures).isEmpty();
        JsonObject sums = awaitSums(calls);
        assertThat(sums.getLong("calls")).isEqualTo(calls);
        assertThat(sums.getLong("records")).isEqualTo(calls);
        assertThat(sums.getLong("input")).isEqualTo(input.sum());
        assertThat(sums.getLong("output")).isEqualTo(output.sum());
        assertThat(sums.getLong("summed")).isEqualTo(output.sum());
        assertThat(sums.getLong("tried")).isEqualTo(failedAttempts.sum());
        assertThat(sums.getLong("estimated")).isZero();
        // What the budget was charged is what the records say, and what the next start would hear of it.
        assertThat(sums.getLong("charged")).isEqualTo(sums.getLong("cost"));
        assertThat(sums.getLong("counted")).isEqualTo(sums.getLong("cost"));
        // 1.25 and 10 dollars a million: 5 and 40 quarters of a millionth.
        assertThat(sums.getLong("cost")).isEqualTo(5 * input.sum() + 40 * output.sum());
    }

    private JsonObject awaitSums(int calls) {
        Vertx vertx = Vertx.vertx();
        Database database = Database.open(vertx, loaded.config().database(), data);
        try {
            JsonObject[] sums = new JsonObject[1];
            Awaitable.until(() -> {
                sums[0] = TestGateway.await(database.pool().query("""
                        select (select count(*) from usage_records) as records,
                            (select sum(calls) from usage_daily)::bigint as calls,
                            (select sum(output_tokens) from usage_daily)::bigint as summed,
                            (select sum(input_tokens) from usage_records)::bigint as input,
                            (select sum(output_tokens) from usage_records)::bigint as output,
                            (select count(*) from usage_records where usage_source = 'estimated') as estimated,
                            (select sum(cost) * 4000000 from usage_daily)::bigint as cost,
                            (select sum((c->>'amount_usd')::numeric) * 4000000 from usage_records,
                                jsonb_array_elements(charged) as c)::bigint as charged,
                            (select sum(cost) * 4000000 from usage_counted)::bigint as counted,
                            (select sum(jsonb_array_length(tried)) from usage_records)::bigint as tried
                        """).execute())
                        .iterator()
                        .next()
                        .toJson();
                return sums[0].getLong("records") >= calls;
            });
            return sums[0];
        } finally {
            TestGateway.await(database.close());
            TestGateway.await(vertx.close());
        }
    }

    private void call(int number) throws Exception {
        Fate fate = Fate.of(number);
        boolean stream = fate != Fate.WHOLE_AT_ONCE;
        String path = fate == Fate.OTHER_DIALECT ? "/v1/messages" : "/v1/chat/completions";
        String body = "{\"model\":\"" + (fate == Fate.REFUSED ? "nobody" : "m") + "\",\"max_tokens\":1000,\"stream\":"
                + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"call-" + number + "-\"}]}";
        String last = "piece " + (fate.pieces(number) - 1) + ";";
        try (SseClient client = SseClient.post(node.ingressPort(), path, body)) {
            switch (fate) {
                case WHOLE_STREAM, SECOND_TARGET, FAILS_IN_BAND_THEN_SECOND_TARGET ->
                    assertThat(client.readAll()).contains(last, "data: [DONE]");
                case WHOLE_AT_ONCE -> assertThat(client.readAll()).contains(last, "\"finish_reason\":\"stop\"");
                case OTHER_DIALECT -> assertThat(client.readAll()).contains(last, "event: message_stop");
                case CLIENT_LEAVES -> client.awaitText(last);
                case CUT ->
                    assertThat(client.readAll()).contains(last, "\"error\"").doesNotContain("[DONE]");
                case RESET -> {
                    client.awaitText(last);
                    gate(number).open();
                    assertThat(client.readAll()).contains("\"error\"").doesNotContain("[DONE]");
                }
                case NO_TARGET -> assertThat(client.readAll()).startsWith("HTTP/1.1 50");
                case REFUSED -> assertThat(client.readAll()).startsWith("HTTP/1.1 404");
            }
        }
    }

    /** What the provider says, and what it notes that it produced. */
    private Script answer(RecordedRequest request) {
        Matcher name = NAME.matcher(request.bodyText());
        if (!name.find()) {
            throw new AssertionError("a request of nobody");
        }
        int number = Integer.parseInt(name.group(1));
        Fate fate = Fate.of(number);
        boolean first = request.path().startsWith("/first");
        switch (fate) {
            case NO_TARGET -> {
                failedAttempts.increment();
                return OpenAiScript.failure(503, "server_error", null, "busy");
            }
            case SECOND_TARGET -> {
                if (first) {
                    failedAttempts.increment();
                    return OpenAiScript.failure(503, "server_error", null, "busy");
                }
            }
            case FAILS_IN_BAND_THEN_SECOND_TARGET -> {
                if (first) {
                    failedAttempts.increment();
                    return OpenAiScript.chat("m")
                            .error("server_error", null, "the engine stopped")
                            .unfinished();
                }
            }
            default -> {}
        }
        int pieces = fate.pieces(number);
        input.add(PROMPT);
        output.add((long) pieces * TOKENS_A_PIECE);
        OpenAiScript script = OpenAiScript.chat("m");
        for (int piece = 0; piece < pieces; piece++) {
            // It counts before it speaks: whoever has heard a piece has heard what it cost.
            script.usage(PROMPT, (long) (piece + 1) * TOKENS_A_PIECE).text("piece " + piece + ";");
        }
        return switch (fate) {
            case CLIENT_LEAVES -> script.stall();
            case CUT -> script.cut();
            case RESET -> script.pause(gate(number)).reset();
            default ->
                script.finish("stop")
                        .usage(PROMPT, (long) pieces * TOKENS_A_PIECE)
                        .answer(request);
        };
    }

    private Gate gate(int number) {
        return gates.computeIfAbsent(number, n -> new Gate());
    }
}
