package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.accounts.database.Database;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tenants of the database. Futures fail as those of {@link KeyDirectory} do. Thread-safe. */
public final class TenantDirectory {
    private static final Set<String> CHANGEABLE =
            new LinkedHashSet<>(List.of("enabled", "models", "limits", "metadata"));
    private static final Set<String> CREATABLE =
            new LinkedHashSet<>(List.of("name", "enabled", "models", "limits", "metadata"));
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;

    TenantDirectory(Database database) {
        this.database = database;
    }

    /** A tenant, and whether it was made before, under the same Idempotency-Key. */
    public record Creation(Tenant tenant, boolean repeated) {}

    /**
     * Makes a tenant.
     *
     * @param request its fields, of which {@code name} is required
     */
    public Future<Creation> create(Actor actor, JsonObject request, @Nullable String idempotencyKey) {
        return Future.succeededFuture()
                .map(v -> values(new Fields(request, CREATABLE)))
                .compose(values -> database.pool()
                        .withTransaction(connection -> Creations.claim(
                                        connection, actor, idempotencyKey, request, "tenant " + values.getString(0))
                                .compose(earlier -> earlier == null
                                        ? insert(connection, actor, request, values)
                                                .map(made -> new Creation(made, false))
                                        : one(connection, earlier).map(known -> new Creation(known, true)))))
                .recover(failure -> Future.failedFuture(
                        Database.refused(failure, UNIQUE_VIOLATION)
                                ? Fault.of(FaultKind.CONFLICT, "There is a tenant of this name.")
                                        .withCode("name_taken")
                                        .withParam("name")
                                        .exception()
                                : failure));
    }

    /** The tenants by name. */
    public Future<Page<Tenant>> list(int limit, @Nullable String cursor) {
        return database.pool()
                .preparedQuery("select " + Tenant.COLUMNS
                        + " from tenants where name collate \"C\" > $1 order by name collate \"C\" limit $2")
                .execute(Tuple.of(cursor == null ? "" : cursor, limit + 1))
                .map(rows -> {
                    List<Tenant> tenants = new ArrayList<>();
                    rows.forEach(row -> tenants.add(Tenant.of(row)));
                    return Page.of(tenants, limit, Tenant::name);
                });
    }

    public Future<Tenant> get(String name) {
        return database.pool().withConnection(connection -> one(connection, name));
    }

    /** Changes the fields that are given. */
    public Future<Tenant> update(Actor actor, String name, JsonObject request) {
        return Future.succeededFuture()
                .map(v -> {
                    Fields fields = new Fields(request, CHANGEABLE);
                    return Tuple.of(name, fields.bool("enabled"), fields.models(), fields.limits(), fields.metadata());
                })
                .compose(values -> database.pool()
                        .withTransaction(connection -> connection
                                .preparedQuery("update tenants set enabled = coalesce($2, enabled),"
                                        + " models = coalesce($3::text[], models), limits = coalesce($4::jsonb, limits),"
                                        + " metadata = coalesce($5::jsonb, metadata), updated_at = now()"
                                        + " where name = $1 returning " + Tenant.COLUMNS)
                                .execute(values)
                                .compose(rows -> rows.size() == 1
                                        ? AuditLog.write(connection, actor, "tenant.update", "tenant " + name, request)
                                                .map(Tenant.of(rows.iterator().next()))
                                        : Future.failedFuture(unknown(name)))));
    }

    private static Tuple values(Fields fields) {
        Boolean enabled = fields.bool("enabled");
        String[] models = fields.models();
        JsonObject limits = fields.limits();
        JsonObject metadata = fields.metadata();
        return Tuple.of(
                fields.requiredName("name"),
                enabled == null || enabled,
                models == null ? new String[0] : models,
                limits == null ? new JsonObject() : limits,
                metadata == null ? new JsonObject() : metadata);
    }

    private static Future<Tenant> insert(SqlConnection connection, Actor actor, JsonObject request, Tuple values) {
        return connection
                .preparedQuery("insert into tenants (name, enabled, models, limits, metadata)"
                        + " values ($1, $2, $3, $4, $5) returning " + Tenant.COLUMNS)
                .execute(values)
                .map(rows -> Tenant.of(rows.iterator().next()))
                .compose(
                        tenant -> AuditLog.write(connection, actor, "tenant.create", "tenant " + tenant.name(), request)
                                .map(tenant));
    }

    private static Future<Tenant> one(SqlConnection connection, String name) {
        return connection
                .preparedQuery("select " + Tenant.COLUMNS + " from tenants where name = $1")
                .execute(Tuple.of(name))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(Tenant.of(rows.iterator().next()))
                        : Future.failedFuture(unknown(name)));
    }

    private static Throwable unknown(String name) {
        return Fault.of(FaultKind.NOT_FOUND, "There is no tenant '" + name + "'.")
                .exception();
    }
}
