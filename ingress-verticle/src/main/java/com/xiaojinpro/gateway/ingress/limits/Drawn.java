package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.List;

/**
 * What a ledger answers.
 *
 * @param seq of the draw that is answered
 */
public record Drawn(long seq, List<Line> lines) {
    public Drawn {
        lines = List.copyOf(lines);
    }

    /**
     * One limit.
     *
     * @param window the ledger's window; later than the node's where the node's clock is behind
     * @param granted what the node now holds or has used, in all
     * @param free what nobody holds
     */
    public record Line(LimitKind kind, long window, long granted, long free) {}
}
