package com.xiaojinpro.gateway.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences between what a provider sent and what a client gets that are meant: one a line, {@code id dialect mode
 * dimension reason}, with {@code *} for any dialect or mode. Each of them is documented, and each of them has to occur. One that
 * shows in one dimension or in another, by what the network brings first, names both: {@code status|wire}.
 */
record AcceptedDifferences(List<Difference> all) {
    private static final String RESOURCE = "/accepted-differences.txt";

    record Difference(String id, String dialect, String mode, String dimension, String reason) {
        boolean covers(Finding finding) {
            return id.equals(finding.id())
                    && List.of(dimension.split("\\|")).contains(finding.dimension())
                    && (dialect.equals("*") || dialect.equals(finding.dialect()))
                    && (mode.equals("*") || mode.equals(finding.mode()));
        }
    }

    static AcceptedDifferences read() {
        try (InputStream in = AcceptedDifferences.class.getResourceAsStream(RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AcceptedDifferences parse(String text) {
        List<Difference> differences = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] words = line.strip().split("\\s+", 5);
            if (words.length < 5) {
                throw new IllegalArgumentException("id, dialect, mode, dimension and reason were meant: " + line);
            }
            differences.add(new Difference(words[0], words[1], words[2], words[3], words[4]));
        });
        return new AcceptedDifferences(List.copyOf(differences));
    }

    boolean cover(Finding finding) {
        return all.stream().anyMatch(difference -> difference.covers(finding));
    }

    /** The recordings of which something differs. */
    Set<String> ids() {
        return all.stream().map(Difference::id).collect(Collectors.toSet());
    }

    /** Whether what becomes of a recording depends on what the network brings first. */
    boolean undecided(Finding finding) {
        return all.stream()
                .anyMatch(difference ->
                        difference.dimension().contains("|") && difference.id().equals(finding.id()));
    }

    /** Those that no finding shows any more. */
    Stream<Difference> stale(List<Finding> findings) {
        return all.stream()
                .filter(difference -> findings.stream()
                        .noneMatch(finding -> finding.state() == Finding.State.FAIL && difference.covers(finding)));
    }
}
