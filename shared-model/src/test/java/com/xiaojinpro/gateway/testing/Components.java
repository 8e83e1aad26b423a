package com.xiaojinpro.gateway.testing;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which components of the records of the model samples have filled: those that are not null, false, 0 or empty. */
final class Components {
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> filled = new TreeSet<>();

    /** Takes a value and all that it holds. */
    void take(Object value) throws ReflectiveOperationException {
        if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                String name = record.getClass().getSimpleName() + "." + component.getName();
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                Object held = accessor.invoke(record);
                seen.add(name);
                if (isFilled(held)) {
                    filled.add(name);
                    take(held);
                }
            }
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                take(element);
            }
        }
    }

    /** The components that were never filled. */
    Set<String> empty() {
        Set<String> empty = new TreeSet<>(seen);
        empty.removeAll(filled);
        return empty;
    }

    private static boolean isFilled(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            case Collection<?> elements -> !elements.isEmpty();
            case Map<?, ?> entries -> !entries.isEmpty();
            default -> true;
        };
    }
}
