package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import com.xiaojinpro.gateway.ingress.limits.History;
import com.xiaojinpro.gateway.ingress.limits.LedgerId;
import com.xiaojinpro.gateway.ingress.limits.Past;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** What limits counted by day and by month, as the database has it, by the process that counted it. Thread-safe. */
public final class UsageHistory implements History {
    private static final int MICRO_DIGITS = 6;

    private static final String SUMS = "node,"
            + " coalesce(sum(calls) filter (where day = $2), 0)::bigint as calls_today,"
            + " coalesce(sum(cost) filter (where day = $2), 0) as cost_today, sum(cost) as cost_of_month"
            + " from usage_counted where day >= $1 and day <= $2 and ";

    private static final String SQL = "select '" + LedgerId.KEY + "' || key_id as account, " + SUMS
            + "key_id = any($3::text[]) group by 1, 2 union all"
            + " select '" + LedgerId.CONFIGURED_KEY + "' || key_name, " + SUMS
            + "key_id = '' and key_name = any($4::text[]) group by 1, 2 union all"
            + " select '" + LedgerId.TENANT + "' || tenant, " + SUMS + "tenant = any($5::text[]) group by 1, 2";

    private final Database database;
    private final BooleanSupplier ready;

    /**
     * @param ready whether the database was reached, and its schema is known to fit
     */
    public UsageHistory(Database database, BooleanSupplier ready) {
        this.database = database;
        this.ready = ready;
    }

    @Override
    public CompletionStage<List<Past>> of(Collection<String> accounts, long nowMillis) {
        if (!ready.getAsBoolean()) {
            return Future.<List<Past>>failedFuture("the database is not open").toCompletionStage();
        }
        LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC);
        return database.pool()
                .preparedQuery(SQL)
                .execute(Tuple.of(
                        today.withDayOfMonth(1),
                        today,
                        named(accounts, LedgerId.KEY),
                        named(accounts, LedgerId.CONFIGURED_KEY),
                        named(accounts, LedgerId.TENANT)))
                .map(rows -> pasts(rows, nowMillis))
                .toCompletionStage();
    }

    private static String[] named(Collection<String> accounts, String kind) {
        return accounts.stream()
                .filter(account -> account.startsWith(kind))
                .map(account -> account.substring(kind.length()))
                .toArray(String[]::new);
    }

    private static List<Past> pasts(Iterable<Row> rows, long nowMillis) {
        Map<String, Map<LimitKind, Map<String, Long>>> spent = new HashMap<>();
        for (Row row : rows) {
            Map<LimitKind, Map<String, Long>> account =
                    spent.computeIfAbsent(row.getString("account"), name -> new EnumMap<>(LimitKind.class));
            String node = row.getString("node");
            add(account, LimitKind.REQUESTS_PER_DAY, node, row.getLong("calls_today"));
            add(account, LimitKind.BUDGET_PER_DAY, node, micros(row.getNumeric("cost_today")));
            add(account, LimitKind.BUDGET_PER_MONTH, node, micros(row.getNumeric("cost_of_month")));
        }
        List<Past> pasts = new ArrayList<>();
        spent.forEach((account, kinds) -> {
            List<Past.Line> lines = new ArrayList<>();
            kinds.forEach(
                    (kind, nodes) -> lines.add(new Past.Line(kind, kind.window().start(nowMillis), nodes)));
            pasts.add(new Past(account, lines));
        });
        return pasts;
    }

    private static void add(Map<LimitKind, Map<String, Long>> account, LimitKind kind, String node, long amount) {
        if (amount > 0) {
            account.computeIfAbsent(kind, unknown -> new HashMap<>()).merge(node, amount, Long::sum);
        }
    }

    /** In the unit of budgets; a part of a millionth counts as one. */
    private static long micros(Numeric dollars) {
        BigDecimal micros =
                dollars.bigDecimalValue().movePointRight(MICRO_DIGITS).setScale(0, RoundingMode.CEILING);
        return micros.min(BigDecimal.valueOf(1L << 50)).longValue();
    }
}
