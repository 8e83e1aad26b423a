package com.xiaojinpro.gateway.launcher;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Text in columns, for people. */
final class Tables {
    private static final String GAP = "  ";

    private Tables() {}

    static String table(String[] titles, List<String[]> rows) {
        int[] widths = new int[titles.length];
        for (int i = 0; i < titles.length; i++) {
            widths[i] = titles[i].length();
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        line(text, titles, widths);
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    /** An object, one member a line; those without a value are left out. */
    static String fields(JsonObject json) {
        StringBuilder text = new StringBuilder();
        int width = json.fieldNames().stream().mapToInt(String::length).max().orElse(0);
        for (Map.Entry<String, Object> field : json) {
            String value = value(field.getValue());
            if (!value.isEmpty()) {
                text.append(GAP)
                        .append(field.getKey())
                        .append(" ".repeat(width - field.getKey().length()));
                text.append(GAP).append(value).append('\n');
            }
        }
        return text.toString();
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case JsonArray array -> array.stream().map(String::valueOf).collect(Collectors.joining(" "));
            case JsonObject object -> object.isEmpty() ? "" : object.encode();
            default -> value.toString();
        };
    }

    private static void line(StringBuilder text, String[] cells, int[] widths) {
        int from = text.length();
        for (int i = 0; i < cells.length; i++) {
            text.append(cells[i])
                    .append(" ".repeat(widths[i] - cells[i].length()))
                    .append(GAP);
        }
        int end = text.length();
        while (end > from && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }
}
