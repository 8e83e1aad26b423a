package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.keys.Page;
import com.xiaojinpro.gateway.accounts.usage.UsageQuery.Group;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers what was used and what it cost. Sums come from the sums by day and never from single records. Thread-safe. */
public final class UsageReports {
    private static final List<String> COUNTS = List.of("calls", "completed", "estimated", "unpriced");
    private static final List<String> TOKENS = List.of(
            "input_tokens",
            "cache_read_tokens",
            "cache_write_5m_tokens",
            "cache_write_1h_tokens",
            "audio_input_tokens",
            "output_tokens",
            "reasoning_tokens",
            "audio_output_tokens");
    private static final List<String> MONEY = List.of("cost", "provider_cost");

    private final Database database;

    /**
     * @param database connections, which stay the caller's
     */
    public UsageReports(Database database) {
        this.database = database;
    }

    /**
     * Sums, the dearest first; where days are told apart first of all, by day.
     *
     * @param cursor of the page before
     */
    public Future<Page<JsonObject>> sums(UsageQuery query, int limit, @Nullable String cursor) {
        int offset;
        try {
            offset = cursor == null ? 0 : Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            offset = -1;
        }
        if (offset < 0) {
            return Future.failedFuture(Fault.invalid("cursor", "'cursor' must be the next_cursor of the page before.")
                    .exception());
        }
        int from = offset;
        Tuple values = Tuple.of(query.from(), query.to());
        String sql = sql(query, values) + " limit " + (limit + 1) + " offset " + from;
        return database.pool().preparedQuery(sql).execute(values).map(rows -> {
            List<JsonObject> sums = new ArrayList<>();
            for (Row row : rows) {
                sums.add(sum(query, row));
            }
            return sums.size() <= limit
                    ? new Page<>(sums, null)
                    : new Page<>(sums.subList(0, limit), Integer.toString(from + limit));
        });
    }

    /** All there is of one call; fails where there is nothing. */
    public Future<JsonObject> call(String requestId) {
        return database.pool()
                .preparedQuery("select * from usage_records where request_id = $1")
                .execute(Tuple.of(RecordJson.clean(requestId)))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(Fault.of(
                                        FaultKind.NOT_FOUND,
                                        "There is no record of the call '" + RecordJson.clean(requestId)
                                                + "': it is unknown, it had no valid key, it is not written yet, or it"
                                                + " is older than usage.retention_days.")
                                .exception())
                        : Future.succeededFuture(CallJson.of(rows.iterator().next())));
    }

    private static String sql(UsageQuery query, Tuple values) {
        StringBuilder columns = new StringBuilder();
        StringBuilder groups = new StringBuilder();
        for (Group group : query.by()) {
            columns.append(columns(group)).append(", ");
            groups.append(groups.isEmpty() ? " group by " : ", ").append(groups(group));
        }
        for (String column : COUNTS) {
            columns.append("coalesce(sum(")
                    .append(column)
                    .append("), 0)::bigint as ")
                    .append(column)
                    .append(", ");
        }
        for (String column : TOKENS) {
            columns.append("coalesce(sum(")
                    .append(column)
                    .append("), 0) as ")
                    .append(column)
                    .append(", ");
        }
        columns.append("coalesce(sum(cost), 0) as cost, coalesce(sum(provider_cost), 0) as provider_cost");
        StringBuilder where = new StringBuilder(" from usage_daily where day >= $1 and day <= $2");
        for (Map.Entry<Group, String> only : query.only().entrySet()) {
            values.addString(only.getValue());
            where.append(" and ").append(condition(only.getKey(), "$" + values.size()));
        }
        String order = !query.by().isEmpty() && query.by().get(0) == Group.DAY
                ? " order by day, cost desc"
                : " order by cost desc, input_tokens desc";
        return "select " + columns + where + groups + order
                + (groups.isEmpty() ? "" : groups.toString().replace(" group by", ","));
    }

    private static String columns(Group group) {
        return switch (group) {
            case DAY -> "day";
            case TENANT -> "tenant";
            case KEY -> "key_id, max(key_name) as key_name";
            case ROUTE -> "route";
            case PROVIDER -> "provider";
            case MODEL -> "provider_model";
        };
    }

    /** A key of the database is known by its id, whatever its name was; one of the configuration by its name. */
    private static String groups(Group group) {
        return group == Group.KEY ? "key_id, case key_id when '' then usage_daily.key_name end" : columns(group);
    }

    private static String condition(Group group, String value) {
        return group == Group.KEY
                ? "(key_id = " + value + " or usage_daily.key_name = " + value + ")"
                : columns(group) + " = " + value;
    }

    private static JsonObject sum(UsageQuery query, Row row) {
        JsonObject json = new JsonObject();
        for (Group group : query.by()) {
            switch (group) {
                case DAY -> json.put("day", row.getLocalDate("day").toString());
                case KEY -> json.put("key_id", row.getString("key_id")).put("key_name", row.getString("key_name"));
                case MODEL -> json.put("model", row.getString("provider_model"));
                case TENANT, ROUTE, PROVIDER -> json.put(group.word(), row.getString(group.word()));
            }
        }
        for (String count : COUNTS) {
            json.put(count, row.getLong(count));
        }
        for (String tokens : TOKENS) {
            json.put(tokens, row.getNumeric(tokens).bigIntegerValue().longValue());
        }
        for (String money : MONEY) {
            json.put(money + "_usd", CallJson.dollars(row.getNumeric(money)));
        }
        return json;
    }
}
