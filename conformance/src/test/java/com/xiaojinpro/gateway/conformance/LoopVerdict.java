package com.xiaojinpro.gateway.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is said of one loop while its requests are looked at. */
final class LoopVerdict {
    private final Map<LoopAspect, List<String>> faults = new EnumMap<>(LoopAspect.class);

    /** Notes a fault unless a condition holds. */
    void that(boolean holds, LoopAspect aspect, String fault) {
        if (!holds) {
            faults.computeIfAbsent(aspect, a -> new ArrayList<>()).add(fault);
        }
    }

    /** Notes a fault unless what arrived is what was meant. */
    void same(Object arrived, Object meant, LoopAspect aspect, String what) {
        that(Objects.equals(arrived, meant), aspect, what + ": " + meant + " was meant, and came as " + arrived);
    }

    boolean sound(LoopAspect aspect) {
        return !faults.containsKey(aspect);
    }

    List<String> faults() {
        return faults.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream().map(fault -> entry.getKey().title() + ": " + fault))
                .toList();
    }

    static List<String> sorted(Collection<String> values) {
        return values.stream().sorted().toList();
    }
}
