package com.xiaojinpro.gateway.connector.echo;

import com.xiaojinpro.gateway.fault.FaultKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the marks in a user's text ask for.
 *
 * @param text the text without them
 * @param calls {@code [[tool:NAME {json}]]}
 * @param thoughts {@code [[reason:TEXT]]}
 * @param usage {@code [[usage:IN,OUT]]}
 * @param failure {@code [[fail:KIND]]}
 * @param failAfter {@code [[fail-after:N]]}: how many pieces of content come before the failure
 * @param pace {@code [[pace:MS]]}
 */
record EchoMarks(
        String text,
        List<Call> calls,
        List<String> thoughts,
        @Nullable Tokens usage,
        @Nullable FaultKind failure,
        @Nullable Integer failAfter,
        @Nullable Duration pace) {
    static final Duration LONGEST_PACE = Duration.ofMinutes(1);

    EchoMarks {
        calls = List.copyOf(calls);
        thoughts = List.copyOf(thoughts);
    }

    /** A call to make, with its arguments as they were written. */
    record Call(String name, String arguments) {}

    record Tokens(long input, long output) {}
}
