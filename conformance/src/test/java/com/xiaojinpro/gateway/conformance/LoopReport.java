package com.xiaojinpro.gateway.conformance;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders the loops of tool calls as their section of {@code docs/fidelity.md}. Pure. */
final class LoopReport {
    static final String TITLE = "## Tool loops";

    private static final String HEAD = """

            The model thinks and makes two calls at once, gets their results (the second first), thinks and makes another call,
            gets its result, and answers: through every client protocol, with every provider, streamed and whole, against a
            scripted provider that seals its thoughts as the real one does. The client gives back what its official SDK would. Looked at
            is what the provider was sent in the second and third turn. `ToolLoopTest` makes this section and fails where it is out of
            date, or where a cell is not what it should be. `echo` has no provider behind it to be sent anything, and Clewdr's mode `web`
            has no tools.

            - `signatures`: signatures, ciphertexts and their ids are those that the provider issued, each on the part it came with, in
              the provider's own field.
            - `thoughts`: the text of thoughts, or of summaries of them.
            - `ids`: each call has the id the provider gave it, its name and its arguments; each result has the id of its call.
            - `order`: thought, text, calls, then all results right behind them, and in the order of the calls where the provider goes by it.
            - `roles`: as many turns as there were, each by who made it.

            """;

    private static final String SWITCHED = """
            The first and the third turn are made by one provider and the second by another, as after a fallback. Nobody is sent a
            thought, a signature or a ciphertext that a model of another maker issued; `x-xjp-dropped` names what was left out. What a provider
            issued in the first turn is in its place again in the third. `shared`: both ask models of one maker, which take each other's.

            """;

    /** One loop in the first table. */
    record Row(LoopClient.Kind client, LoopProvider provider, boolean stream, LoopVerdict verdict) {
        String where() {
            return client.title() + ", " + provider.title() + ", " + (stream ? "stream" : "unary");
        }
    }

    /** One loop in the second table. */
    record Switch(LoopClient.Kind client, LoopProvider first, LoopProvider second, LoopVerdict verdict) {
        String where() {
            return client.title() + ", " + first.title() + ", then " + second.title();
        }
    }

    private LoopReport() {}

    static String render(List<Row> rows, List<Switch> switches) {
        StringBuilder out = new StringBuilder(TITLE).append("\n").append(HEAD);
        out.append("| client | provider | mode |");
        for (LoopAspect aspect : LoopAspect.values()) {
            out.append(' ').append(aspect.title()).append(" |");
        }
        out.append("\n|---|---|---|")
                .append("---|".repeat(LoopAspect.values().length))
                .append('\n');
        for (Row row : rows) {
            out.append("| ").append(row.client().title());
            out.append(" | ").append(row.provider().title());
            out.append(" | ").append(row.stream() ? "stream" : "unary").append(" |");
            for (LoopAspect aspect : LoopAspect.values()) {
                out.append(' ').append(cell(row, aspect)).append(" |");
            }
            out.append('\n');
        }
        words(out, rows);
        switched(out, switches);
        return out.toString();
    }

    private static String cell(Row row, LoopAspect aspect) {
        return row.verdict().sound(aspect)
                ? row.provider().wire().word(aspect, row.client()).word()
                : "**wrong**";
    }

    private static void words(StringBuilder out, List<Row> rows) {
        Map<LoopWord, Boolean> used = new EnumMap<>(LoopWord.class);
        rows.forEach(row -> Stream.of(LoopAspect.values())
                .forEach(aspect -> used.put(row.provider().wire().word(aspect, row.client()), true)));
        out.append("\n| cell | why |\n|---|---|\n");
        used.keySet()
                .forEach(word -> out.append("| ")
                        .append(word.word())
                        .append(" | ")
                        .append(word.reason())
                        .append(" |\n"));
    }

    private static void switched(StringBuilder out, List<Switch> switches) {
        List<LoopProvider> seconds =
                switches.stream().map(Switch::second).distinct().sorted().toList();
        out.append("\n### A turn by another provider\n\n").append(SWITCHED);
        out.append("| client | first and third turn | ");
        out.append(seconds.stream().map(LoopProvider::title).collect(Collectors.joining(" | ")));
        out.append(" |\n").append("|---".repeat(seconds.size() + 2)).append("|\n");
        Map<String, List<Switch>> byRow = switches.stream()
                .collect(Collectors.groupingBy(
                        each -> each.client().title() + " | " + each.first().title(),
                        java.util.LinkedHashMap::new,
                        Collectors.toList()));
        byRow.forEach((row, cells) -> out.append("| ")
                .append(row)
                .append(" | ")
                .append(seconds.stream()
                        .map(second -> cells.stream()
                                .filter(each -> each.second() == second)
                                .map(LoopReport::cell)
                                .collect(Collectors.joining()))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
    }

    private static String cell(Switch each) {
        if (!each.verdict().faults().isEmpty()) {
            return "**wrong**";
        }
        return each.first().maker().equals(each.second().maker()) ? "shared" : "left out";
    }
}
