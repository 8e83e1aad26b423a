package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.HostedTools;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * The bodies of requests to one host of the Messages protocol: a client's own Messages request is patched and otherwise goes
 * on byte for byte, any other is written from the unified model. Pure and thread-safe.
 */
public final class MessagesBody {
    /** From so many tokens on, the official clients stream: the answer takes longer than idle connections live (H85). */
    private static final long LONG_ANSWER = 21_333;

    private final MessagesHost host;
    private final ClaudeModels models;

    public MessagesBody(MessagesHost host, ClaudeModels models) {
        this.host = host;
        this.models = models;
    }

    /**
     * The body for a request. A request that cannot be asked is thrown as a fault.
     *
     * @param model the host's id of the model
     * @param dropped takes the names of request fields that cannot be told
     */
    public Buffer of(UnifiedRequest request, String model, Set<String> dropped) {
        boolean ownBody = request.dialect() == Dialect.ANTHROPIC_MESSAGES
                && request.body().length() > 0;
        if (ownBody) {
            return MessagesPatch.of(request, model, host, models.of(model), streams(request, model), dropped);
        }
        UnifiedRequest told = HostedTools.of(request, Dialect.ANTHROPIC_MESSAGES, dropped);
        return new MessagesWriter(told, host, models.of(model), streams(request, model), dropped).write(model);
    }

    /** Whether the host is asked for a stream: where the client is, and for long answers (H85). */
    public boolean streams(UnifiedRequest request, String model) {
        if (request.operation() != Operation.GENERATE) {
            return false;
        }
        Long limit = request.maxOutputTokens();
        long tokens = limit == null ? models.of(model).limited(host.defaultMaxTokens()) : limit;
        return request.stream() || host.streamsAlways() || tokens > LONG_ANSWER;
    }
}
