package com.xiaojinpro.gateway.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hazards the tests of one source file name: a comment, Javadoc or display name before a test method, or a comment
 * within it; or the Javadoc of a test class. Numbers anywhere else, such as in helpers and data, name nothing. Relies on the
 * formatting that the build enforces.
 */
final class HazardScan {
    private static final Pattern NUMBER = Pattern.compile("\\bH(\\d{1,3})\\b");
    private static final Pattern TEST = Pattern.compile("^ {4,8}@(Test|ParameterizedTest|Property|RepeatedTest)\\b.*");
    private static final Pattern METHOD = Pattern.compile("^( {4}| {8})(?! )[^=;@*/]*?\\b(\\w+)\\(.*");
    private static final Pattern TYPE = Pattern.compile("^(?:[a-z]+ )*(?:class|interface|record|enum) (\\w+).*");

    private final String source;
    private final List<String> lines;
    private final Map<Integer, Set<NamedTest>> named = new TreeMap<>();
    private final Set<Integer> pending = new HashSet<>();
    private String type = "";
    private String method = "";
    private String methodEnd = "";
    private boolean test;

    HazardScan(String source, List<String> lines) {
        this.source = source;
        this.lines = lines;
    }

    Map<Integer, Set<NamedTest>> named() {
        boolean tests = lines.stream().anyMatch(line -> TEST.matcher(line).matches());
        if (tests) {
            lines.forEach(this::line);
        }
        return named;
    }

    private void line(String line) {
        if (type.isEmpty()) {
            Matcher declared = TYPE.matcher(line);
            pending.addAll(line.startsWith("import ") ? Set.of() : numbers(line));
            if (declared.matches()) {
                type = declared.group(1);
                name(pending, "");
                pending.clear();
            }
        } else if (!methodEnd.isEmpty()) {
            inside(line);
        } else {
            between(line);
        }
    }

    private void inside(String line) {
        if (line.equals(methodEnd)) {
            methodEnd = "";
            method = "";
        } else if (!method.isEmpty() && line.contains("//")) {
            name(numbers(line.substring(line.indexOf("//"))), method);
        }
    }

    /** Before a method there is Javadoc, comments and annotations; whatever else begins there is none of a test's. */
    private void between(String line) {
        Matcher declared = METHOD.matcher(line);
        if (TEST.matcher(line).matches()) {
            test = true;
            pending.addAll(numbers(line));
        } else if (declared.matches()) {
            if (test) {
                method = declared.group(2);
                name(pending, method);
            }
            methodEnd = line.endsWith("}") || line.endsWith(";") ? "" : declared.group(1) + "}";
            method = methodEnd.isEmpty() ? "" : method;
            test = false;
            pending.clear();
        } else if (line.isBlank() && !test) {
            pending.clear();
        } else {
            pending.addAll(numbers(line));
        }
    }

    private void name(Set<Integer> numbers, String where) {
        NamedTest named = new NamedTest(source, type, where);
        numbers.forEach(number ->
                this.named.computeIfAbsent(number, any -> new HashSet<>()).add(named));
    }

    private static Set<Integer> numbers(String line) {
        Set<Integer> numbers = new HashSet<>();
        Matcher found = NUMBER.matcher(line);
        while (found.find()) {
            numbers.add(Integer.parseInt(found.group(1)));
        }
        return numbers;
    }
}
