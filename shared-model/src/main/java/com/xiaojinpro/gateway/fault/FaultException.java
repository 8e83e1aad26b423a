package com.xiaojinpro.gateway.fault;

/** Carries a {@link Fault} out of pure code. Anything else that is thrown is a bug. */
public final class FaultException extends RuntimeException {
    private final transient Fault fault;

    FaultException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
