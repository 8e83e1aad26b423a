package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a call once it is over.
 *
 * @param route the name of the route that served it, from the configuration; empty where none was found
 * @param keyName the caller's key by name; empty where it is unknown
 * @param status the HTTP status the client saw; 0 where it saw none
 * @param origin who answered, or null
 * @param usage tokens, or null where nothing was produced
 * @param duration from the request's first byte to the end
 * @param timeToFirstToken until the first content was handed to the client's socket, or null
 * @param dropped names of what the provider could not be told of the request, and the client not of the answer
 */
public record CallRecord(
        String requestId,
        Dialect dialect,
        String route,
        String tenant,
        String keyName,
        Outcome outcome,
        int status,
        @Nullable Origin origin,
        @Nullable Usage usage,
        Duration duration,
        @Nullable Duration timeToFirstToken,
        List<String> dropped) {
    public CallRecord {
        dropped = List.copyOf(dropped);
    }
}
