package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.accounts.database.Migration;
import com.xiaojinpro.gateway.accounts.database.Migrations;
import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of keys and tenants, over a database whose schema is known to fit and whose keys are known to be
 * hashed under this node's pepper.
 */
public record Directory(
        Database database,
        Pepper pepper,
        KeyDirectory keys,
        TenantDirectory tenants,
        AuditLog audit,
        AdminTokens admins) {

    /**
     * Opens it.
     *
     * @param database connections, which stay the caller's
     * @return fails where the database is away, its schema is too old and may not be changed, or the pepper is another
     */
    public static Future<Directory> open(
            Vertx vertx,
            Database database,
            GatewayConfig.Database settings,
            @Nullable Secret pepper,
            Path dataDirectory) {
        Migrations migrations = new Migrations(database);
        Future<List<Migration>> schema = settings.applyMigrations()
                ? migrations.apply()
                : migrations.missing().compose(Directory::complete);
        return schema.compose(fits -> vertx.executeBlocking(() -> Pepper.of(pepper, dataDirectory)))
                .compose(hash -> check(database, hash).map(hash))
                .map(hash -> new Directory(
                        database,
                        hash,
                        new KeyDirectory(database, hash),
                        new TenantDirectory(database),
                        new AuditLog(database),
                        new AdminTokens(vertx, database, hash, dataDirectory)));
    }

    /** Makes the first key of a database that never had one; null where it had. */
    public Future<@Nullable IssuedKey> firstKey() {
        return keys.createFirst(new Actor("gateway"), new JsonObject().put("name", "default"));
    }

    private static Future<List<Migration>> complete(List<Migration> missing) {
        return missing.isEmpty()
                ? Future.succeededFuture(missing)
                : Future.failedFuture(Fault.of(
                                FaultKind.UNAVAILABLE,
                                "The schema of the database is older than this gateway, and database.apply_migrations is"
                                        + " false; 'xjp migrate' brings it up to date.")
                        .exception());
    }

    private static Future<Void> check(Database database, Pepper pepper) {
        return database.pool()
                .preparedQuery("insert into settings (name, value) values ('pepper', $1) on conflict do nothing")
                .execute(Tuple.of(pepper.fingerprint()))
                .compose(known -> database.pool()
                        .query("select value from settings where name = 'pepper'")
                        .execute())
                .compose(rows -> rows.iterator().next().getString("value").equals(pepper.fingerprint())
                        ? Future.succeededFuture()
                        : Future.failedFuture(Fault.of(
                                        FaultKind.UNAVAILABLE,
                                        "The keys of the database were hashed under another pepper than this node's;"
                                                + " auth.pepper must be the one of the node that made them (kept in the"
                                                + " file 'pepper' of its data directory where none was configured).")
                                .exception()));
    }
}
