package com.xiaojinpro.gateway.accounts.keys;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next where the next part begins; null where this was the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public static final int LARGEST = 200;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page of one item more than was asked for.
     *
     * @param cursor what comes after an item
     */
    static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
        return oneMore.size() <= limit
                ? new Page<>(oneMore, null)
                : new Page<>(oneMore.subList(0, limit), cursor.apply(oneMore.get(limit - 1)));
    }
}
