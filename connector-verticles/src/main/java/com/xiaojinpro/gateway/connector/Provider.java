package com.xiaojinpro.gateway.connector;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.model.Operation;
import com.xiaojinpro.gateway.model.UnifiedRequest;

/** A configured provider: either one that is asked over HTTP, through a pure codec, or one inside the gateway. Immutable. */
public sealed interface Provider permits HttpCodec, LocalProvider {

    /**
     * Whether the provider itself does this. Where it does not, tokens are estimated on the spot, and anything else is
     * refused so that another target may do it.
     */
    default boolean performs(Operation operation) {
        return operation == Operation.GENERATE;
    }

    /** The same of one request, for providers that do something for some models or clients only. */
    default boolean performs(UnifiedRequest request, Target target) {
        return performs(request.operation());
    }
}
