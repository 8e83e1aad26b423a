package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.codec.AnswerHead;
import com.xiaojinpro.gateway.connector.codec.ErrorReader;
import com.xiaojinpro.gateway.connector.codec.FaultTable;
import com.xiaojinpro.gateway.connector.codec.ProviderError;
import com.xiaojinpro.gateway.connector.codec.SniffingDecoder;
import com.xiaojinpro.gateway.connector.wire.ByteView;
import com.xiaojinpro.gateway.connector.wire.RetryHints;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The answers and errors of one host of the Messages protocol: in whatever form they come, a stream, a whole message, an
 * error in place of either. Pure and thread-safe.
 */
public final class MessagesAnswers {
    private final ClaudeModels models;
    private final FaultTable faults;
    private final RetryHints hints;
    private final int maxEventBytes;
    private final Supplier<String> ids;
    private final Usage.Source source;
    private final BiFunction<Fault, ProviderError, Fault> reading;

    /**
     * @param maxEventBytes the longest event, or whole answer, that is held
     * @param ids makes the random tail of ids for what the host gave none
     * @param source what the host's usage is worth: reported, or an estimate of its own
     * @param reading what the host's errors mean beyond what they say
     */
    public MessagesAnswers(
            ClaudeModels models,
            FaultTable faults,
            RetryHints hints,
            int maxEventBytes,
            Supplier<String> ids,
            Usage.Source source,
            BiFunction<Fault, ProviderError, Fault> reading) {
        this.models = models;
        this.faults = faults;
        this.hints = hints;
        this.maxEventBytes = maxEventBytes;
        this.ids = ids;
        this.source = source;
        this.reading = reading;
    }

    /** Of a host that reports real usage and whose errors mean what they say. */
    public MessagesAnswers(
            ClaudeModels models, FaultTable faults, RetryHints hints, int maxEventBytes, Supplier<String> ids) {
        this(models, faults, hints, maxEventBytes, ids, Usage.Source.REPORTED, (fault, error) -> fault);
    }

    /** A decoder for one answer with a success status. */
    public EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        EventDecoder refused = AnswerHead.refused(head);
        if (refused != null) {
            return refused;
        }
        boolean estimates = source == Usage.Source.ESTIMATED;
        boolean counts = request.operation() == Operation.COUNT_TOKENS;
        MessagesAnswer answer = new MessagesAnswer(
                error -> fault(0, ErrorReader.json(error), head, error),
                ids,
                target.model(),
                new AnswerNames(request, models.of(target.model()), estimates),
                counts,
                source);
        boolean stream = !counts && !head.mediaType().equals("application/json");
        return new SniffingDecoder(answer, maxEventBytes, stream);
    }

    /** The fault behind an answer with an error status. */
    public Fault fault(UpstreamHead head, Buffer body) {
        if (AnswerHead.coded(head)) {
            return fault(head.status(), ProviderError.UNTOLD, head, "");
        }
        ByteView view = ByteView.of(AnswerHead.plain(body));
        ProviderError error = ErrorReader.body(view.bytes(), view.offset(), view.length());
        String text = new String(view.bytes(), view.offset(), view.length(), StandardCharsets.UTF_8);
        return fault(head.status(), error, head, text);
    }

    private Fault fault(int status, ProviderError error, UpstreamHead head, String text) {
        Fault fault = faults.of(status, error, hints.of(head, text));
        // A conflict is between the host's own copies of something, not of the client's making.
        return reading.apply(fault.kind() == FaultKind.CONFLICT ? fault.withRetryable(true) : fault, error);
    }
}
