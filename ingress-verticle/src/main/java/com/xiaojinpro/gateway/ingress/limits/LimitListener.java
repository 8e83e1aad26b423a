package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;

/** Hears of refusals and of the ledger's absence. Called on any thread, must not block. */
public interface LimitListener {
    LimitListener NOOP = new LimitListener() {
        @Override
        public void refused(LimitScope scope, LimitKind kind) {}

        @Override
        public void unavailable(LimitScope scope, LimitKind kind) {}

        @Override
        public void drawn(boolean reached) {}

        @Override
        public void recalled(boolean heard) {}
    };

    /** A call was refused because a limit is used up. */
    void refused(LimitScope scope, LimitKind kind);

    /** A call was refused because the limit's count could not be reached, and the limit is one that fails closed. */
    void unavailable(LimitScope scope, LimitKind kind);

    /** A ledger was asked, or reported to. */
    void drawn(boolean reached);

    /** Records were asked what had been used before. */
    void recalled(boolean heard);
}
