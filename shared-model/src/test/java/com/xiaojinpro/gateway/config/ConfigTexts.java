package com.xiaojinpro.gateway.config;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads configuration texts for tests: a small environment, two secret files, a provider type with a few settings. */
final class ConfigTexts {
    static final Map<String, String> ENVIRONMENT =
            Map.of("CLIENT_KEY", "client-key-0123456789", "UPSTREAM_KEY", "upstream-secret", "EMPTY", "");

    /** The least that is a whole configuration. */
    static final String MINIMAL = """
            [[auth.keys]]
            name = "app"
            key = "${CLIENT_KEY}"

            [providers.main]
            type = "test"

            [models.m]
            primary = { provider = "main", model = "real-m" }
            """;

    private ConfigTexts() {}

    static ConfigOutcome read(String text) {
        return read(text, provider -> {});
    }

    static ConfigOutcome read(String text, Consumer<ProviderConfig> more) {
        return new ConfigReader(ENVIRONMENT, ConfigTexts::file).read(text, "xjp.toml", types(more));
    }

    /** One type, {@code test}, with a URL and a secret. */
    static ProviderTypes types(Consumer<ProviderConfig> more) {
        return new ProviderTypes() {
            @Override
            public List<String> names() {
                return List.of("test");
            }

            @Override
            public void read(ProviderConfig provider) {
                provider.settings().url("base_url", "https://example.com");
                provider.settings().secret("api_key");
                more.accept(provider);
            }
        };
    }

    static GatewayConfig accepted(String text) {
        return switch (read(text)) {
            case ConfigOutcome.Accepted accepted -> accepted.config();
            case ConfigOutcome.Refused refused ->
                throw new AssertionError(refused.problems().text());
        };
    }

    /** The problems of a text, one string each. */
    static List<String> problems(String text, Consumer<ProviderConfig> more) {
        return switch (read(text, more)) {
            case ConfigOutcome.Accepted ignored -> List.of();
            case ConfigOutcome.Refused refused ->
                new ArrayList<>(refused.problems().list())
                        .stream().map(ConfigProblem::toString).toList();
        };
    }

    static List<String> problems(String text) {
        return problems(text, provider -> {});
    }

    static String file(String path) throws NoSuchFileException {
        return switch (path) {
            case "secrets/key" -> "from-a-file\n";
            case "secrets/empty" -> "\n";
            default -> throw new NoSuchFileException(path);
        };
    }
}
