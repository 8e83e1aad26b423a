package com.xiaojinpro.gateway.launcher.node;

import com.xiaojinpro.gateway.connector.Provider;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which parts of the gateway a node runs. */
public record Roles(boolean ingress, boolean router, Connectors connectors) {
    public static final Roles ALL = new Roles(true, true, new Connectors.All());

    /** For which providers a node makes the upstream calls. */
    public sealed interface Connectors {
        record None() implements Connectors {}

        record All() implements Connectors {}

        /**
         * @param providers names of configured providers, in the order they were given; never empty
         */
        record Named(Set<String> providers) implements Connectors {
            public Named {
                providers = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(providers));
            }
        }
    }

    /** Whether the node needs no other one. */
    public boolean complete() {
        return ingress && router && connectors instanceof Connectors.All;
    }

    /** Whether the node makes the upstream calls of a provider. */
    public boolean connects(String provider) {
        return switch (connectors) {
            case Connectors.None ignored -> false;
            case Connectors.All ignored -> true;
            case Connectors.Named named -> named.providers().contains(provider);
        };
    }

    /** Those of the configured providers that the node asks. */
    Map<String, Provider> connected(Map<String, Provider> providers) {
        Map<String, Provider> mine = new LinkedHashMap<>(providers);
        mine.keySet().removeIf(name -> !connects(name));
        return mine;
    }

    /** Whether the node has the connector role at all. */
    boolean connects() {
        return !(connectors instanceof Connectors.None);
    }

    /**
     * Reads {@code all}, or a list of {@code ingress}, {@code router}, {@code connector} and {@code connector:PROVIDER}.
     *
     * @throws IllegalArgumentException says what was meant
     */
    public static Roles parse(String text) {
        boolean ingress = false;
        boolean router = false;
        boolean everyConnector = false;
        Set<String> named = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            String role = word.strip();
            switch (role) {
                case "all" -> {
                    ingress = true;
                    router = true;
                    everyConnector = true;
                }
                case "ingress" -> ingress = true;
                case "router" -> router = true;
                case "connector" -> everyConnector = true;
                default -> {
                    if (!role.startsWith("connector:") || role.equals("connector:")) {
                        throw new IllegalArgumentException("there is no role '" + role
                                + "'; all, ingress, router, connector or connector:PROVIDER was meant");
                    }
                    named.add(role.substring("connector:".length()));
                }
            }
        }
        Connectors connectors = everyConnector
                ? new Connectors.All()
                : named.isEmpty() ? new Connectors.None() : new Connectors.Named(named);
        return new Roles(ingress, router, connectors);
    }

    /** The form {@link #parse} reads. */
    @Override
    public String toString() {
        if (complete()) {
            return "all";
        }
        StringBuilder words = new StringBuilder(ingress ? ",ingress" : "");
        words.append(router ? ",router" : "");
        switch (connectors) {
            case Connectors.None ignored -> {}
            case Connectors.All ignored -> words.append(",connector");
            case Connectors.Named providers ->
                providers
                        .providers()
                        .forEach(name -> words.append(",connector:").append(name));
        }
        return words.substring(1);
    }
}
