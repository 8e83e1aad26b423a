package com.xiaojinpro.gateway.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * Reads a configuration from TOML text: all of it, or every problem it has. Pure but for the secret files it is given.
 * Used at start and at reload, by one thread at a time.
 */
public final class ConfigReader {
    private static final TomlPosition TOP = TomlPosition.positionAt(1, 1);

    private final Map<String, String> environment;
    private final SecretFiles files;

    /**
     * @param environment what {@code ${NAME}} stands for
     * @param files reads {@code file:PATH} secrets
     */
    public ConfigReader(Map<String, String> environment, SecretFiles files) {
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /**
     * Reads a text.
     *
     * @param source the name of the file, for problems
     * @param types reads the settings of every provider, in order
     */
    public ConfigOutcome read(String text, String source, ProviderTypes types) {
        Reading reading = new Reading(source, environment, files);
        TomlParseResult toml = Toml.parse(text, TomlParseOptions.sourceless());
        if (toml.hasErrors()) {
            toml.errors().forEach(error -> reading.problem(error.position(), "", syntax(error)));
            return new ConfigOutcome.Refused(new ConfigProblems(reading.problems()));
        }
        TomlSettings root = new TomlSettings(reading, toml, "", TOP, false);
        GatewayConfig config = read(root, types);
        root.reportUnknownKeys();
        return reading.problems().isEmpty()
                ? new ConfigOutcome.Accepted(config)
                : new ConfigOutcome.Refused(new ConfigProblems(reading.problems()));
    }

    private static GatewayConfig read(TomlSettings root, ProviderTypes types) {
        GatewayConfig.Server server = NodeSections.server(root.table("server"));
        GatewayConfig.Management management = NodeSections.management(root.table("management"), server);
        GatewayConfig.Cluster cluster = NodeSections.cluster(root.table("cluster"));
        GatewayConfig.Database database = DatabaseSection.read(root.table("database"));
        GatewayConfig.Auth auth = AuthSection.read(
                root.table("auth"), database != null || root.table("database").has("url"));
        shared(root, cluster, database, auth);
        GatewayConfig.Media media = MediaSection.read(root.table("media"));
        GatewayConfig.Quotas quotas = LimitSection.read(root.table("limits"), root.table("tenants"));
        Intake intake = IntakeSection.read(root);
        Map<String, ProviderConfig> configured = providers(root.table("providers"), types);
        List<String> names = root.table("providers").keys();
        List<ModelRoute> routes = new RouteSection(names).read(root.table("models"));
        if (root.table("models").keys().isEmpty()) {
            root.problem("models", "no model could be served; at least one [models.\"NAME\"] was meant");
        }
        UsageConfig usage = UsageSection.read(root.table("usage"), root.table("prices"), names);
        return new GatewayConfig(
                server, management, cluster, auth, media, quotas, intake, database, configured, routes, usage);
    }

    /** What several nodes must have in common to be one gateway. */
    private static void shared(
            TomlSettings root,
            GatewayConfig.Cluster cluster,
            GatewayConfig.@Nullable Database database,
            GatewayConfig.Auth auth) {
        if (!cluster.enabled() || database == null) {
            return;
        }
        if (database.place() instanceof GatewayConfig.Database.Place.Embedded) {
            root.table("database")
                    .problem(
                            "embedded", "every node of the cluster would have keys of its own; database.url was meant");
        } else if (auth.pepper() == null && !root.table("auth").has("pepper")) {
            root.table("auth")
                    .problem(
                            "pepper",
                            "is missing; the nodes of a cluster share a database, and need one pepper for it");
        }
    }

    private static Map<String, ProviderConfig> providers(TomlSettings section, ProviderTypes types) {
        Map<String, ProviderConfig> configured = new LinkedHashMap<>();
        for (String name : section.keys()) {
            Names.check(section, name, name);
            TomlSettings settings = section.table(name);
            String type = settings.required("type", "the kind of provider, such as \"openai-compatible\",");
            if (type != null && types.names().contains(type)) {
                ProviderConfig provider = new ProviderConfig(name, type, settings);
                configured.put(name, provider);
                types.read(provider);
                continue;
            }
            if (type != null) {
                String hint = Suggestion.hint(type, types.names(), "one of these was meant");
                settings.problem("type", "there is no provider type '" + type + "'" + hint);
            }
            settings.skipUnknownKeys();
        }
        return configured;
    }

    /** The parser's words, without a quoted piece of the text long enough to be a secret that lost its quotes. */
    private static String syntax(TomlParseError error) {
        String message = String.valueOf(error.getMessage());
        int open = message.indexOf('\'');
        int close = message.indexOf('\'', open + 1);
        if (message.startsWith("Unexpected '") && close - open > 9) {
            message = "Unexpected text" + message.substring(close + 1);
        }
        return "bad TOML: " + message;
    }
}
