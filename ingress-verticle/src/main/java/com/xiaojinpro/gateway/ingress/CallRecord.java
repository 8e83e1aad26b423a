package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.ingress.limits.Charge;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import com.xiaojinpro.gateway.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a call once it is over.
 *
 * @param route the name of the route that served it, from the configuration; empty where none was found
 * @param keyName the caller's key by name; empty where it is unknown
 * @param keyId what the key is known by for ever; empty for one of the configuration, and where it is unknown
 * @param status the HTTP status the client saw; 0 where it saw none
 * @param origin who answered, or null
 * @param usage tokens, or null where nothing was produced
 * @param duration from the request's first byte to the end
 * @param timeToFirstToken until the first content was handed to the client's socket, or null
 * @param dropped names of what the provider could not be told of the request, and the client not of the answer
 * @param startedAt when the request's first byte came
 * @param asked what was asked; null where the request was refused before it was read
 * @param tried the attempts that failed before the answer, or instead of one, oldest first
 * @param fault what the client was told instead of an answer, or of the rest of it; null where it got the whole answer or
 *     left
 * @param charged what limits the call was charged to, and how much; empty where it passed none
 */
public record CallRecord(
        String requestId,
        Dialect dialect,
        String route,
        String tenant,
        String keyName,
        String keyId,
        Outcome outcome,
        int status,
        @Nullable Origin origin,
        @Nullable Usage usage,
        Duration duration,
        @Nullable Duration timeToFirstToken,
        List<String> dropped,
        Instant startedAt,
        @Nullable Asked asked,
        List<Tried> tried,
        @Nullable Fault fault,
        List<Charge> charged) {
    public CallRecord {
        dropped = List.copyOf(dropped);
        tried = List.copyOf(tried);
        charged = List.copyOf(charged);
    }

    /**
     * What a call asked.
     *
     * @param model as the client named it
     * @param stream whether as server-sent events
     * @param images pictures among its messages
     */
    public record Asked(String model, Operation operation, boolean stream, int images) {
        static Asked of(UnifiedRequest request) {
            return new Asked(request.model(), request.operation(), request.stream(), request.images());
        }
    }
}
