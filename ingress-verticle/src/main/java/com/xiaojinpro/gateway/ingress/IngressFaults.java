package com.xiaojinpro.gateway.ingress;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;

/** The refusals of the ingress itself. */
final class IngressFaults {
    private static final Duration RESTART = Duration.ofSeconds(1);

    private IngressFaults() {}

    static Fault unknownModel(String model) {
        return Fault.of(FaultKind.NOT_FOUND, "The model '" + shown(model) + "' does not exist or is not served here.")
                .withCode("model_not_found")
                .withParam("model");
    }

    static Fault forbiddenModel(String model) {
        return Fault.of(FaultKind.PERMISSION, "This API key may not use the model '" + shown(model) + "'.")
                .withParam("model");
    }

    /** Another node, or this one started anew, takes the call. */
    static Fault shuttingDown() {
        return Fault.of(FaultKind.UNAVAILABLE, "The gateway is shutting down.").withRetryAfter(RESTART);
    }

    /** A name that came from outside, cut to what an error message can bear. */
    private static String shown(String model) {
        return model.length() <= 200 ? model : model.substring(0, 200) + "...";
    }
}
