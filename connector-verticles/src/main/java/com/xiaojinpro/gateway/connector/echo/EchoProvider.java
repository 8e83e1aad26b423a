package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.connector.LocalProvider;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;

/**
 * Answers with the last user text, word by word. The same request always gets the same events, but for the time in
 * {@code created}. Thread-safe.
 */
final class EchoProvider implements LocalProvider {
    /** The model of every answer, whatever was asked for: nobody shall take an echo for a model. */
    static final String MODEL = "echo-demo";

    private final Duration pace;
    private final InstantSource clock;

    EchoProvider(Duration pace, InstantSource clock) {
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public boolean performs(Operation operation) {
        return operation == Operation.GENERATE || operation == Operation.EMBED;
    }

    @Override
    public Iterator<UnifiedChunk> answer(UnifiedRequest request, Target target) {
        try {
            long created = clock.instant().getEpochSecond();
            return request.operation() == Operation.EMBED
                    ? EchoVectors.answer(request, created).iterator()
                    : new EchoAnswer(EchoPlan.of(request), created);
        } catch (FaultException e) {
            return List.<UnifiedChunk>of(new UnifiedChunk.Failed(e.fault())).iterator();
        }
    }

    @Override
    public Duration pace(UnifiedRequest request) {
        try {
            Duration asked = EchoTurn.of(request).marks().pace();
            return asked == null ? pace : asked;
        } catch (FaultException e) {
            return Duration.ZERO;
        }
    }
}
