package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.launcher.node.NodeStarter;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What the commands reach of the world, so that a test can be the world.
 *
 * @param starter starts the node of {@code xjp run}
 * @param signals where the wish to stop comes from
 */
record Surroundings(
        Map<String, String> environment, PrintWriter out, PrintWriter err, NodeStarter starter, Signals signals) {

    /** Says in one line what went wrong, and gives the exit code of a failure. */
    int failed(String message) {
        err.println("xjp: " + message);
        err.flush();
        return 1;
    }
}
