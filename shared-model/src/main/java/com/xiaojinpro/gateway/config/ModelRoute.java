package com.xiaojinpro.gateway.config;

import java.util.List;

/**
 * One entry of {@code [models]}: a model name clients use and the targets that serve it, in order of preference.
 *
 * @param name the name, or a prefix followed by {@code *}
 * @param targets the primary and its fallbacks; never empty
 */
public record ModelRoute(String name, List<Target> targets) {
    public ModelRoute {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a route has at least one target");
        }
    }

    /** Whether the name is a pattern. */
    public boolean wildcard() {
        return name.endsWith("*");
    }

    /** The part of the name before the {@code *}. */
    public String prefix() {
        return wildcard() ? name.substring(0, name.length() - 1) : name;
    }
}
