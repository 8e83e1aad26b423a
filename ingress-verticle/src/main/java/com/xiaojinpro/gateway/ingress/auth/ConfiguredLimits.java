package com.xiaojinpro.gateway.ingress.auth;

import com.xiaojinpro.gateway.config.LimitTable;
import java.util.EnumSet;
import java.util.Set;

/** The limits of a table of the configuration. */
final class ConfiguredLimits {
    private ConfiguredLimits() {}

    static Limits of(LimitTable table) {
        if (table.amounts().isEmpty()) {
            return Limits.NONE;
        }
        Set<LimitKind> closed = EnumSet.noneOf(LimitKind.class);
        for (LimitKind kind : LimitKind.values()) {
            if (table.failClosed().contains(kind.word())) {
                closed.add(kind);
            }
        }
        return new Limits(
                table.amounts().get(LimitKind.REQUESTS_PER_MINUTE.word()),
                table.amounts().get(LimitKind.REQUESTS_PER_DAY.word()),
                table.amounts().get(LimitKind.TOKENS_PER_MINUTE.word()),
                table.amounts().get(LimitKind.INPUT_TOKENS_PER_MINUTE.word()),
                table.amounts().get(LimitKind.OUTPUT_TOKENS_PER_MINUTE.word()),
                table.amounts().get(LimitKind.CONCURRENT_REQUESTS.word()),
                table.amounts().get(LimitKind.BUDGET_PER_DAY.word()),
                table.amounts().get(LimitKind.BUDGET_PER_MONTH.word()),
                closed);
    }
}
