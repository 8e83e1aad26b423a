package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.ingress.auth.Principal;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it takes to judge a presented key. Immutable. */
final class KeyRecord {
    static final String QUERY = """
            select k.id, k.name, k.tenant, k.secret_hash, k.previous_hash, k.previous_until, k.expires_at,
                k.enabled and k.revoked_at is null and t.enabled as accepted,
                k.models, k.limits, t.models as tenant_models, t.limits as tenant_limits
            from api_keys k join tenants t on t.name = k.tenant
            where k.id = $1""";

    private final byte[] hash;
    private final byte @Nullable [] previousHash;
    private final @Nullable Instant previousUntil;
    private final @Nullable Instant expiresAt;
    private final boolean accepted;
    private final Principal principal;

    private KeyRecord(Row row) {
        this.hash = row.getBuffer("secret_hash").getBytes();
        Buffer previous = row.getBuffer("previous_hash");
        this.previousHash = previous == null ? null : previous.getBytes();
        this.previousUntil = instant(row.getOffsetDateTime("previous_until"));
        this.expiresAt = instant(row.getOffsetDateTime("expires_at"));
        this.accepted = row.getBoolean("accepted");
        this.principal = new Principal(
                row.getString("name"),
                row.getString("tenant"),
                List.of(row.getArrayOfStrings("models")),
                row.getString("id"),
                List.of(row.getArrayOfStrings("tenant_models")),
                LimitsJson.read(row.getJsonObject("limits"), "limits"),
                LimitsJson.read(row.getJsonObject("tenant_limits"), "limits"));
    }

    static KeyRecord of(Row row) {
        return new KeyRecord(row);
    }

    String tenant() {
        return principal.tenant();
    }

    /** The owner, where the secret is the key's and the key is good now; else null. */
    @Nullable
    Principal judge(Tokens.Parts presented, Pepper pepper, Instant now) {
        if (!accepted || (expiresAt != null && !expiresAt.isAfter(now))) {
            return null;
        }
        if (pepper.matches(hash, presented.id(), presented.secret())) {
            return principal;
        }
        byte[] before = previousHash;
        Instant until = previousUntil;
        return before != null
                        && until != null
                        && until.isAfter(now)
                        && pepper.matches(before, presented.id(), presented.secret())
                ? principal
                : null;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
