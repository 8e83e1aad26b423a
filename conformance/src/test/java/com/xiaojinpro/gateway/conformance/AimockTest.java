package com.xiaojinpro.gateway.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A second upstream, which others wrote: {@code @copilotkit/aimock} in the place of every kind of provider, for tools over
 * several turns and connections that break. Its fixtures match only what arrives as the client meant it. Skipped where npm is
 * not installed.
 */
@Timeout(600)
class AimockTest {
    /** A provider of each type, with the path aimock serves its protocol at. */
    private record Provider(String name, String type, String path, String settings) {
        String configuration(String url) {
            return """
                    [providers.%1$s]
                    type = "%2$s"
                    base_url = "%3$s%4$s"
                    %5$s
                    [models."%1$s/*"]
                    primary = { provider = "%1$s", model = "*" }
                    """.formatted(name, type, url, path, settings);
        }
    }

    private static final String WITH_KEY = "api_key = \"the-credential\"\n";

    private static final List<Provider> PROVIDERS = List.of(
            new Provider("compatible", "openai-compatible", "/v1", WITH_KEY),
            new Provider("responses", "openai", "/v1", WITH_KEY + "api = \"responses\"\n"),
            new Provider("openrouter", "openrouter", "/api/v1", WITH_KEY),
            new Provider("anthropic", "anthropic", "", WITH_KEY),
            new Provider("gemini", "gemini", "", WITH_KEY));

    @Test
    void toolsOverSeveralTurnsAndBrokenConnectionsReachEveryClient() throws Exception {
        assumeTrue(NpmProject.possible(), "npm is not installed: the second upstream is not tested");
        Path project = NpmProject.install();
        try (NodeServer aimock = NodeServer.start(project, "aimock.mjs", "aimock on");
                Gateway gateway = Gateway.start(configuration(aimock.url()))) {
            NpmProject.test(gateway, "test/aimock.test.mjs");
        }
    }

    private static String configuration(String url) {
        return """
                [server]
                port = 0
                shutdown_grace_ms = 0
                [management]
                enabled = false
                [[auth.keys]]
                name = "conformance"
                key = "%s"
                """.formatted(Stage.KEY)
                + PROVIDERS.stream()
                        .map(provider -> provider.configuration(url))
                        .collect(Collectors.joining());
    }
}
