package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;

/** Answers that cannot be read. */
final class Unreadable {
    private Unreadable() {}

    static RuntimeException because(String what) {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent " + what + ".")
                .exception();
    }

    /** A fault of reading is the provider's, whatever the reader calls it. */
    static Fault ofProvider(Fault fault) {
        return fault.kind() == FaultKind.INVALID_REQUEST
                ? Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an event that cannot be read.")
                : fault;
    }
}
