package com.xiaojinpro.gateway.ingress.limits;

import com.xiaojinpro.gateway.ingress.auth.LimitKind;
import java.util.List;
import java.util.Map;

/**
 * What records tell of one key or tenant.
 *
 * @param account names its ledger
 */
public record Past(String account, List<Line> lines) {
    public Past {
        lines = List.copyOf(lines);
    }

    /**
     * One limit.
     *
     * @param window when the window began
     * @param spent what each process used in it, by the id under which ledgers know it
     */
    public record Line(LimitKind kind, long window, Map<String, Long> spent) {
        public Line {
            spent = Map.copyOf(spent);
        }
    }
}
