package com.xiaojinpro.gateway.connector.contract;

import com.xiaojinpro.gateway.json.JsonCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A recorded answer of a live service, read from the folder that the system property {@code xjp.cassettes} or the
 * environment variable {@code XJP_CASSETTES} names. Without one the tests that need recordings are skipped.
 *
 * @param body the exact bytes as text
 */
public record Recording(String id, int status, Map<String, String> headers, List<String> tags, String body) {
    private static final String PROPERTY = "xjp.cassettes";
    private static final String VARIABLE = "XJP_CASSETTES";

    /** Skips a test where a folder of recordings is not there. */
    public static void assumePresent(String folder) {
        Assumptions.assumeTrue(
                Files.isDirectory(directory(folder)),
                "no recordings: set the system property " + PROPERTY + " or the variable " + VARIABLE
                        + " to the folder that holds '" + folder + "'");
    }

    private static Path directory(String folder) {
        String root = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
        return Path.of(root.isEmpty() ? "no-recordings" : root, folder);
    }

    /** The recordings of a folder, in the order of their ids; none where it is not there. */
    public static List<Recording> of(String folder) {
        Path directory = directory(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Recording> recordings = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                recordings.add(read(Files.readAllBytes(file)));
            }
            return recordings;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Recording read(byte[] bytes) {
        JsonCursor json = new JsonCursor(bytes);
        String id = "";
        int status = 0;
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> tags = new ArrayList<>();
        String body = "";
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "id" -> id = json.string();
                case "tags" -> {
                    json.beginArray();
                    while (json.nextElement()) {
                        tags.add(json.string());
                    }
                }
                case "response" -> {
                    json.beginObject();
                    while (json.nextField()) {
                        switch (json.name()) {
                            case "status" -> status = (int) json.integer();
                            case "body" -> body = json.string();
                            case "headers" -> {
                                json.beginObject();
                                while (json.nextField()) {
                                    headers.put(json.name(), String.valueOf(json.scalarText()));
                                }
                            }
                            default -> json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        return new Recording(id, status, headers, tags, body);
    }

    public String[] headerPairs() {
        return headers.entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
    }

    @Override
    public String toString() {
        return id;
    }
}
