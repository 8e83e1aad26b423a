package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.ingress.auth.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client key, without its secret.
 *
 * @param id the public part of the key; never changes
 * @param position its place in lists, newest last
 * @param name unique among the keys of its tenant that are not revoked
 * @param previousUntil until when the secret before the last rotation is accepted, too
 * @param metadata a JSON object the gateway keeps and does not read
 * @param revokedAt when it was ended for ever
 */
public record ApiKey(
        String id,
        long position,
        String tenant,
        String name,
        boolean enabled,
        List<String> models,
        Limits limits,
        JsonObject metadata,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant previousUntil,
        @Nullable Instant revokedAt) {
    static final String COLUMNS =
            "id, position, tenant, name, enabled, models, limits, metadata, expires_at, created_at,"
                    + " updated_at, rotated_at, previous_until, revoked_at";

    public ApiKey {
        models = List.copyOf(models);
    }

    static ApiKey of(Row row) {
        return new ApiKey(
                row.getString("id"),
                row.getLong("position"),
                row.getString("tenant"),
                row.getString("name"),
                row.getBoolean("enabled"),
                List.of(row.getArrayOfStrings("models")),
                LimitsJson.read(row.getJsonObject("limits"), "limits"),
                row.getJsonObject("metadata"),
                instant(row.getOffsetDateTime("expires_at")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                instant(row.getOffsetDateTime("rotated_at")),
                instant(row.getOffsetDateTime("previous_until")),
                instant(row.getOffsetDateTime("revoked_at")));
    }

    /** In one word: {@code active}, {@code disabled}, {@code expired} or {@code revoked}. */
    public String state(Instant now) {
        Instant end = expiresAt;
        if (revokedAt != null) {
            return "revoked";
        }
        if (end != null && !end.isAfter(now)) {
            return "expired";
        }
        return enabled ? "active" : "disabled";
    }

    /** As the admin API and {@code --json} show it. */
    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("tenant", tenant)
                .put("state", state(Instant.now()))
                .put("enabled", enabled)
                .put("models", new JsonArray(models))
                .put("limits", LimitsJson.json(limits))
                .put("metadata", metadata)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
        put(json, "expires_at", expiresAt);
        put(json, "rotated_at", rotatedAt);
        put(json, "previous_secret_until", previousUntil);
        put(json, "revoked_at", revokedAt);
        return json;
    }

    private static void put(JsonObject json, String member, @Nullable Instant time) {
        json.put(member, time == null ? null : time.toString());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
