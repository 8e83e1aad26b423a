package com.xiaojinpro.gateway.conformance;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders the findings as the part of {@code docs/fidelity.md} that recorded traffic makes. Pure. */
final class FidelityReport {
    private static final String HEAD = """
            # Fidelity

            How much of what a provider says reaches the client, and how much of what a client asks reaches the provider, measured
            with recorded traffic of real services by `RecordedTrafficTest`; and, at the end, how [loops of tool calls](#tool-loops) go, played
            by `ToolLoopTest`. The two make this file and fail where it is out of date (`-Dxjp.write.fidelity=true` writes it).

            A cell reads `passed/compared`; `~n` of the passed differ in a way clients do not mind (white space between blocks,
            another error status of the same class, other tool ids than upstream). Differences that are meant are counted as passed
            and listed below, each with its reason. Every other difference fails the build.

            """;

    private final AcceptedDifferences accepted;

    FidelityReport(AcceptedDifferences accepted) {
        this.accepted = accepted;
    }

    String render(List<Finding> answers, List<Finding> requests) {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("## Answers\n\n")
                .append(count(answers))
                .append(" recorded answers, each asked for through every client")
                .append(" protocol, streamed and whole; the replay makes the form that was not recorded.\n\n");
        table(out, answers, "answers recorded from", "client");
        out.append("## Requests\n\n")
                .append(count(requests))
                .append(" recorded requests, each sent to every kind of provider.")
                .append(
                        " `sent`: it reached the provider; `same`: system, turns, calls, results, media, tools and limits are those")
                .append(" of the request; `valid`: nothing in it is known to be refused.\n\n");
        table(out, requests, "requests recorded from", "client");
        differences(out);
        return out.toString();
    }

    private static long count(List<Finding> findings) {
        return findings.stream().map(Finding::id).distinct().count();
    }

    private void table(StringBuilder out, List<Finding> findings, String source, String client) {
        List<String> dimensions =
                findings.stream().map(Finding::dimension).distinct().sorted().toList();
        out.append("| ").append(source).append(" | ").append(client).append(" | mode | ");
        out.append(String.join(" | ", dimensions)).append(" |\n");
        out.append("|---".repeat(dimensions.size() + 3)).append("|\n");
        Map<String, List<Finding>> rows = findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.source().ordinal() + "|"
                                + finding.source().title() + " | " + finding.dialect() + " | " + finding.mode(),
                        TreeMap::new,
                        Collectors.toList()));
        rows.forEach((row, cells) -> {
            out.append("| ").append(row.substring(row.indexOf('|') + 1)).append(" | ");
            out.append(
                    dimensions.stream().map(dimension -> cell(cells, dimension)).collect(Collectors.joining(" | ")));
            out.append(" |\n");
        });
        out.append('\n');
    }

    private String cell(List<Finding> findings, String dimension) {
        int all = 0;
        int passed = 0;
        int soft = 0;
        for (Finding finding : findings) {
            if (finding.dimension().equals(dimension)) {
                all++;
                passed += finding.state() != Finding.State.FAIL || accepted.cover(finding) ? 1 : 0;
                soft += finding.state() == Finding.State.SOFT ? 1 : 0;
            }
        }
        return all == 0 ? "" : passed + "/" + all + (soft == 0 ? "" : " ~" + soft);
    }

    private void differences(StringBuilder out) {
        out.append("## Differences that are meant\n\n");
        if (accepted.all().isEmpty()) {
            out.append("None.\n");
            return;
        }
        Map<String, List<AcceptedDifferences.Difference>> byReason = accepted.all().stream()
                .collect(Collectors.groupingBy(
                        AcceptedDifferences.Difference::reason, LinkedHashMap::new, Collectors.toList()));
        out.append("| reason | where |\n|---|---|\n");
        byReason.forEach((reason, differences) -> out.append("| ")
                .append(reason)
                .append(" | ")
                .append(differences.stream()
                        .sorted(Comparator.comparing(AcceptedDifferences.Difference::id))
                        .map(each ->
                                "`" + each.id() + "` " + each.dialect() + " " + each.mode() + " " + each.dimension())
                        .collect(Collectors.joining("; ")))
                .append(" |\n"));
    }
}
