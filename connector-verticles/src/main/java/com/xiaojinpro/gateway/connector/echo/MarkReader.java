package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.fault.FaultKind;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the marks in one text. Double brackets that are no mark, and tool marks where no tool may be called, are text. A
 * mark that cannot be read is thrown as an invalid-request fault. Used once.
 */
final class MarkReader {
    private static final String OPEN = "[[";
    private static final String CLOSE = "]]";

    private final String source;
    private final EchoTools tools;
    private final StringBuilder text = new StringBuilder();
    private final List<EchoMarks.Call> calls = new ArrayList<>();
    private final List<String> thoughts = new ArrayList<>();
    private EchoMarks.@Nullable Tokens usage;
    private @Nullable FaultKind failure;
    private @Nullable Integer failAfter;
    private @Nullable Duration pace;

    MarkReader(String source, EchoTools tools) {
        this.source = source;
        this.tools = tools;
    }

    EchoMarks read() {
        int done = 0;
        int open = source.indexOf(OPEN);
        while (open >= 0) {
            int end = mark(open + OPEN.length());
            if (end < 0) {
                open = source.indexOf(OPEN, open + 1);
            } else {
                text.append(source, done, open);
                done = afterGap(end);
                open = source.indexOf(OPEN, done);
            }
        }
        text.append(source, done, source.length());
        return new EchoMarks(text.toString().strip(), calls, thoughts, usage, failure, failAfter, pace);
    }

    /** Takes the mark whose name begins at a place; the place after it, or -1 where there is none. */
    private int mark(int start) {
        int colon = source.indexOf(':', start);
        if (colon < 0 || colon - start > "fail-after".length()) {
            return -1;
        }
        String name = source.substring(start, colon);
        if (name.equals("tool")) {
            return tools.any() ? call(colon + 1) : -1;
        }
        int close = source.indexOf(CLOSE, colon);
        if (close < 0) {
            return -1;
        }
        String value = source.substring(colon + 1, close).strip();
        switch (name) {
            case "usage" -> usage = tokens(value);
            case "reason" -> thoughts.add(value);
            case "fail" -> failure = kind(value);
            case "fail-after" -> failAfter = (int) number(value, "fail-after:N", Integer.MAX_VALUE);
            case "pace" -> pace = Duration.ofMillis(number(value, "pace:MS", EchoMarks.LONGEST_PACE.toMillis()));
            default -> {
                return -1;
            }
        }
        return close + CLOSE.length();
    }

    private int call(int start) {
        int nameEnd = start;
        while (nameEnd < source.length() && isNamePart(source.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = source.substring(start, nameEnd);
        int argumentsStart = afterSpace(nameEnd);
        int argumentsEnd;
        if (tools.custom(name)) {
            argumentsEnd = Math.max(argumentsStart, source.indexOf(CLOSE, argumentsStart));
        } else if (source.startsWith("{", argumentsStart)) {
            argumentsEnd = argumentsStart + jsonLength(source.substring(argumentsStart), name);
        } else {
            argumentsEnd = argumentsStart;
        }
        int close = afterSpace(argumentsEnd);
        if (name.isEmpty() || !source.startsWith(CLOSE, close)) {
            throw unreadable("[[tool:NAME {json}]]");
        }
        tools.require(name);
        String arguments = source.substring(argumentsStart, argumentsEnd);
        calls.add(new EchoMarks.Call(name, arguments.isEmpty() && !tools.custom(name) ? "{}" : arguments));
        return close + CLOSE.length();
    }

    private static int jsonLength(String rest, String tool) {
        try {
            return JsonCursor.of(rest).raw().length();
        } catch (FaultException e) {
            throw Fault.invalid("messages", "The arguments in [[tool:" + tool + " ...]] are no JSON object.")
                    .exception();
        }
    }

    private static EchoMarks.Tokens tokens(String value) {
        int comma = value.indexOf(',');
        if (comma < 0) {
            throw unreadable("[[usage:IN,OUT]]");
        }
        long input = number(value.substring(0, comma).strip(), "usage:IN,OUT", Integer.MAX_VALUE);
        long output = number(value.substring(comma + 1).strip(), "usage:IN,OUT", Integer.MAX_VALUE);
        return new EchoMarks.Tokens(input, output);
    }

    private static FaultKind kind(String value) {
        String name = value.toUpperCase(Locale.ROOT).replace('-', '_');
        for (FaultKind kind : FaultKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw Fault.invalid(
                        "messages",
                        "[[fail:KIND]] knows no kind '" + value + "'; the kinds are "
                                + Arrays.toString(FaultKind.values()) + ".")
                .exception();
    }

    private static long number(String value, String form, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unreadable("[[" + form + "]]");
        }
        throw Fault.invalid("messages", "[[" + form + "]] takes numbers from 0 to " + max + ".")
                .exception();
    }

    private static RuntimeException unreadable(String form) {
        return Fault.invalid("messages", "A mark cannot be read; " + form + " was meant.")
                .exception();
    }

    private int afterSpace(int from) {
        int at = from;
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the text goes on after a mark; a mark between two spaces leaves one. */
    private int afterGap(int end) {
        boolean spaceBefore = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
        return spaceBefore && end < source.length() && source.charAt(end) == ' ' ? end + 1 : end;
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
}
