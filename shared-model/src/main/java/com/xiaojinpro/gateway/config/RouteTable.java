package com.xiaojinpro.gateway.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a model name: an exact name first, then the longest matching prefix. Immutable; swapped whole at a
 * reload.
 */
public final class RouteTable {
    private final Map<String, ModelRoute> exact = new HashMap<>();
    private final List<ModelRoute> wildcards = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    public RouteTable(List<ModelRoute> routes) {
        for (ModelRoute route : routes) {
            if (route.wildcard()) {
                wildcards.add(route);
            } else {
                exact.put(route.name(), route);
                names.add(route.name());
            }
        }
        wildcards.sort((a, b) -> b.prefix().length() - a.prefix().length());
    }

    /** The names that are not patterns, in the order of the configuration. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** The route that serves a model, or null. */
    public @Nullable ModelRoute find(String model) {
        ModelRoute route = exact.get(model);
        if (route != null) {
            return route;
        }
        for (ModelRoute candidate : wildcards) {
            if (model.startsWith(candidate.prefix())) {
                return candidate;
            }
        }
        return null;
    }

    /** The targets of a model in order, with what a pattern matched filled in; empty where no route serves it. */
    public List<Target> targets(String model) {
        ModelRoute route = find(model);
        if (route == null) {
            return List.of();
        }
        if (!route.wildcard()) {
            return route.targets();
        }
        String rest = model.substring(route.prefix().length());
        return route.targets().stream()
                .map(target -> target.withModel(target.model().replace("*", rest)))
                .toList();
    }
}
