package com.xiaojinpro.gateway.ingress;

/** Hears of calls: every start has one end. Called on event loops, must not block. */
public interface CallListener {
    CallListener NOOP = new CallListener() {
        @Override
        public void started() {}

        @Override
        public void ended(CallRecord call) {}
    };

    void started();

    void ended(CallRecord call);
}
