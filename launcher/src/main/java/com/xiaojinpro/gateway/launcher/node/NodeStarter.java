package com.xiaojinpro.gateway.launcher.node;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** Starts the verticles of a node. */
public interface NodeStarter {

    /**
     * Starts a node.
     *
     * @param reloads what came of the last change of the configuration, for the management port; any thread may ask
     * @return the node once it takes calls; a failed future, and nothing left running, where it cannot start
     */
    Future<RunningNode> start(LoadedConfig loaded, Roles roles, Supplier<ReloadStatus> reloads);
}
