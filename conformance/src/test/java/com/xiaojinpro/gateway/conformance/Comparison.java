package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Drives the gateway with the comparing tools that come with the recordings and reads what they found. */
final class Comparison {
    private static final Path OUT = Path.of("target", "recorded");
    /** What clients see is rendered by the gateway itself, so a sloppy form is as wrong as a broken one. */
    private static final String OWN_WORK = "wire";
    /** The protocols that clients of the gateway speak. */
    private static final String DIALECTS = "openai,responses,anthropic";
    /** How the tool that judges what the SDKs read begins a line about an answer that differs. */
    private static final String DIFFERENCE = "FAIL ";

    private final Recordings recordings;
    private final String gatewayUrl;
    private final String replayUrl;

    Comparison(Recordings recordings, String gatewayUrl, String replayUrl) {
        this.recordings = recordings;
        this.gatewayUrl = gatewayUrl;
        this.replayUrl = replayUrl;
    }

    /** Each recorded answer, for clients of every protocol, streamed and whole. */
    List<Finding> answers(String name, String... options) throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode line : run("check.py", name, options)) {
            line.get("dims").properties().forEach(dimension -> {
                String note = line.get("notes").path(dimension.getKey()).asText();
                findings.add(new Finding(
                        line.get("id").asText(),
                        line.get("dialect").asText(),
                        line.get("mode").asText(),
                        dimension.getKey(),
                        state(dimension.getKey(), dimension.getValue().asText()),
                        note));
            });
        }
        return findings;
    }

    /** Each recorded request, sent to each kind of provider. */
    List<Finding> requests(String name, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--replay", replayUrl));
        all.addAll(List.of(
                "--targets",
                String.join(
                        ",",
                        Stream.of(Recordings.Source.values())
                                .filter(Recordings.Source::takesRequests)
                                .map(Recordings.Source::idPrefix)
                                .toList())));
        List<Finding> findings = new ArrayList<>();
        for (JsonNode line : run("check_requests.py", name, all.toArray(String[]::new))) {
            String note = line.path("status").asText() + " " + line.path("note").asText();
            add(findings, line, "sent", line.get("sent").asBoolean() ? "" : note);
            add(findings, line, "same", joined(line.get("same")));
            add(findings, line, "valid", joined(line.get("valid")));
        }
        return findings;
    }

    /**
     * Each recorded answer as the official JavaScript SDKs read it, streamed and whole.
     *
     * @param project where the SDKs are installed
     * @return what of it is not what was recorded, each beginning with the recording's id
     */
    List<String> sdks(Path project) throws IOException, InterruptedException {
        Path results = results("sdks");
        List<String> command = new ArrayList<>(List.of("node", recordings.tool("sdk_check.mjs")));
        command.addAll(gateway());
        command.addAll(cassettes());
        command.addAll(List.of("--modules", project.toAbsolutePath().toString(), "--out", results.toString()));
        Command.Outcome read = run(command, results);
        if (Files.size(results) == 0) {
            throw new AssertionError("the SDKs read nothing: " + read.failures());
        }
        command = new ArrayList<>(List.of("python3", recordings.tool("sdk_compare.py"), "--list-fails", "100000"));
        command.addAll(cassettes());
        command.add(results.toString());
        return run(command, results)
                .output()
                .lines()
                .filter(line -> line.startsWith(DIFFERENCE))
                .map(line -> line.substring(DIFFERENCE.length()))
                .toList();
    }

    private static void add(List<Finding> findings, JsonNode line, String dimension, String note) {
        findings.add(new Finding(
                line.get("id").asText(),
                line.get("dialect").asText(),
                "to-" + line.get("target").asText(),
                dimension,
                note.isEmpty() ? Finding.State.PASS : Finding.State.FAIL,
                note));
    }

    private static String joined(JsonNode differences) {
        List<String> notes = new ArrayList<>();
        differences.forEach(difference -> notes.add(difference.asText()));
        return String.join("; ", notes);
    }

    private static Finding.State state(String dimension, String word) {
        return switch (word) {
            case "pass" -> Finding.State.PASS;
            case "soft" -> dimension.equals(OWN_WORK) ? Finding.State.FAIL : Finding.State.SOFT;
            case "fail" -> Finding.State.FAIL;
            default -> throw new IllegalArgumentException("no state: " + word);
        };
    }

    private List<JsonNode> run(String tool, String name, String... options) throws IOException, InterruptedException {
        Path results = results(name);
        List<String> command = new ArrayList<>(List.of("python3", recordings.tool(tool)));
        command.addAll(gateway());
        command.addAll(cassettes());
        command.addAll(List.of("--dialects", DIALECTS, "--out", results.toString()));
        command.addAll(List.of(options));
        Command.Outcome outcome = run(command, results);
        List<JsonNode> lines = new ArrayList<>();
        Files.readAllLines(results).forEach(line -> lines.add(Stage.json(line)));
        if (lines.isEmpty()) {
            throw new AssertionError(tool + " compared nothing: " + outcome.failures());
        }
        return lines;
    }

    private static Command.Outcome run(List<String> command, Path results) throws IOException, InterruptedException {
        Command.Outcome outcome =
                Command.run(OUT, Map.of("PYTHONDONTWRITEBYTECODE", "1"), command.toArray(String[]::new));
        if (outcome.status() > 1 || !Files.exists(results)) {
            throw new AssertionError(outcome.failures());
        }
        return outcome;
    }

    private static Path results(String name) throws IOException {
        Files.createDirectories(OUT);
        Path results = OUT.resolve(name + ".jsonl").toAbsolutePath();
        Files.deleteIfExists(results);
        return results;
    }

    /** Where the gateway is and how its models are called. */
    private List<String> gateway() throws IOException {
        Path routes = OUT.resolve("routes.json").toAbsolutePath();
        Files.writeString(routes, routes());
        return List.of("--gateway", gatewayUrl, "--key", Stage.KEY, "--routes", routes.toString());
    }

    private List<String> cassettes() {
        List<String> options = new ArrayList<>();
        for (Recordings.Source source : Recordings.Source.values()) {
            options.addAll(List.of("--cassettes", recordings.of(source).toString()));
        }
        return options;
    }

    private static String routes() {
        List<String> members = new ArrayList<>(List.of("\"default\": null"));
        for (Recordings.Source source : Recordings.Source.values()) {
            members.add("\"" + source.idPrefix() + "\": \"" + source.idPrefix() + "/{id}\"");
        }
        return "{" + String.join(", ", members) + "}";
    }
}
