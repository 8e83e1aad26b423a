package com.xiaojinpro.gateway.ingress;

/** Hears of calls: every start has one end. Called on event loops, must not block. */
public interface CallListener {
    CallListener NOOP = new CallListener() {
        @Override
        public void started() {}

        @Override
        public void ended(CallRecord call) {}
    };

    /** Tells both, in this order. */
    static CallListener both(CallListener first, CallListener second) {
        return new CallListener() {
            @Override
            public void started() {
                first.started();
                second.started();
            }

            @Override
            public void ended(CallRecord call) {
                first.ended(call);
                second.ended(call);
            }
        };
    }

    void started();

    void ended(CallRecord call);
}
