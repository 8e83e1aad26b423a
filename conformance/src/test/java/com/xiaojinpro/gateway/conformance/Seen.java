package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a provider was asked, whatever protocol it speaks, so that one assertion holds for all of them.
 *
 * @param turns the conversation, a line each: {@code system TEXT}, {@code user TEXT}, {@code assistant TEXT},
 *     {@code thought TEXT}, {@code seal SIGNATURE}, {@code call ID NAME ARGUMENTS}, {@code result ID TEXT} (or
 *     {@code failure ID TEXT} where the protocol has a word for it), {@code media TYPE BASE64}, {@code media URL}
 * @param tools the names of the tools, in order
 * @param demanded whether one of them has to be called
 * @param schema of a structured answer
 * @param limit of the answer, in tokens
 * @param stops the stop sequences
 * @param effort of reasoning, as the protocol puts it
 */
record Seen(
        List<String> turns,
        List<String> tools,
        boolean demanded,
        @Nullable JsonNode schema,
        @Nullable Integer limit,
        List<String> stops,
        @Nullable String effort) {
    Seen {
        turns = List.copyOf(turns);
        tools = List.copyOf(tools);
        stops = List.copyOf(stops);
    }

    /** The lines of these kinds only. */
    List<String> only(String... kinds) {
        return turns.stream()
                .filter(line -> List.of(kinds).contains(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    /** The lines of the user since the assistant last said something, without the word that leads them. */
    String asked() {
        int start = 0;
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).startsWith("assistant ")) {
                start = i;
            }
        }
        return turns.subList(start, turns.size()).stream()
                .filter(line -> line.startsWith("user "))
                .map(line -> line.substring("user ".length()))
                .collect(Collectors.joining("\n"));
    }

    static @Nullable JsonNode present(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node;
    }

    static @Nullable Integer number(JsonNode node) {
        return node.isInt() ? node.asInt() : null;
    }

    static @Nullable String word(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** A {@code data:} URL as type and base64, any other as it is. */
    static String media(String url) {
        return url.startsWith("data:")
                ? "media " + url.substring("data:".length()).replace(";base64,", " ")
                : "media " + url;
    }
}
