package com.xiaojinpro.gateway.accounts.usage;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One call as the admin API and the command line explain it. Money is text, so that no reader rounds it. */
final class CallJson {
    private static final double MICROS_A_MILLI = 1_000;

    private CallJson() {}

    static JsonObject of(Row row) {
        JsonObject json = new JsonObject()
                .put("request_id", row.getString("request_id"))
                .put(
                        "started_at",
                        row.getOffsetDateTime("started_at").toInstant().toString())
                .put("tenant", row.getString("tenant"))
                .put("key_id", row.getString("key_id"))
                .put("key_name", row.getString("key_name"))
                .put("dialect", row.getString("dialect"))
                .put("operation", row.getString("operation"))
                .put("model", row.getString("model"))
                .put("stream", row.getBoolean("streamed"))
                .put("route", row.getString("route"))
                .put("tried", array(row.getJsonArray("tried")))
                .put("provider", row.getString("provider"))
                .put("provider_model", row.getString("provider_model"))
                .put("outcome", row.getString("outcome"))
                .put("status", row.getInteger("status"))
                .put("error", row.getString("error"))
                .put("error_code", row.getString("error_code"))
                .put("dropped", array(row.getJsonArray("dropped")))
                .put("duration_ms", millis(row.getLong("duration_us")))
                .put("time_to_first_token_ms", millis(row.getLong("first_token_us")))
                .put("upstream_ms", millis(row.getLong("upstream_us")))
                .put("usage_source", row.getString("usage_source"))
                .put("cost_usd", dollars(row.getNumeric("cost")))
                .put("provider_cost_usd", dollars(row.getNumeric("provider_cost")))
                .put("charged", array(row.getJsonArray("charged")))
                .put("node", row.getString("node"));
        if (row.getString("usage_source") != null) {
            json.put(
                    "tokens",
                    new JsonObject()
                            .put("input", row.getLong("input_tokens"))
                            .put("cache_read", row.getLong("cache_read_tokens"))
                            .put("cache_write_5m", row.getLong("cache_write_5m_tokens"))
                            .put("cache_write_1h", row.getLong("cache_write_1h_tokens"))
                            .put("audio_input", row.getLong("audio_input_tokens"))
                            .put("output", row.getLong("output_tokens"))
                            .put("reasoning", row.getLong("reasoning_tokens"))
                            .put("audio_output", row.getLong("audio_output_tokens"))
                            .put("images", row.getInteger("images")));
        }
        return json;
    }

    /** Plain decimals without zeros at the end; null where there is no amount. */
    static @Nullable String dollars(@Nullable Numeric amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal exact = amount.bigDecimalValue().stripTrailingZeros();
        return exact.scale() < 0 ? exact.toBigInteger().toString() : exact.toPlainString();
    }

    private static JsonArray array(@Nullable JsonArray items) {
        return items == null ? new JsonArray() : items;
    }

    private static @Nullable Double millis(@Nullable Long micros) {
        return micros == null ? null : micros / MICROS_A_MILLI;
    }
}
