package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with recorded provider traffic and the tools that play it back. It is not part of the repository: the
 * environment variable {@code XJP_SHARED} names it, or it stands beside the repository as {@code shared}.
 */
record Recordings(Path folder) {

    private static final String RESPONSES = "api = \"responses\"";

    /** Where it may be, the most wanted first. */
    static @Nullable Recordings find() {
        String named = System.getenv("XJP_SHARED");
        return Stream.of(named, "../../shared")
                .filter(place -> place != null && Files.isRegularFile(Path.of(place, "replay", "replay.py")))
                .findFirst()
                .map(place -> new Recordings(Path.of(place).toAbsolutePath().normalize()))
                .orElse(null);
    }

    String tool(String name) {
        return folder.resolve("replay").resolve(name).toString();
    }

    /** The folder that holds the recordings of one source. */
    Path of(Source source) {
        return folder.resolve("cassettes").resolve(source.folder());
    }

    /** The recordings of one folder. */
    List<JsonNode> all(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cassettes").resolve(name))) {
            List<JsonNode> recordings = new ArrayList<>();
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                recordings.add(Stage.json(Files.readString(file)));
            }
            return recordings;
        }
    }

    /** A gateway in front of all that was recorded. */
    String configuration(String replayUrl) {
        String providers = Stream.of(Source.values())
                .map(source -> source.configuration(replayUrl))
                .collect(Collectors.joining());
        return """
                [server]
                port = 0
                shutdown_grace_ms = 0
                [management]
                enabled = false
                [[auth.keys]]
                name = "conformance"
                key = "%s"
                """.formatted(Stage.KEY) + providers;
    }

    /** One kind of provider whose answers were recorded. */
    enum Source {
        OPENAI("openai-chat", "oac", "OpenAI", "openai-compatible", "openai/v1"),
        OPENROUTER("openrouter-chat", "orc", "OpenRouter", "openrouter", "openrouter/api/v1"),
        COMPATIBLE("compatible-chat", "occ", "OpenAI-compatible services", "openai-compatible", "openai/v1"),
        // The ids of recordings say nothing about what their models take.
        ANTHROPIC(
                "anthropic-messages",
                "ant",
                "Anthropic",
                "anthropic",
                "anthropic",
                "models.\"*\".structured_output = true\n"),
        GEMINI("gemini", "gem", "Gemini", "gemini", "gemini", "fetch_urls = true\n"),
        VERTEX(
                "vertex-gemini",
                "vtx",
                "Gemini on Vertex AI",
                "vertex",
                "vertex",
                "project = \"replayed-project\"\nfetch_urls = true\n"),
        VERTEX_ANTHROPIC(
                "vertex-anthropic",
                "vta",
                "Claude on Vertex AI",
                "vertex",
                "vertex",
                "project = \"replayed-project\"\nmodels.\"*\".structured_output = true\n"),
        OPENAI_RESPONSES("openai-responses", "oar", "OpenAI Responses", "openai", "openai/v1", RESPONSES),
        OPENROUTER_RESPONSES(
                "openrouter-responses", "orr", "OpenRouter Responses", "openai", "openrouter/api/v1", RESPONSES),
        COMPATIBLE_RESPONSES("compatible-responses", "ocr", "other Responses", "openai", "openai/v1", RESPONSES);

        private final String folder;
        private final String idPrefix;
        private final String title;
        private final String providerType;
        private final String basePath;
        /** What the type needs besides an address and a key. */
        private final String settings;

        Source(String folder, String idPrefix, String title, String providerType, String basePath) {
            this(folder, idPrefix, title, providerType, basePath, "");
        }

        Source(String folder, String idPrefix, String title, String providerType, String basePath, String settings) {
            this.folder = folder;
            this.idPrefix = idPrefix;
            this.title = title;
            this.providerType = providerType;
            this.basePath = basePath;
            this.settings = settings;
        }

        String folder() {
            return folder;
        }

        /** How the ids of its recordings begin. */
        String idPrefix() {
            return idPrefix;
        }

        String title() {
            return title;
        }

        /** Whether the tool that compares requests knows how such a provider reads them. */
        boolean takesRequests() {
            return this != OPENROUTER_RESPONSES && this != COMPATIBLE_RESPONSES && this != VERTEX_ANTHROPIC;
        }

        /** The configuration of a provider that asks the replay instead. */
        String configuration(String replayUrl) {
            return """
                    [providers.%1$s]
                    type = "%2$s"
                    base_url = "%3$s/%4$s"
                    api_key = "replayed-credential"
                    %5$s
                    [models."%1$s/*"]
                    primary = { provider = "%1$s", model = "%6$s" }
                    """.formatted(idPrefix, providerType, replayUrl, basePath, settings, upstreamModel());
        }

        /** What a recording's id is to the provider; on Vertex AI the publisher says which protocol a model speaks. */
        private String upstreamModel() {
            return this == VERTEX_ANTHROPIC ? "anthropic/*" : "*";
        }

        static Source ofId(String id) {
            return List.of(values()).stream()
                    .filter(source -> id.startsWith(source.idPrefix + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
