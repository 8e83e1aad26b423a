package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import java.time.Duration;

/** Decides what to do next for a call. Pure and thread-safe; retries, breakers and hedging are policies. */
public interface AttemptPolicy {

    /** What to do: before the first attempt, and after each one that failed. */
    Decision next(Plan plan);

    /** Whether anything is left to try should the next attempt fail. */
    boolean moreAfter(Plan plan, Target next);

    /** What a policy decides. */
    sealed interface Decision {
        /** Ask this target, after a pause. */
        record Try(Target target, Duration delay) implements Decision {}

        /** Tell the client. */
        record GiveUp(Fault fault) implements Decision {}
    }
}
