package com.xiaojinpro.gateway.accounts.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings the schema up to date. Nodes that start at the same time wait for one another at an advisory lock; all that is
 * missing is applied in one transaction, so that a schema is never half of a version. What is recorded as applied must have
 * the checksum it had. Steps that a newer gateway has applied are left alone: nodes of two versions may run at once.
 */
public final class Migrations {
    /** Any number that nobody else locks in this database. */
    private static final long LOCK = 0x786a70_0001L;

    private static final String BOOKS = """
            create table if not exists schema_migrations (
                number integer primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default now())""";

    private final Database database;
    private final List<Migration> known;

    public Migrations(Database database) {
        this(database, Migration.shipped());
    }

    Migrations(Database database, List<Migration> known) {
        this.database = database;
        this.known = List.copyOf(known);
    }

    /** Applies what is missing and tells what that was. */
    public Future<List<Migration>> apply() {
        return database.ready().compose(reached -> database.pool().withTransaction(this::apply));
    }

    /** What {@link #apply} would do. */
    public Future<List<Migration>> missing() {
        return database.ready()
                .compose(reached -> database.pool()
                        .withConnection(connection -> connection
                                .query("select to_regclass('schema_migrations') is not null as known")
                                .execute()
                                .compose(rows -> rows.iterator().next().getBoolean("known")
                                        ? missing(connection)
                                        : Future.succeededFuture(known))));
    }

    private Future<List<Migration>> apply(SqlConnection connection) {
        return connection
                .preparedQuery("select pg_advisory_xact_lock($1)")
                .execute(Tuple.of(LOCK))
                .compose(locked -> connection.query(BOOKS).execute())
                .compose(books -> missing(connection))
                .compose(missing -> {
                    Future<Void> applied = Future.succeededFuture();
                    for (Migration migration : missing) {
                        applied = applied.compose(v -> apply(connection, migration));
                    }
                    return applied.map(v -> missing);
                });
    }

    private Future<List<Migration>> missing(SqlConnection connection) {
        return connection
                .query("select number, checksum from schema_migrations")
                .execute()
                .compose(rows -> {
                    Map<Integer, String> applied = new HashMap<>();
                    for (Row row : rows) {
                        applied.put(row.getInteger("number"), row.getString("checksum"));
                    }
                    List<Migration> missing = new ArrayList<>();
                    for (Migration migration : known) {
                        String checksum = applied.get(migration.number());
                        if (checksum == null) {
                            missing.add(migration);
                        } else if (!checksum.equals(migration.checksum())) {
                            return Future.failedFuture(new IllegalStateException("migration " + migration.number()
                                    + " (" + migration.name() + ") was applied with another text than this gateway's"));
                        }
                    }
                    return Future.succeededFuture(missing);
                });
    }

    private static Future<Void> apply(SqlConnection connection, Migration migration) {
        return connection
                .query(migration.sql())
                .execute()
                .compose(done -> connection
                        .preparedQuery("insert into schema_migrations (number, name, checksum) values ($1, $2, $3)")
                        .execute(Tuple.of(migration.number(), migration.name(), migration.checksum())))
                .mapEmpty();
    }
}
