package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.FaultKind;

/** Hears of attempts; called on event loops, must not block. */
public interface RouterListener {
    RouterListener NOOP = new RouterListener() {
        @Override
        public void committed(Target target) {}

        @Override
        public void failed(Target target, FaultKind kind) {}

        @Override
        public void abandoned(Target target) {}
    };

    /** The attempt is the answer. */
    void committed(Target target);

    /** The attempt failed before it was the answer. */
    void failed(Target target, FaultKind kind);

    /** The caller left before the attempt came to anything. */
    void abandoned(Target target);
}
