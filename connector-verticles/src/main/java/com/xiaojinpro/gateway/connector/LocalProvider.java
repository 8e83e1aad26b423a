package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.time.Duration;
import java.util.Iterator;

/** A provider that answers inside the gateway, without I/O. */
public non-sealed interface LocalProvider extends Provider {

    /** The events of the answer, made as they are asked for; the last one is terminal. */
    Iterator<UnifiedChunk> answer(UnifiedRequest request, Target target);

    /** The pause before each event of a streamed answer; zero for none. */
    Duration pace(UnifiedRequest request);
}
