package com.xiaojinpro.gateway.accounts.usage;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.CallRecord;
import com.xiaojinpro.gateway.ingress.limits.Charge;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.model.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record. Names of a client or a provider are cut to a bounded length, and what PostgreSQL's JSON cannot hold
 * (NUL, lone surrogates) becomes U+FFFD: nothing anybody sends can make a record that the database refuses.
 */
final class RecordJson {
    private static final int LONGEST_TEXT = 256;
    private static final int MOST_ITEMS = 64;
    private static final long MOST_TOKENS = 1L << 50;
    private static final int CAPACITY = 1024;

    private final ByteWriter out = new ByteWriter(CAPACITY);
    private boolean comma;

    byte[] write(UsageRecord record) {
        CallRecord call = record.call();
        out.raw('{');
        text("request_id", call.requestId());
        text("started_at", call.startedAt().toString());
        text("key_id", call.keyId());
        text("key_name", call.keyName());
        text("tenant", call.tenant());
        text("route", call.route());
        text("dialect", word(call.dialect()));
        asked(call.asked());
        origin(call.origin());
        dropped(call.dropped());
        usage(call.usage());
        money("cost", record.cost());
        number("duration_us", call.duration().toNanos() / 1_000);
        if (call.timeToFirstToken() != null) {
            number("first_token_us", call.timeToFirstToken().toNanos() / 1_000);
        }
        number("status", call.status());
        text("outcome", word(call.outcome()));
        fault(call.fault());
        tried(call.tried());
        charged(call.charged());
        if (!record.node().isEmpty()) {
            text("node", record.node());
        }
        out.raw('}');
        return out.take().getBytes();
    }

    private void asked(CallRecord.@Nullable Asked asked) {
        if (asked != null) {
            text("model", asked.model());
            text("operation", word(asked.operation()));
            name("streamed").raw(asked.stream() ? "true" : "false");
            number("images", asked.images());
        }
    }

    private void origin(@Nullable Origin origin) {
        if (origin == null) {
            return;
        }
        text("provider", origin.provider());
        text("provider_model", origin.model());
        number("upstream_us", origin.upstreamMicros());
    }

    private void dropped(List<String> dropped) {
        if (dropped.isEmpty()) {
            return;
        }
        name("dropped").raw('[');
        int items = Math.min(MOST_ITEMS, dropped.size());
        for (int i = 0; i < items; i++) {
            separate(i);
            out.string(clean(dropped.get(i)));
        }
        out.raw(']');
    }

    private void usage(@Nullable Usage usage) {
        if (usage == null) {
            return;
        }
        tokens("input_tokens", usage.input());
        tokens("cache_read_tokens", usage.cacheRead());
        tokens("cache_write_5m_tokens", usage.cacheWrite5m());
        tokens("cache_write_1h_tokens", usage.cacheWrite1h());
        tokens("audio_input_tokens", usage.inputAudio());
        tokens("output_tokens", usage.output());
        tokens("reasoning_tokens", usage.reasoning());
        tokens("audio_output_tokens", usage.outputAudio());
        text("usage_source", word(usage.source()));
        money("provider_cost", usage.cost());
    }

    private void fault(@Nullable Fault fault) {
        if (fault != null) {
            text("error", word(fault.kind()));
            if (fault.code() != null) {
                text("error_code", fault.code());
            }
        }
    }

    private void tried(List<Tried> tried) {
        if (tried.isEmpty()) {
            return;
        }
        name("tried").raw('[');
        int items = Math.min(MOST_ITEMS, tried.size());
        for (int i = 0; i < items; i++) {
            Tried attempt = tried.get(i);
            separate(i);
            out.raw("{\"provider\":").string(clean(attempt.provider()));
            out.raw(",\"model\":").string(clean(attempt.model()));
            out.raw(",\"error\":").string(word(attempt.fault()));
            if (attempt.upstreamStatus() != 0) {
                out.raw(",\"status\":").number(attempt.upstreamStatus());
            }
            out.raw('}');
        }
        out.raw(']');
    }

    /** Money is text and in dollars, as everywhere; counts are numbers. */
    private void charged(List<Charge> charged) {
        if (charged.isEmpty()) {
            return;
        }
        name("charged").raw('[');
        int items = Math.min(MOST_ITEMS, charged.size());
        for (int i = 0; i < items; i++) {
            Charge charge = charged.get(i);
            separate(i);
            out.raw("{\"account\":").string(clean(charge.account()));
            out.raw(",\"limit\":").string(charge.limit().word());
            if (charge.limit().budget()) {
                out.raw(",\"reserved_usd\":").string(charge.reserved().toPlainString());
                out.raw(",\"amount_usd\":").string(charge.amount().toPlainString());
            } else {
                out.raw(",\"reserved\":").number(charge.reserved().longValue());
                out.raw(",\"amount\":").number(charge.amount().longValue());
            }
            out.raw('}');
        }
        out.raw(']');
    }

    private void text(String name, String value) {
        name(name).string(clean(value));
    }

    private void number(String name, long value) {
        name(name).number(value);
    }

    /** A count that no provider means must not overflow a sum. */
    private void tokens(String name, long count) {
        number(name, Math.min(count, MOST_TOKENS));
    }

    /** An exact decimal; a nonsense of a provider that would not fit a column is left out. */
    private void money(String name, @Nullable BigDecimal dollars) {
        if (dollars != null && dollars.precision() - dollars.scale() <= 30 && dollars.scale() <= 30) {
            name(name).raw(dollars.toPlainString());
        }
    }

    private ByteWriter name(String name) {
        if (comma) {
            out.raw(',');
        }
        comma = true;
        return out.string(name).raw(':');
    }

    private void separate(int index) {
        if (index > 0) {
            out.raw(',');
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String clean(String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        StringBuilder cleaned = null;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < cut.length() && Character.isLowSurrogate(cut.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                cleaned = cleaned == null ? new StringBuilder(cut) : cleaned;
                cleaned.setCharAt(i, '\uFFFD');
            }
        }
        return cleaned == null ? cut : cleaned.toString();
    }
}
