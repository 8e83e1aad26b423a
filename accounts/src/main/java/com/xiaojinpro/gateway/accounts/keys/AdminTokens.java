package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may administer. There is no password that anybody could guess: a new database has a setup token, which is printed and
 * kept in the data directory of the node that made it, and is exchanged once for the first admin token. Thread-safe.
 */
public final class AdminTokens {
    private static final String SETUP = "setup_token";

    private final Vertx vertx;
    private final Database database;
    private final Pepper pepper;
    private final PrivateFile setupFile;
    private final Path setupPath;

    AdminTokens(Vertx vertx, Database database, Pepper pepper, Path dataDirectory) {
        this.vertx = vertx;
        this.database = database;
        this.pepper = pepper;
        this.setupPath = dataDirectory.resolve("setup-token");
        this.setupFile = new PrivateFile(setupPath);
    }

    /** An admin token at the one moment it is known. */
    public record Issued(String id, String name, Secret token) {}

    /** An admin token, without its secret. */
    public record Known(String id, String name, String createdAt) {

        public JsonObject json() {
            return new JsonObject().put("id", id).put("name", name).put("created_at", createdAt);
        }
    }

    /** Where the setup token is kept until it is used. */
    public Path setupPath() {
        return setupPath;
    }

    /** Makes the setup token where there is neither one nor an admin token; null where there is. */
    public Future<@Nullable Secret> createSetupToken() {
        Tokens.Parts parts = Tokens.random();
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery("insert into settings (name, value) select $1, $2"
                                + " where not exists (select 1 from admin_tokens) on conflict do nothing")
                        .execute(Tuple.of(SETUP, stored(parts)))
                        .compose(made -> made.rowCount() == 0
                                ? Future.<@Nullable Secret>succeededFuture()
                                : kept(connection, new Actor("gateway"), parts)));
    }

    /** Makes a new setup token, in place of one that may be there: for who has lost every other way in. */
    public Future<Secret> replaceSetupToken(Actor actor) {
        Tokens.Parts parts = Tokens.random();
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery("insert into settings (name, value) values ($1, $2)"
                                + " on conflict (name) do update set value = excluded.value, created_at = now()")
                        .execute(Tuple.of(SETUP, stored(parts)))
                        .compose(made -> kept(connection, actor, parts)));
    }

    /** The first admin token for the setup token, which is void then. */
    public Future<Issued> exchange(String presented, @Nullable String name) {
        Tokens.Parts parts = Tokens.parse(Tokens.SETUP, presented);
        if (parts == null) {
            return Future.failedFuture(wrongSetupToken());
        }
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery("select value from settings where name = $1 for update")
                        .execute(Tuple.of(SETUP))
                        .compose(rows -> {
                            for (Row row : rows) {
                                if (matches(row.getString("value"), parts)) {
                                    return connection
                                            .preparedQuery("delete from settings where name = $1")
                                            .execute(Tuple.of(SETUP));
                                }
                            }
                            return Future.failedFuture(wrongSetupToken());
                        })
                        .compose(used -> insert(connection, new Actor("setup"), name == null ? "first" : name)))
                .compose(issued -> vertx.executeBlocking(() -> {
                            setupFile.delete();
                            return issued;
                        })
                        .otherwise(issued));
    }

    /** Makes another admin token. */
    public Future<Issued> create(Actor actor, JsonObject request) {
        return Future.succeededFuture()
                .map(v -> new Fields(request, Set.of("name")).requiredName("name"))
                .compose(name -> database.pool().withTransaction(connection -> insert(connection, actor, name)));
    }

    /** Those that are valid. */
    public Future<List<Known>> list() {
        return database.pool()
                .query("select id, name, created_at from admin_tokens where revoked_at is null order by created_at, id")
                .execute()
                .map(rows -> {
                    List<Known> tokens = new ArrayList<>();
                    rows.forEach(row -> tokens.add(new Known(
                            row.getString("id"),
                            row.getString("name"),
                            row.getOffsetDateTime("created_at").toInstant().toString())));
                    return tokens;
                });
    }

    /** Ends an admin token for ever. */
    public Future<Void> revoke(Actor actor, String id) {
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery(
                                "update admin_tokens set revoked_at = now() where id = $1 and revoked_at is null")
                        .execute(Tuple.of(id))
                        .compose(done -> done.rowCount() == 1
                                ? AuditLog.write(
                                        connection, actor, "admin_token.revoke", "admin_token " + id, new JsonObject())
                                : Future.failedFuture(Fault.of(FaultKind.NOT_FOUND, "There is no such admin token.")
                                        .exception())));
    }

    /** Whose token this is; null where it is nobody's. */
    public Future<@Nullable Actor> find(String presented) {
        Tokens.Parts parts = Tokens.parse(Tokens.ADMIN, presented);
        if (parts == null) {
            return Future.succeededFuture();
        }
        return database.pool()
                .preparedQuery("select name, secret_hash from admin_tokens where id = $1 and revoked_at is null")
                .execute(Tuple.of(parts.id()))
                .map(rows -> {
                    for (Row row : rows) {
                        byte[] hash = row.getBuffer("secret_hash").getBytes();
                        if (pepper.matches(hash, parts.id(), parts.secret())) {
                            return new Actor("admin " + row.getString("name"));
                        }
                    }
                    return null;
                });
    }

    private Future<Issued> insert(SqlConnection connection, Actor actor, String name) {
        Tokens.Parts parts = Tokens.random();
        return connection
                .preparedQuery("insert into admin_tokens (id, name, secret_hash) values ($1, $2, $3)")
                .execute(Tuple.of(parts.id(), name, Buffer.buffer(pepper.hash(parts.id(), parts.secret()))))
                .compose(made -> AuditLog.write(
                        connection,
                        actor,
                        "admin_token.create",
                        "admin_token " + parts.id(),
                        new JsonObject().put("name", name)))
                .map(v -> new Issued(parts.id(), name, new Secret(Tokens.format(Tokens.ADMIN, parts))));
    }

    /** Writes the token to its file before the transaction ends: a token that nobody can read would lock everybody out. */
    private Future<Secret> kept(SqlConnection connection, Actor actor, Tokens.Parts parts) {
        String token = Tokens.format(Tokens.SETUP, parts);
        return vertx.executeBlocking(() -> {
                    setupFile.replace(token);
                    return new Secret(token);
                })
                .compose(secret -> AuditLog.write(
                                connection, actor, "setup_token.create", "setup_token " + parts.id(), new JsonObject())
                        .map(secret));
    }

    private String stored(Tokens.Parts parts) {
        return parts.id() + " " + HexFormat.of().formatHex(pepper.hash(parts.id(), parts.secret()));
    }

    private boolean matches(String stored, Tokens.Parts parts) {
        int space = stored.indexOf(' ');
        return stored.substring(0, space).equals(parts.id())
                && pepper.matches(
                        HexFormat.of().parseHex(stored, space + 1, stored.length()), parts.id(), parts.secret());
    }

    private static Throwable wrongSetupToken() {
        return Fault.of(
                        FaultKind.AUTHENTICATION,
                        "The setup token is not valid. It is used once; 'xjp admin setup-token' makes another.")
                .exception();
    }
}
