package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider was asked, whatever protocol it speaks, so that one assertion holds for all of them.
 *
 * @param turns the conversation, a line each: {@code system TEXT}, {@code user TEXT}, {@code assistant TEXT},
 *     {@code thought TEXT}, {@code seal SIGNATURE}, {@code call ID NAME ARGUMENTS}, {@code result ID TEXT} (or
 *     {@code failure ID TEXT} where the protocol has a word for it), {@code media TYPE BASE64}, {@code media URL}
 * @param tools the names of the tools, in order
 * @param schema of a structured answer
 * @param limit of the answer, in tokens
 * @param stops the stop sequences
 * @param effort of reasoning, as the protocol puts it
 */
record Seen(
        List<String> turns,
        List<String> tools,
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
