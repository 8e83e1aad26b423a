package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.bus.Origin;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one call's answer reaches its client: as a stream or as a whole. One call, one event loop. */
interface Answer {

    /** Hears who answers, before the first event. */
    void answeredBy(Origin origin);

    /**
     * Takes events.
     *
     * @param taken run once the client's socket has taken what they became
     */
    void events(List<UnifiedChunk> events, Runnable taken);

    /** Everything came: ends the response. A fault is thrown where the answer cannot be given after all. */
    void complete();

    /** Nothing more comes: tells the client, as a status or, once the answer has begun, as an event in it. */
    void fail(Fault fault);

    /** Whether the client has been sent a status. */
    boolean begun();

    /** Whether the client has taken nothing for longer than it may. */
    boolean stalled(long nowNanos);

    /** Lets a silent connection show that it lives, where it is time. */
    void keepAlive(long nowNanos);

    /** When the first content was written, by the nano clock; 0 for not yet. */
    long firstContentNanos();

    /** What was used, as far as is known at this end; null where nothing was produced. */
    @Nullable
    Usage usage(Outcome outcome);

    /** What the provider could not be told of the request, then what the client could not be told of the answer, so far. */
    List<String> dropped();
}
