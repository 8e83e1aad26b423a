package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;

/** The refusals of what needs a gateway that stores responses; this one stores none, so every node can answer every call. */
public final class Stateless {
    private static final String CODE = "unsupported_parameter";

    private Stateless() {}

    /** A request field that refers to something stored. */
    static Fault field(String path, String what) {
        return Fault.invalid(
                        path, what + "; the gateway stores nothing. Send the whole conversation in 'input' instead.")
                .withCode(CODE);
    }

    /** A request for a stored response. */
    public static Fault response() {
        return Fault.of(
                        FaultKind.NOT_FOUND,
                        "The gateway stores no responses: there is nothing to retrieve, delete, cancel or list. It"
                                + " serves POST /v1/responses and POST /v1/responses/input_tokens.")
                .withCode("response_not_found");
    }
}
