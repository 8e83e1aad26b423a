package com.xiaojinpro.gateway.launcher;

import com.xiaojinpro.gateway.config.GatewayConfig;
import com.xiaojinpro.gateway.config.ModelRoute;
import com.xiaojinpro.gateway.config.Target;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration for people: what listens, who may call, where each model goes. Secrets are not in it. */
final class ConfigSummary {
    private ConfigSummary() {}

    static String of(GatewayConfig config) {
        StringBuilder text = new StringBuilder();
        line(text, "server", config.server().host() + ":" + config.server().port());
        GatewayConfig.Management management = config.management();
        line(text, "management", management.enabled() ? management.host() + ":" + management.port() : "off");
        GatewayConfig.Cluster cluster = config.cluster();
        line(text, "cluster", cluster.enabled() ? cluster.name() + ", members " + cluster.members() : "off");
        GatewayConfig.Database database = config.database();
        if (database != null) {
            line(text, "database", database(database.place()));
        }
        config.auth().keys().forEach(key -> line(text, "key", key(key)));
        config.providers()
                .values()
                .forEach(provider -> line(text, "provider", provider.name() + " (" + provider.type() + ")"));
        int width = config.routes().stream()
                .mapToInt(route -> route.name().length())
                .max()
                .orElse(0);
        for (ModelRoute route : config.routes()) {
            String name = route.name() + " ".repeat(width - route.name().length());
            line(text, "model", name + "  ->  " + targets(route.targets()));
        }
        return text.toString();
    }

    private static String database(GatewayConfig.Database.Place place) {
        return switch (place) {
            case GatewayConfig.Database.Place.Embedded ignored -> "embedded, in the data directory";
            case GatewayConfig.Database.Place.Server server ->
                server.database() + " on " + server.host() + ":" + server.port();
        };
    }

    private static String key(GatewayConfig.Key key) {
        String tenant = key.tenant() == null ? "" : ", tenant " + key.tenant();
        String models = key.models().isEmpty() ? "all models" : String.join(" ", key.models());
        return key.name() + ": " + models + tenant;
    }

    private static String targets(List<Target> targets) {
        return targets.stream()
                .map(target -> target.provider() + " " + target.model() + place(target))
                .collect(Collectors.joining(", then "));
    }

    private static String place(Target target) {
        String region = target.region() == null ? "" : " in " + target.region();
        return target.project() == null ? region : region + " of " + target.project();
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("  ")
                .append(label)
                .append(" ".repeat(12 - label.length()))
                .append(value)
                .append('\n');
    }
}
