package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one call that come value by value, each with its path, as fragments of JSON text. Google sends them in the
 * order in which the model wrote them; one that goes back to what is closed already cannot be appended and ends the answer
 * with a fault, for wrong arguments are worse than none. Not thread-safe.
 */
final class PartialArguments {
    /** An object or array that is not closed. */
    private static final class Level {
        private final Object step;
        private final boolean array;
        private final Set<String> keys = new HashSet<>(4);
        private int count;

        Level(Object step, boolean array) {
            this.step = step;
            this.array = array;
        }
    }

    private final List<Level> levels = new ArrayList<>();
    /** The path of the string that is not closed. */
    private @Nullable String openString;

    /** Appends the fragment of a piece. */
    void append(ArgumentPiece piece, StringBuilder out) {
        if (piece.empty()) {
            return;
        }
        String scalar = piece.scalar();
        if (scalar == null && piece.path().equals(openString)) {
            out.append(escaped(piece));
        } else {
            closeString(out);
            place(steps(piece.path()), out);
            if (scalar != null) {
                out.append(scalar);
                return;
            }
            out.append('"').append(escaped(piece));
            openString = piece.path();
        }
        if (!piece.more()) {
            closeString(out);
        }
    }

    /** Closes what is open. */
    void end(StringBuilder out) {
        closeString(out);
        if (levels.isEmpty()) {
            out.append("{}");
        }
        close(0, out);
    }

    /** Writes everything that stands before the value at a path. */
    private void place(List<Object> steps, StringBuilder out) {
        if (levels.isEmpty()) {
            levels.add(new Level("$", false));
            out.append('{');
        }
        int depth = 0;
        while (depth < steps.size() - 1
                && depth + 1 < levels.size()
                && levels.get(depth + 1).step.equals(steps.get(depth))) {
            depth++;
        }
        close(depth + 1, out);
        for (int i = depth; i < steps.size() - 1; i++) {
            boolean array = steps.get(i + 1) instanceof Integer;
            step(levels.getLast(), steps.get(i), out);
            out.append(array ? '[' : '{');
            levels.add(new Level(steps.get(i), array));
        }
        step(levels.getLast(), steps.getLast(), out);
    }

    private static void step(Level level, Object step, StringBuilder out) {
        if (level.array) {
            if (!(step instanceof Integer index) || index < level.count || index > level.count + 1_000) {
                throw backwards();
            }
            while (level.count < index) {
                out.append(level.count++ > 0 ? ",null" : "null");
            }
            out.append(level.count++ > 0 ? "," : "");
        } else {
            if (!(step instanceof String key) || !level.keys.add(key)) {
                throw backwards();
            }
            out.append(level.count++ > 0 ? "," : "")
                    .append(JsonText.quoted(key))
                    .append(':');
        }
    }

    private void closeString(StringBuilder out) {
        if (openString != null) {
            openString = null;
            out.append('"');
        }
    }

    private void close(int downTo, StringBuilder out) {
        while (levels.size() > downTo) {
            out.append(levels.removeLast().array ? ']' : '}');
        }
    }

    /** The steps of a path such as {@code $.orders[0]['the name']}: names and indices. */
    static List<Object> steps(String path) {
        List<Object> steps = new ArrayList<>();
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                int end = at + 1;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                steps.add(path.substring(at + 1, end));
                at = end;
            } else if (c == '[') {
                at = bracket(path, at, steps);
            } else {
                throw unreadable();
            }
        }
        if (steps.isEmpty() || steps.getFirst() instanceof Integer) {
            throw unreadable();
        }
        return steps;
    }

    private static int bracket(String path, int open, List<Object> steps) {
        char quote = open + 1 < path.length() ? path.charAt(open + 1) : ']';
        if (quote != '\'' && quote != '"') {
            int close = path.indexOf(']', open);
            try {
                steps.add(Integer.parseInt(path.substring(open + 1, Math.max(open + 1, close))));
            } catch (NumberFormatException e) {
                throw unreadable();
            }
            return close + 1;
        }
        StringBuilder name = new StringBuilder();
        int at = open + 2;
        while (at < path.length() && path.charAt(at) != quote) {
            if (path.charAt(at) == '\\' && at + 1 < path.length()) {
                at++;
            }
            name.append(path.charAt(at++));
        }
        if (at + 1 >= path.length() || path.charAt(at + 1) != ']') {
            throw unreadable();
        }
        steps.add(name.toString());
        return at + 2;
    }

    private static String escaped(ArgumentPiece piece) {
        String text = piece.text();
        return text == null ? "" : JsonText.escaped(text);
    }

    private static RuntimeException backwards() {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent the arguments of a call out of order.")
                .exception();
    }

    private static RuntimeException unreadable() {
        return Fault.of(FaultKind.UPSTREAM_INVALID, "The provider sent an argument whose place cannot be read.")
                .exception();
    }
}
