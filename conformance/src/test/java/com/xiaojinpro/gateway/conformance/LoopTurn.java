package com.xiaojinpro.gateway.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A turn of the scripted model: it thinks, says something, and calls tools or ends. What it says follows from the loop and the
 * number of the turn alone, so that a provider needs no memory and a check knows what was issued.
 *
 * @param loop the word by which the requests of one loop know each other
 * @param number counts from 1
 * @param ids what the provider's ids of calls begin with; empty for a provider that gives none
 */
record LoopTurn(String loop, int number, String ids) {
    /** How many turns a loop has; the last one calls nothing. */
    static final int TURNS = 3;

    private static final Pattern LOOP = Pattern.compile("loop[0-9]+z");
    private static final List<Call> TWO = List.of(
            new Call("", "get_weather", "{\"city\":\"Paris\"}"), new Call("", "get_weather", "{\"city\":\"Rome\"}"));
    private static final List<Call> ONE =
            List.of(new Call("", "get_time", "{\"zone\":\"Europe/Rome\",\"places\":[1]}"));

    /** A call, and what the provider says its id is. */
    record Call(String id, String name, String arguments) {
        /** What the tool gives back. */
        String result() {
            return arguments.contains("Paris") ? "18 C" : arguments.contains("city") ? "24 C" : "14:30";
        }
    }

    /** What the user asks, and with it which loop this is. */
    static String question(String loop) {
        return "How warm is it in Paris and in Rome, and what time is it there? (" + loop + ")";
    }

    /** The loop that a request belongs to. */
    static String loop(String body) {
        Matcher found = LOOP.matcher(body);
        if (!found.find()) {
            throw new AssertionError("the user's question did not arrive: " + body);
        }
        return found.group();
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Call call : number == 1 ? TWO : number == 2 ? ONE : List.<Call>of()) {
            String id = ids.isEmpty() ? "" : ids + loop + "_" + number + "_" + calls.size();
            calls.add(new Call(id, call.name(), call.arguments()));
        }
        return calls;
    }

    String thought() {
        return "Thought " + number + ": \"where\" & when, " + loop + ".";
    }

    /** Nothing beside the first calls, something beside the second. */
    String text() {
        return switch (number) {
            case 1 -> "";
            case 2 -> "Now the time.";
            default -> "It is 18 C in Paris and 24 C in Rome, and 14:30.";
        };
    }

    /** An opaque value of this turn, as a provider would seal its {@code what}. */
    String seal(String what) {
        return Base64.getEncoder()
                .encodeToString(("~~?" + loop + ":" + number + ":" + what + ">>").getBytes(StandardCharsets.UTF_8));
    }
}
