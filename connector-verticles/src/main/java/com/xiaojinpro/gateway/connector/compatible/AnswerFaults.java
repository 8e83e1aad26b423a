package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.codec.AnswerHead;
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
import java.time.InstantSource;
import java.util.Locale;

/** What goes wrong in the answers of servers that speak OpenAI's protocols, whichever of them. Immutable and thread-safe. */
public final class AnswerFaults {
    private final FaultTable faults;
    private final RetryHints hints;

    /**
     * @param redaction what of the server's words no client may read
     * @param clock tells how far away a moment in a header is
     */
    public AnswerFaults(Redaction redaction, InstantSource clock) {
        this.faults = new FaultTable(redaction);
        this.hints = new RetryHints(clock);
    }

    /** The fault behind an error that came inside a successful answer, as raw JSON (H29). */
    public Fault inside(UpstreamHead head, String error) {
        return faults.of(0, ErrorReader.json(error), hints.of(head, error));
    }

    /** The fault behind an answer with an error status. */
    public Fault of(UpstreamHead head, Buffer body) {
        if (AnswerHead.coded(head)) {
            return faults.of(head.status(), ProviderError.UNTOLD, hints.of(head, ""));
        }
        ByteView view = ByteView.of(AnswerHead.plain(body));
        ProviderError error = ErrorReader.body(view.bytes(), view.offset(), view.length());
        String text = new String(view.bytes(), view.offset(), view.length(), StandardCharsets.UTF_8);
        Fault fault = faults.of(head.status(), error, hints.of(head, text));
        return refusesStreamOptions(fault, error) ? streamOptions(fault) : fault;
    }

    /** Whether the server complains of the field that the gateway adds to learn the usage of a stream (H75). */
    private static boolean refusesStreamOptions(Fault fault, ProviderError error) {
        String message = error.message() == null ? "" : error.message().toLowerCase(Locale.ROOT);
        String param = error.param() == null ? "" : error.param();
        return fault.kind() == FaultKind.INVALID_REQUEST
                && (param.startsWith("stream_options")
                        || message.contains("stream_options")
                        || message.contains("include_usage"));
    }

    /**
     * The field is the gateway's, so the client has done nothing wrong: another target may answer. Asking this server again
     * without the field is a decision for its operator, for its answers then have no usage.
     */
    private static Fault streamOptions(Fault fault) {
        return Fault.of(
                        FaultKind.UPSTREAM_INVALID,
                        "The provider does not know stream_options, with which the gateway asks for usage;"
                                + " stream_usage = false in the provider's configuration leaves it out.")
                .withUpstreamStatus(fault.upstreamStatus());
    }
}
