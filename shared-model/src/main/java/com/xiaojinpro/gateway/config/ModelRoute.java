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

    /** Whether a client's model name is served by this route. */
    public boolean matches(String model) {
        return wildcard() ? model.startsWith(prefix()) : model.equals(name);
    }

    /**
     * The targets for a client's model name that this route matches: where a pattern's target has a {@code *} in its model,
     * it becomes what the pattern's own {@code *} stood for.
     */
    public List<Target> targets(String model) {
        if (!wildcard()) {
            return targets;
        }
        String rest = model.substring(prefix().length());
        return targets.stream()
                .map(target -> target.withModel(target.model().replace("*", rest)))
                .toList();
    }

    /** The part of the name before the {@code *}. */
    public String prefix() {
        return wildcard() ? name.substring(0, name.length() - 1) : name;
    }
}
