package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.CallContext;
import com.xiaojinpro.gateway.connector.EventDecoder;
import com.xiaojinpro.gateway.connector.UpstreamHead;
import com.xiaojinpro.gateway.connector.UpstreamRequest;
import com.xiaojinpro.gateway.connector.codec.AnswerHead;
import com.xiaojinpro.gateway.connector.codec.SniffingDecoder;
import com.xiaojinpro.gateway.connector.codec.TokenCount;
import com.xiaojinpro.gateway.connector.codec.WholeDecoder;
import com.xiaojinpro.gateway.connector.codec.WholeReader;
import com.xiaojinpro.gateway.connector.compatible.AnswerFaults;
import com.xiaojinpro.gateway.connector.compatible.ChatEndpoint;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Responses API of one server. A request of the same dialect is patched, any other is written. Immutable, thread-safe. */
final class ResponsesCodec {
    private final ChatEndpoint endpoint;
    private final @Nullable ChatEndpoint counts;
    private final ResponsesOptions options;
    private final AnswerFaults faults;
    private final int maxEventBytes;
    private final Supplier<String> ids;

    ResponsesCodec(
            ChatEndpoint endpoint,
            @Nullable ChatEndpoint counts,
            ResponsesOptions options,
            AnswerFaults faults,
            int maxEventBytes,
            Supplier<String> ids) {
        this.endpoint = endpoint;
        this.counts = counts;
        this.options = options;
        this.faults = faults;
        this.maxEventBytes = maxEventBytes;
        this.ids = ids;
    }

    UpstreamRequest encode(UnifiedRequest request, ModelRules rules, Target target, CallContext context) {
        Set<String> dropped = new LinkedHashSet<>();
        ChatEndpoint asked = request.operation() == Operation.COUNT_TOKENS ? counts : endpoint;
        if (asked == null) {
            throw new IllegalStateException("this server does not count tokens");
        }
        boolean sameDialect =
                request.dialect() == Dialect.OPENAI_RESPONSES && request.body().length() > 0;
        Buffer body = sameDialect
                ? ResponsesPatch.of(request, target.model(), rules, dropped)
                : new ResponsesWriter(rules, options, request, dropped).write(target.model());
        return new UpstreamRequest(
                asked.urlFor(target.model()), asked.headersFor(request, context), body, new ArrayList<>(dropped));
    }

    EventDecoder decoder(UpstreamHead head, UnifiedRequest request, Target target) {
        EventDecoder unreadable = AnswerHead.refused(head);
        if (unreadable != null) {
            return unreadable;
        }
        if (request.operation() == Operation.COUNT_TOKENS) {
            return new WholeDecoder(
                    new WholeReader(
                            "count-" + ids.get(),
                            target.model(),
                            Dialect.OPENAI_RESPONSES,
                            new TokenCount("input_tokens"),
                            error -> faults.inside(head, error)),
                    maxEventBytes);
        }
        ResponsesAnswer answer = new ResponsesAnswer(error -> faults.inside(head, error), ids, target.model());
        String type = head.mediaType();
        boolean stream = !type.equals("application/json") && (request.stream() || type.equals("text/event-stream"));
        return new SniffingDecoder(answer, maxEventBytes, stream);
    }
}
