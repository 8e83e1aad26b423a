package com.xiaojinpro.gateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The section {@code [models."NAME"]}. */
final class RouteSection {
    private static final int DAY_MS = 86_400_000;
    private static final String TARGET_MEANT = "{ provider = \"...\", model = \"...\" }";

    private final List<String> providers;

    /**
     * @param providers the names of the configured providers, those with problems included
     */
    RouteSection(List<String> providers) {
        this.providers = providers;
    }

    List<ModelRoute> read(TomlSettings section) {
        List<ModelRoute> routes = new ArrayList<>();
        for (String name : section.keys()) {
            if (!Patterns.valid(name)) {
                section.problem(name, "'" + name + "' cannot be a route; " + Patterns.MEANT);
            }
            List<Target> targets = targets(section.table(name), name.endsWith("*"));
            if (!targets.isEmpty()) {
                routes.add(new ModelRoute(name, targets));
            }
        }
        return routes;
    }

    private List<Target> targets(TomlSettings route, boolean wildcard) {
        Timeouts timeouts = timeouts(route.table("timeouts_ms"), Timeouts.DEFAULT);
        boolean strict = route.bool("strict", false);
        List<Target> targets = new ArrayList<>();
        if (route.has("primary")) {
            add(targets, target(route.table("primary"), wildcard, timeouts, strict));
        } else {
            route.required("primary", TARGET_MEANT);
        }
        for (TomlSettings fallback : route.tables("fallbacks", "an array of targets, [" + TARGET_MEANT + ", ...],")) {
            add(targets, target(fallback, wildcard, timeouts, strict));
        }
        return targets;
    }

    private static void add(List<Target> targets, @Nullable Target target) {
        if (target != null) {
            targets.add(target);
        }
    }

    private @Nullable Target target(TomlSettings table, boolean wildcard, Timeouts routeTimeouts, boolean strict) {
        String provider = table.required("provider", "the name of a [providers] entry");
        String model = table.required("model", "the provider's own id of the model");
        String region = table.string("region");
        String project = table.string("project");
        Timeouts timeouts = timeouts(table.table("timeouts_ms"), routeTimeouts);
        if (provider != null && !providers.contains(provider)) {
            table.problem(
                    "provider",
                    "no provider is called '" + provider + "'"
                            + Suggestion.hint(provider, providers, "configured are"));
        }
        if (model != null && model.indexOf('*') >= 0) {
            checkStar(table, model, wildcard);
        }
        return provider == null || model == null
                ? null
                : new Target(provider, model, region, project, timeouts, strict);
    }

    private static void checkStar(TomlSettings table, String model, boolean wildcard) {
        if (!wildcard) {
            table.problem("model", "'" + model + "' has a '*', but the route's name does not end in one");
        } else if (model.indexOf('*') != model.lastIndexOf('*')) {
            table.problem("model", "'" + model + "' has more than one '*'; one, for what the route matched, was meant");
        }
    }

    private static Timeouts timeouts(TomlSettings table, Timeouts defaults) {
        return new Timeouts(
                millis(table, "connect", defaults.connect()),
                millis(table, "first_content", defaults.firstContent()),
                millis(table, "idle", defaults.idle()),
                millis(table, "total", defaults.total()));
    }

    private static Duration millis(TomlSettings table, String key, Duration defaultValue) {
        return table.millis(key, defaultValue, 1, DAY_MS);
    }
}
