package com.xiaojinpro.gateway.ingress.limits;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where the ledgers are. Called on event loops, must not block; may complete on any thread. Thread-safe. */
public interface Bank {

    /**
     * Draws on a ledger, which is made where there is none. Completes exceptionally, or late, where it cannot be reached.
     *
     * @param account names the key or the tenant
     */
    CompletionStage<Drawn> draw(String account, Draw draw);

    /**
     * Tells a ledger what processes used that it knows nothing of; what a process said itself stays. Completes exceptionally,
     * or late, where the ledger cannot be reached.
     *
     * @return whether there was anything new in it
     */
    CompletionStage<Boolean> remember(String account, long nowMillis, List<Past.Line> lines);

    /** The time that all who draw go by, in milliseconds of the epoch. */
    long nowMillis();

    /** Whether others draw too. Where nobody does, there is no need to hold more than is asked for, nor to report. */
    boolean shared();
}
