package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.codec.ErrorReader;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.ProviderError;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.connector.wire.Redaction;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What Google's errors mean, where the general table would be misled: every spent quota reads like an unpaid bill, a wrong key is
 * an invalid argument, and the size of a context has words of its own (H109, H111). Immutable.
 */
public final class GoogleFaults {
    /** A limit of a day does not come back while a client waits. */
    private static final Duration DAILY = Duration.ofHours(1);

    private final FaultTable table;
    private final RetryHints hints;

    public GoogleFaults(Redaction redaction, InstantSource clock) {
        this.table = new FaultTable(redaction);
        this.hints = new RetryHints(clock);
    }

    /** The fault behind an error answer. */
    public Fault of(UpstreamHead head, Buffer body) {
        ByteView view = ByteView.of(body);
        ProviderError error = ErrorReader.body(view.bytes(), view.offset(), view.length());
        String text = new String(view.bytes(), view.offset(), view.length(), StandardCharsets.UTF_8);
        return of(head, head.status(), error, text);
    }

    /** The fault behind an error inside an answer, as raw JSON. */
    public Fault inside(UpstreamHead head, String json) {
        return of(head, 0, ErrorReader.json(json), json);
    }

    private Fault of(UpstreamHead head, int status, ProviderError error, String text) {
        Duration wait = hints.of(head, text);
        Fault fault = table.of(status, error, wait);
        int told = status >= 400 ? status : error.status();
        boolean exhausted = told == 429 || "RESOURCE_EXHAUSTED".equals(error.code());
        if (exhausted && (fault.kind() == FaultKind.BILLING || fault.kind() == FaultKind.RATE_LIMITED)) {
            return quota(fault, wait, text);
        }
        if (fault.kind() == FaultKind.INVALID_REQUEST) {
            FaultKind better = better(text);
            return better == null ? fault : as(better, fault, null);
        }
        return fault;
    }

    private static Fault quota(Fault fault, @Nullable Duration wait, String text) {
        if (text.contains("limit: 0") || text.contains("BILLING_DISABLED")) {
            return as(FaultKind.BILLING, fault, null);
        }
        boolean daily = text.contains("PerDay");
        boolean longer = daily && (wait == null || wait.compareTo(DAILY) < 0);
        return as(FaultKind.RATE_LIMITED, fault, longer ? DAILY : wait);
    }

    private static @Nullable FaultKind better(String text) {
        if (text.contains("API_KEY_INVALID")
                || text.contains("API key not valid")
                || text.contains("API key expired")
                || text.contains("location is not supported")) {
            return FaultKind.UPSTREAM_AUTH;
        }
        boolean context =
                text.contains("exceeds the maximum number of tokens") || text.contains("input context is too long");
        return context ? FaultKind.CONTEXT_LENGTH : null;
    }

    private static Fault as(FaultKind kind, Fault fault, @Nullable Duration wait) {
        boolean retryable = kind.retryable() || kind == FaultKind.BILLING;
        return new Fault(kind, fault.message(), fault.code(), fault.param(), wait, retryable, fault.upstreamStatus());
    }
}
