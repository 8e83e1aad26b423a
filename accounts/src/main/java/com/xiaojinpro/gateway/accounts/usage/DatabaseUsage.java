package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.UsageConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Records in PostgreSQL. One statement writes a batch and the sums of what was new in it, so that neither can be without the
 * other and a batch that comes twice counts once. Thread-safe.
 */
final class DatabaseUsage implements UsageStore {
    private static final String NO_PARTITION = "23514";
    private static final String DATA_EXCEPTION = "22";
    private static final int DAYS_AHEAD = 7;

    private final Database database;
    private final UsageConfig settings;

    DatabaseUsage(Database database, UsageConfig settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public Future<Integer> write(List<byte[]> records) {
        String batch = array(records);
        return insert(batch)
                .recover(failure -> Database.refused(failure, NO_PARTITION)
                        ? database.pool()
                                .preparedQuery(UsageSql.PARTITIONS)
                                .execute(Tuple.of(batch))
                                .compose(made -> insert(batch))
                        : Future.failedFuture(failure))
                .map(rows -> rows.iterator().next().getInteger("written"));
    }

    @Override
    public Future<Void> upkeep() {
        return database.pool()
                .preparedQuery("select usage_partition((now() at time zone 'UTC')::date + n) from"
                        + " generate_series(0, $1::int) as n")
                .execute(Tuple.of(DAYS_AHEAD))
                .compose(made -> database.pool()
                        .preparedQuery("select usage_expire($1, $2)")
                        .execute(Tuple.of(settings.retentionDays(), settings.rollupRetentionDays())))
                .mapEmpty();
    }

    @Override
    public boolean refuses(Throwable failure) {
        return failure instanceof DatabaseException refusal
                && String.valueOf(refusal.getSqlState()).startsWith(DATA_EXCEPTION);
    }

    private Future<RowSet<Row>> insert(String batch) {
        return database.pool().preparedQuery(UsageSql.INSERT).execute(Tuple.of(batch));
    }

    private static String array(List<byte[]> records) {
        Buffer array = Buffer.buffer(records.size() * 600);
        array.appendByte((byte) '[');
        for (int i = 0; i < records.size(); i++) {
            if (i > 0) {
                array.appendByte((byte) ',');
            }
            array.appendBytes(records.get(i));
        }
        return array.appendByte((byte) ']').toString(StandardCharsets.UTF_8);
    }
}
