package com.xiaojinpro.gateway.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One known way to go wrong.
 *
 * @param words what is seen of it
 * @param reason why it does not concern this gateway; null where it does
 */
record Hazard(int number, String words, @Nullable String reason) {
    private static final String LIST = "/hazards.txt";
    private static final String NOT_OURS = "not ours:";

    /** All of {@code hazards.txt}, in order and without a gap. */
    static List<Hazard> all() {
        List<Hazard> all = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith(NOT_OURS)) {
                Hazard last = all.removeLast();
                all.add(new Hazard(
                        last.number,
                        last.words,
                        line.substring(NOT_OURS.length()).strip()));
                continue;
            }
            int space = line.indexOf(' ');
            int number = Integer.parseInt(line.substring(1, space));
            if (line.charAt(0) != 'H' || number != all.size() + 1) {
                throw new AssertionError(LIST + " has a gap before: " + line);
            }
            all.add(new Hazard(number, line.substring(space + 1), null));
        }
        return all;
    }

    private static List<String> lines() {
        try (InputStream in = Hazard.class.getResourceAsStream(LIST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
