package com.xiaojinpro.gateway.bus;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.Objects;

/**
 * One attempt that failed before anything of it was the answer; it is told to whoever accounts for the call.
 *
 * @param provider the configured name of the provider
 * @param model the provider's id of the model
 * @param fault why it failed
 * @param upstreamStatus the HTTP status of the provider's answer, 0 where there was none
 */
public record Tried(String provider, String model, FaultKind fault, int upstreamStatus) {
    public Tried {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(model);
        Objects.requireNonNull(fault);
    }

    /** An attempt and the fault that ended it. */
    public static Tried of(String provider, String model, Fault fault) {
        return new Tried(provider, model, fault.kind(), fault.upstreamStatus());
    }
}
