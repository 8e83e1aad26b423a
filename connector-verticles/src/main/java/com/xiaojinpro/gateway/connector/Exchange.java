package com.xiaojinpro.gateway.connector;

/** One conversation with a provider, owned by one attempt on one event loop. */
interface Exchange {
    /** Asks the provider; what comes back goes to the attempt's stream. */
    void start();

    /** The stream has credit again. */
    void resume();

    /** Stops at once and frees the connection. */
    void cancel();

    /**
     * Checks the timers.
     *
     * @return whether the exchange is over and needs no more ticks
     */
    boolean tick(long nowNanos);
}
