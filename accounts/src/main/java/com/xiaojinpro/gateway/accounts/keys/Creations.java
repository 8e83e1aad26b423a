package com.xiaojinpro.gateway.accounts.keys;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes a creation that is asked for twice happen once: what was created under an {@code Idempotency-Key} of an actor is
 * remembered for a day, in the transaction that creates it.
 */
final class Creations {
    private static final int LONGEST_KEY = 255;

    private Creations() {}

    /**
     * Claims a key for a creation. A creation that runs at the same time under the same key is waited for.
     *
     * @param subject what will be created
     * @return what was created under the key before; null where the creation may go on
     */
    static Future<@Nullable String> claim(
            SqlConnection connection, Actor actor, @Nullable String key, JsonObject request, String subject) {
        if (key == null) {
            return Future.succeededFuture();
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            return Future.failedFuture(
                    Fault.invalid(null, "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.")
                            .exception());
        }
        String hash = hash(subject.substring(0, subject.indexOf(' ')) + request.encode());
        return connection
                .query("delete from admin_creations where created_at < now() - interval '1 day'")
                .execute()
                .compose(forgotten -> connection
                        .preparedQuery("insert into admin_creations (actor, idempotency_key, request_hash, subject)"
                                + " values ($1, $2, $3, $4) on conflict do nothing")
                        .execute(Tuple.of(actor.name(), key, hash, subject)))
                .compose(claimed -> claimed.rowCount() == 1
                        ? Future.succeededFuture()
                        : connection
                                .preparedQuery("select request_hash, subject from admin_creations"
                                        + " where actor = $1 and idempotency_key = $2")
                                .execute(Tuple.of(actor.name(), key))
                                .compose(rows -> earlier(rows.iterator().next(), hash)));
    }

    private static Future<@Nullable String> earlier(Row row, String hash) {
        if (!row.getString("request_hash").equals(hash)) {
            return Future.failedFuture(
                    Fault.of(FaultKind.CONFLICT, "This Idempotency-Key was used for another request.")
                            .withCode("idempotency_key_reused")
                            .exception());
        }
        String subject = row.getString("subject");
        return Future.succeededFuture(subject.substring(subject.indexOf(' ') + 1));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
