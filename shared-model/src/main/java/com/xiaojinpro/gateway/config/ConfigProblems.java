package com.xiaojinpro.gateway.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every problem of one configuration, in the order of the file.
 *
 * @param list never empty
 */
public record ConfigProblems(List<ConfigProblem> list) {
    public ConfigProblems {
        list = list.stream()
                .sorted(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
                .toList();
        if (list.isEmpty()) {
            throw new IllegalArgumentException("there is at least one problem");
        }
    }

    /** One problem a line. */
    public String text() {
        return list.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
    }
}
