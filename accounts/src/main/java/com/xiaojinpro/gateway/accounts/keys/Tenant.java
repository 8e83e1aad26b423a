package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * An owner of keys.
 *
 * @param name what it is known by; never changes
 * @param enabled where false, none of its keys is accepted
 * @param models what its keys may use, beside their own lists; empty allows all
 * @param metadata a JSON object the gateway keeps and does not read
 */
public record Tenant(
        String name,
        boolean enabled,
        List<String> models,
        Limits limits,
        JsonObject metadata,
        Instant createdAt,
        Instant updatedAt) {
    static final String COLUMNS = "name, enabled, models, limits, metadata, created_at, updated_at";

    public Tenant {
        models = List.copyOf(models);
    }

    static Tenant of(Row row) {
        return new Tenant(
                row.getString("name"),
                row.getBoolean("enabled"),
                List.of(row.getArrayOfStrings("models")),
                LimitsJson.read(row.getJsonObject("limits"), "limits"),
                row.getJsonObject("metadata"),
                instant(row.getOffsetDateTime("created_at")),
                instant(row.getOffsetDateTime("updated_at")));
    }

    /** As the admin API and {@code --json} show it. */
    public JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("enabled", enabled)
                .put("models", new JsonArray(models))
                .put("limits", LimitsJson.json(limits))
                .put("metadata", metadata)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
