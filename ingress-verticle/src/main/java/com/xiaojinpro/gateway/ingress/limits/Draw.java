package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.List;

/**
 * What a node tells the ledger of a key or a tenant, and what it asks of it. It says all that is the node's own: a ledger
 * that lost it has it again.
 *
 * @param node the process, by an id that no other and no later process has
 * @param seq rises with every draw of a node; an older one that arrives late changes nothing
 * @param nowMillis the time of the cluster
 * @param untilMillis when what the node holds is free again, unless the node is heard of before
 */
public record Draw(String node, long seq, long nowMillis, long untilMillis, List<Line> lines) {
    public Draw {
        lines = List.copyOf(lines);
    }

    /**
     * One limit.
     *
     * @param window when the window began
     * @param granted what the node holds or has used of this window
     * @param spent what was settled of that
     * @param need the least more that is of use; 0 to report only
     * @param want how much more would be good to have
     */
    public record Line(LimitKind kind, long window, long limit, long granted, long spent, long need, long want) {}
}
