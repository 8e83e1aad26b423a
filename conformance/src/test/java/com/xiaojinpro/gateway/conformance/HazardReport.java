package com.xiaojinpro.gateway.conformance;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Renders {@code docs/hazards.md}. Pure. */
final class HazardReport {
    private static final String HEAD = """
            # Hazards

            The known ways in which a gateway between model APIs goes wrong, and the tests that fail where this one does. A test
            names the numbers of what it prevents in a comment or in its display name; `HazardsTest` makes this table of them and
            fails where it is out of date (`-Dxjp.write.hazards=true` writes it), or where a hazard has neither a test nor a reason.
            What a hazard looks like is told in `conformance/src/test/resources/hazards.txt`.

            | hazard | what goes wrong | tests |
            |---|---|---|
            """;

    private HazardReport() {}

    static String render(List<Hazard> hazards, Map<Integer, SortedSet<NamedTest>> tests) {
        StringBuilder out = new StringBuilder(HEAD);
        for (Hazard hazard : hazards) {
            String by = tests.getOrDefault(hazard.number(), new TreeSet<>()).stream()
                    .map(test -> "[" + test.title() + "](../" + test.source() + ")")
                    .collect(Collectors.joining("<br>"));
            String reason = hazard.reason() == null ? "" : "Not ours: " + hazard.reason();
            out.append("| H").append(hazard.number()).append(" | ").append(hazard.words());
            out.append(" | ").append(by).append(reason).append(" |\n");
        }
        return out.toString();
    }
}
