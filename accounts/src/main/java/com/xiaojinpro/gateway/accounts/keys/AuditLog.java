package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.fault.Fault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every change, written in the transaction that makes it. */
public final class AuditLog {
    private final Database database;

    AuditLog(Database database) {
        this.database = database;
    }

    /**
     * One change.
     *
     * @param subject what was changed, such as {@code key ID}, {@code tenant NAME}, {@code admin_token ID}
     * @param details the fields that were given; never a secret
     */
    public record Entry(long id, String at, String actor, String action, String subject, JsonObject details) {

        public JsonObject json() {
            return new JsonObject()
                    .put("id", id)
                    .put("at", at)
                    .put("actor", actor)
                    .put("action", action)
                    .put("subject", subject)
                    .put("details", details);
        }
    }

    /**
     * The changes, newest first.
     *
     * @param subject only of this one; null for all
     * @param cursor of the page before
     */
    public Future<Page<Entry>> list(@Nullable String subject, int limit, @Nullable String cursor) {
        long before;
        try {
            before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return Future.failedFuture(badCursor());
        }
        return database.pool()
                .preparedQuery("select id, at, actor, action, subject, details from audit_log"
                        + " where id < $1 and ($2::text is null or subject = $2) order by id desc limit $3")
                .execute(Tuple.of(before, subject, limit + 1))
                .map(rows -> {
                    List<Entry> entries = new ArrayList<>();
                    for (Row row : rows) {
                        entries.add(new Entry(
                                row.getLong("id"),
                                row.getOffsetDateTime("at").toInstant().toString(),
                                row.getString("actor"),
                                row.getString("action"),
                                row.getString("subject"),
                                row.getJsonObject("details")));
                    }
                    return Page.of(entries, limit, entry -> Long.toString(entry.id()));
                });
    }

    static Future<Void> write(
            SqlConnection connection, Actor actor, String action, String subject, JsonObject details) {
        return connection
                .preparedQuery("insert into audit_log (actor, action, subject, details) values ($1, $2, $3, $4)")
                .execute(Tuple.of(actor.name(), action, subject, details))
                .mapEmpty();
    }

    static Throwable badCursor() {
        return Fault.invalid("cursor", "'cursor' must be the next_cursor of the page before.")
                .exception();
    }
}
