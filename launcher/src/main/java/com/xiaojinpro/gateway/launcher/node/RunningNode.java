package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.accounts.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A node that takes calls. Its methods may be called from any thread. */
public interface RunningNode {

    /** What the node runs on; timers of the launcher run there too. */
    Vertx vertx();

    /** The port clients connect to; 0 where the node has no ingress. */
    int ingressPort();

    /** The port operators connect to; 0 where there is none. */
    int managementPort();

    /** What its owner must be told once its database was reached; null where it has none. */
    Future<@Nullable Welcome> welcome();

    /**
     * Swaps the configuration whole: new calls see the new one, running calls finish on the old one. Server, management and
     * cluster are the same as before.
     */
    Future<Void> reload(LoadedConfig next);

    /**
     * Takes no more calls, lets running streams go on for the shutdown grace, ends the rest with an explicit error and
     * closes everything, {@link #vertx()} included. The second call returns the future of the first. As the event loops are
     * gone then, nothing can be composed onto the future; a thread waits for it.
     */
    Future<Void> stop();
}
