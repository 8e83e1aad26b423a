package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.accounts.usage.UsageQuery;
import com.xiaojinpro.gateway.accounts.usage.UsageQuery.Group;
import com.xiaojinpro.gateway.accounts.usage.UsageReports;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.launcher.DatabaseAccess.Output;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xjp usage}: what was used and what it cost; {@code xjp usage show} explains one call. */
@Command(description = "Sums what was used and what it cost; explains a call.", synopsisSubcommandLabel = "[COMMAND]")
final class UsageCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private DatabaseAccess database = new DatabaseAccess();

    @Mixin
    private PageOptions page = new PageOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "key",
            description = "What has a row of its own: day, tenant, key, route, provider, model, with commas between"
                    + " (default: ${DEFAULT-VALUE}).")
    private String by = "key";

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day, of UTC (default: 29 days before the last).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day (default: today).")
    private @Nullable String to;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of one tenant.")
    private @Nullable String tenant;

    @Option(names = "--key", paramLabel = "KEY", description = "Only of one key, by its id or its name.")
    private @Nullable String key;

    @Option(names = "--route", paramLabel = "ROUTE", description = "Only of one route.")
    private @Nullable String route;

    @Option(names = "--provider", paramLabel = "PROVIDER", description = "Only what one provider answered.")
    private @Nullable String provider;

    @Option(names = "--model", paramLabel = "MODEL", description = "Only of one model, by its provider's id.")
    private @Nullable String model;

    UsageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> given = new HashMap<>();
        put(given, "by", by);
        put(given, "from", from);
        put(given, "to", to);
        put(given, "tenant", tenant);
        put(given, "key", key);
        put(given, "route", route);
        put(given, "provider", provider);
        put(given, "model", model);
        UsageQuery query;
        try {
            query = UsageQuery.of(given::get, LocalDate.now(ZoneOffset.UTC));
        } catch (FaultException e) {
            return surroundings.failed(e.fault().message());
        }
        return database.run(
                surroundings,
                directory -> new UsageReports(directory.database())
                        .sums(query, page.limit(), page.cursor())
                        .map(sums -> output(query, sums)));
    }

    @Command(description = "Explains a call: its route, what was tried and why, what it used and cost.")
    int show(@Mixin DatabaseAccess access, @Parameters(paramLabel = "REQUEST_ID") String requestId)
            throws InterruptedException {
        return access.run(
                surroundings,
                directory -> new UsageReports(directory.database())
                        .call(requestId)
                        .map(call -> new Output(call, Tables.fields(readable(call)))));
    }

    /** The same with what is an object in words. */
    private static JsonObject readable(JsonObject call) {
        JsonArray tried = new JsonArray();
        for (Object item : call.getJsonArray("tried")) {
            JsonObject attempt = (JsonObject) item;
            Integer status = attempt.getInteger("status");
            tried.add(attempt.getString("provider") + "/" + attempt.getString("model") + ": "
                    + attempt.getString("error") + (status == null ? "" : " (HTTP " + status + ")")
                    + (tried.size() + 1 < call.getJsonArray("tried").size() ? "," : ""));
        }
        JsonArray charged = new JsonArray();
        for (Object item : call.getJsonArray("charged")) {
            JsonObject charge = (JsonObject) item;
            charged.add(charge.getString("account") + " " + charge.getString("limit") + ": " + amount(charge)
                    + (charged.size() + 1 < call.getJsonArray("charged").size() ? "," : ""));
        }
        JsonObject readable = call.copy().put("tried", tried).put("charged", charged);
        JsonObject tokens = call.getJsonObject("tokens");
        if (tokens != null) {
            readable.put(
                    "tokens",
                    tokens.stream()
                            .filter(count -> !count.getValue().equals(0L)
                                    && !count.getValue().equals(0))
                            .map(count -> count.getKey() + " " + count.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return readable;
    }

    private static String amount(JsonObject charge) {
        return charge.containsKey("amount_usd")
                ? charge.getString("amount_usd") + " USD (reserved " + charge.getString("reserved_usd") + ")"
                : charge.getLong("amount") + " (reserved " + charge.getLong("reserved") + ")";
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private Output output(UsageQuery query, Page<JsonObject> sums) {
        List<String> titles = new ArrayList<>();
        for (Group group : query.by()) {
            titles.add(group.word().toUpperCase(java.util.Locale.ROOT));
        }
        titles.addAll(List.of("CALLS", "INPUT", "CACHED", "OUTPUT", "COST_USD"));
        Output output = page.output(sums, sum -> sum, sum -> row(query, sum), titles.toArray(String[]::new));
        return new Output(
                output.json()
                        .put("from", query.from().toString())
                        .put("to", query.to().toString()),
                output.text());
    }

    private static String[] row(UsageQuery query, JsonObject sum) {
        List<String> cells = new ArrayList<>();
        for (Group group : query.by()) {
            String name = group == Group.KEY ? "key_name" : group.word();
            String id = group == Group.KEY ? sum.getString("key_id") : "";
            String value = sum.getString(name);
            cells.add(value.isEmpty() ? "-" : id.isEmpty() ? value : value + " (" + id + ")");
        }
        cells.add(sum.getLong("calls").toString());
        cells.add(sum.getLong("input_tokens").toString());
        cells.add(sum.getLong("cache_read_tokens").toString());
        cells.add(sum.getLong("output_tokens").toString());
        cells.add(sum.getString("cost_usd"));
        return cells.toArray(String[]::new);
    }
}
