package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.config.Secret;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client keys of the database: made, listed, changed, rotated and revoked. Futures fail with faults for what the caller
 * did wrong, and with the driver's failure where the database is away. Thread-safe.
 */
public final class KeyDirectory {
    /** The longest time the secret before a rotation may go on to be accepted. */
    public static final Duration LONGEST_GRACE = Duration.ofDays(90);

    private static final String DEFAULT_TENANT = "default";
    private static final Set<String> CHANGEABLE =
            new LinkedHashSet<>(List.of("name", "enabled", "models", "limits", "metadata", "expires_at"));
    private static final Set<String> CREATABLE =
            new LinkedHashSet<>(List.of("name", "tenant", "enabled", "models", "limits", "metadata", "expires_at"));
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Database database;
    private final Pepper pepper;

    KeyDirectory(Database database, Pepper pepper) {
        this.database = database;
        this.pepper = pepper;
    }

    /**
     * Makes a key.
     *
     * @param request its fields, of which {@code name} is required
     * @param idempotencyKey where the same one is given again, the key that was made is given back without its secret
     */
    public Future<IssuedKey> create(Actor actor, JsonObject request, @Nullable String idempotencyKey) {
        Tokens.Parts parts = Tokens.random();
        return Future.succeededFuture()
                .map(v -> values(parts, new Fields(request, CREATABLE)))
                .compose(values -> database.pool()
                        .withTransaction(connection -> Creations.claim(
                                        connection, actor, idempotencyKey, request, "key " + parts.id())
                                .compose(earlier -> earlier == null
                                        ? insert(connection, actor, request, values)
                                                .map(made -> issued(made, parts))
                                        : one(connection, earlier).map(known -> new IssuedKey(known, null)))))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    /**
     * The keys, newest first.
     *
     * @param tenant only of this one; null for all
     * @param revoked whether those that were revoked are in it
     * @param cursor of the page before
     */
    public Future<Page<ApiKey>> list(@Nullable String tenant, boolean revoked, int limit, @Nullable String cursor) {
        long before;
        try {
            before = cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return Future.failedFuture(AuditLog.badCursor());
        }
        return database.pool()
                .preparedQuery("select " + ApiKey.COLUMNS + " from api_keys where position < $1"
                        + " and ($2::text is null or tenant = $2) and ($3 or revoked_at is null)"
                        + " order by position desc limit $4")
                .execute(Tuple.of(before, tenant, revoked, limit + 1))
                .map(rows -> {
                    List<ApiKey> keys = new ArrayList<>();
                    rows.forEach(row -> keys.add(ApiKey.of(row)));
                    return Page.of(keys, limit, key -> Long.toString(key.position()));
                });
    }

    public Future<ApiKey> get(String id) {
        return database.pool().withConnection(connection -> one(connection, id));
    }

    /** Changes the fields that are given; an {@code expires_at} of null takes the end away. */
    public Future<ApiKey> update(Actor actor, String id, JsonObject request) {
        return Future.succeededFuture()
                .map(v -> {
                    Fields fields = new Fields(request, CHANGEABLE);
                    return Tuple.of(
                            id,
                            fields.name("name"),
                            fields.bool("enabled"),
                            fields.models(),
                            fields.limits(),
                            fields.metadata(),
                            fields.has("expires_at"),
                            fields.time("expires_at"));
                })
                .compose(values -> change(
                        actor,
                        "key.update",
                        id,
                        request,
                        "name = coalesce($2, name), enabled = coalesce($3, enabled),"
                                + " models = coalesce($4::text[], models), limits = coalesce($5::jsonb, limits),"
                                + " metadata = coalesce($6::jsonb, metadata),"
                                + " expires_at = case when $7 then $8::timestamptz else expires_at end",
                        values));
    }

    /**
     * Gives a key a new secret.
     *
     * @param grace how long the one it has is accepted, too
     */
    public Future<IssuedKey> rotate(Actor actor, String id, Duration grace) {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            return Future.failedFuture(Fault.invalid(
                            "grace_seconds",
                            "The grace of a rotation must be from 0 seconds to " + LONGEST_GRACE.toDays() + " days.")
                    .exception());
        }
        Tokens.Parts parts = new Tokens.Parts(id, Tokens.randomSecret());
        return change(
                        actor,
                        "key.rotate",
                        id,
                        new JsonObject().put("grace_seconds", grace.toSeconds()),
                        "previous_hash = case when $3::bigint > 0 then secret_hash end,"
                                + " previous_until = case when $3 > 0 then now() + $3 * interval '1 second' end,"
                                + " secret_hash = $2, rotated_at = now()",
                        Tuple.of(id, Buffer.buffer(pepper.hash(id, parts.secret())), grace.toSeconds()))
                .map(key -> issued(key, parts));
    }

    /** Ends a key for ever. */
    public Future<ApiKey> revoke(Actor actor, String id) {
        return change(
                actor,
                "key.revoke",
                id,
                new JsonObject(),
                "revoked_at = now(), enabled = false, previous_hash = null, previous_until = null",
                Tuple.of(id));
    }

    /** Makes a key where there never was one; null where there was. */
    Future<@Nullable IssuedKey> createFirst(Actor actor, JsonObject request) {
        Tokens.Parts parts = Tokens.random();
        Tuple values = values(parts, new Fields(request, CREATABLE));
        return database.pool()
                .withTransaction(connection -> connection
                        .query("lock table api_keys in share row exclusive mode")
                        .execute()
                        .compose(locked -> connection
                                .query("select 1 from api_keys limit 1")
                                .execute())
                        .compose(any -> any.size() > 0
                                ? Future.succeededFuture()
                                : insert(connection, actor, request, values).map(made -> issued(made, parts))));
    }

    private Tuple values(Tokens.Parts parts, Fields fields) {
        String tenant = fields.name("tenant");
        Boolean enabled = fields.bool("enabled");
        String[] models = fields.models();
        JsonObject limits = fields.limits();
        JsonObject metadata = fields.metadata();
        return Tuple.of(
                        parts.id(),
                        tenant == null ? DEFAULT_TENANT : tenant,
                        fields.requiredName("name"),
                        Buffer.buffer(pepper.hash(parts.id(), parts.secret())),
                        enabled == null || enabled,
                        models == null ? new String[0] : models)
                .addJsonObject(limits == null ? new JsonObject() : limits)
                .addJsonObject(metadata == null ? new JsonObject() : metadata)
                .addOffsetDateTime(fields.time("expires_at"));
    }

    private static Future<ApiKey> insert(SqlConnection connection, Actor actor, JsonObject request, Tuple values) {
        return connection
                .preparedQuery("insert into api_keys (id, tenant, name, secret_hash, enabled, models, limits, metadata,"
                        + " expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning " + ApiKey.COLUMNS)
                .execute(values)
                .map(rows -> ApiKey.of(rows.iterator().next()))
                .compose(key -> AuditLog.write(connection, actor, "key.create", "key " + key.id(), request)
                        .map(key));
    }

    private Future<ApiKey> change(
            Actor actor, String action, String id, JsonObject details, String assignments, Tuple values) {
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery("update api_keys set " + assignments
                                + ", updated_at = now() where id = $1 and revoked_at is null returning "
                                + ApiKey.COLUMNS)
                        .execute(values)
                        .compose(rows -> rows.size() == 1
                                ? AuditLog.write(connection, actor, action, "key " + id, details)
                                        .map(ApiKey.of(rows.iterator().next()))
                                : one(connection, id)
                                        .compose(known -> Future.failedFuture(Fault.of(
                                                        FaultKind.CONFLICT,
                                                        "The key is revoked; nothing of it can change.")
                                                .withCode("key_revoked")
                                                .exception()))))
                .recover(failure -> Future.failedFuture(refusal(failure)));
    }

    private static Future<ApiKey> one(SqlConnection connection, String id) {
        return connection
                .preparedQuery("select " + ApiKey.COLUMNS + " from api_keys where id = $1")
                .execute(Tuple.of(id))
                .compose(rows -> only(rows, id));
    }

    private static Future<ApiKey> only(RowSet<Row> rows, String id) {
        return rows.size() == 1
                ? Future.succeededFuture(ApiKey.of(rows.iterator().next()))
                : Future.failedFuture(Fault.of(FaultKind.NOT_FOUND, "There is no key '" + shown(id) + "'.")
                        .exception());
    }

    /** The id of a key that was given whole by mistake is shown without its secret. */
    private static String shown(String id) {
        Tokens.Parts parts = Tokens.parse(Tokens.KEY, id);
        return parts == null ? id : parts.id();
    }

    private static IssuedKey issued(ApiKey key, Tokens.Parts parts) {
        return new IssuedKey(key, new Secret(Tokens.format(Tokens.KEY, parts)));
    }

    private static Throwable refusal(Throwable failure) {
        if (Database.refused(failure, UNIQUE_VIOLATION)) {
            return Fault.of(FaultKind.CONFLICT, "The tenant has another key of this name.")
                    .withCode("name_taken")
                    .withParam("name")
                    .exception();
        }
        if (Database.refused(failure, FOREIGN_KEY_VIOLATION)) {
            return Fault.invalid("tenant", "There is no such tenant.").exception();
        }
        return failure;
    }
}
