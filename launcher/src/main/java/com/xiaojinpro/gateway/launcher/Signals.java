package com.xiaojinpro.gateway.launcher;

/** Where the wish to stop comes from. */
@FunctionalInterface
interface Signals {

    /**
     * Has something run at the first signal to stop; a second one ends the process at once. Called once.
     *
     * @param stop runs on a thread of its own
     */
    void onStop(Runnable stop);
}
