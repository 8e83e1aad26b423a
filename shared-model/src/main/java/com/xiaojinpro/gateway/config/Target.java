package com.xiaojinpro.gateway.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One place a model can be served from.
 *
 * @param provider the name of a configured provider
 * @param model the provider's own id of the model; in a route, {@code *} stands for what the route's pattern matched
 * @param region the provider's region or location, or null
 * @param project the provider's project, or null
 * @param strict whether a request of which this target cannot be told everything is refused, rather than shortened
 */
public record Target(
        String provider,
        String model,
        @Nullable String region,
        @Nullable String project,
        Timeouts timeouts,
        boolean strict) {
    public Target {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(model);
        Objects.requireNonNull(timeouts);
    }

    /** A target that takes what it can be told. */
    public Target(String provider, String model, @Nullable String region, @Nullable String project, Timeouts timeouts) {
        this(provider, model, region, project, timeouts, false);
    }

    public Target withModel(String newModel) {
        return new Target(provider, newModel, region, project, timeouts, strict);
    }
}
