package com.xiaojinpro.gateway.router;

import com.xiaojinpro.gateway.bus.Tried;
import com.xiaojinpro.gateway.config.Target;
import com.xiaojinpro.gateway.fault.Fault;
import java.util.List;

/**
 * The targets of one call in order, and what became of those already tried. Immutable.
 *
 * @param targets never empty
 * @param tried what was tried so far, oldest first
 */
public record Plan(List<Target> targets, List<Attempted> tried) {
    public Plan {
        targets = List.copyOf(targets);
        tried = List.copyOf(tried);
    }

    /** One attempt that failed. */
    public record Attempted(Target target, Fault fault) {}

    /** What was tried, as the ingress is told it. */
    List<Tried> told() {
        return tried.isEmpty()
                ? List.of()
                : tried.stream()
                        .map(attempt -> Tried.of(
                                attempt.target().provider(), attempt.target().model(), attempt.fault()))
                        .toList();
    }

    Plan after(Target target, Fault fault) {
        List<Attempted> more = new java.util.ArrayList<>(tried);
        more.add(new Attempted(target, fault));
        return new Plan(targets, more);
    }
}
