package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.xiaojinpro.gateway.testing.RecordedRequest;
import com.xiaojinpro.gateway.testing.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol between gateway and provider: what the scripted model answers in it, and what the provider demands of the
 * requests of a loop.
 */
interface LoopWire {
    /** The turn of the model that a request asks for, from 1. */
    int turn(JsonNode body);

    Script answer(RecordedRequest request, LoopTurn turn);

    /** Whether the model seals this of its turn. */
    boolean seals(LoopTurn turn, String what);

    /** What has to become of an aspect where the client is this one. */
    LoopWord word(LoopAspect aspect, LoopClient.Kind client);

    /**
     * Looks at a request that carries these turns.
     *
     * @param history those of this provider were made in this protocol
     */
    void check(
            JsonNode body,
            List<LoopPlayed> history,
            LoopProvider provider,
            LoopClient.Kind client,
            LoopVerdict verdict);

    /** Whether a turn's thoughts were made by who is asked now, or by who can read them as well. */
    static boolean own(LoopPlayed played, LoopProvider provider) {
        return played.by().maker().equals(provider.maker());
    }

    /** The text of a string, or of an array of text parts. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder all = new StringBuilder();
        content.forEach(part -> all.append(part.path("text").asText()));
        return all.toString();
    }

    static List<String> all(Iterable<JsonNode> nodes, String member) {
        List<String> values = new ArrayList<>();
        nodes.forEach(node -> values.add(node.path(member).asText()));
        return values;
    }

    static List<JsonNode> of(Iterable<JsonNode> nodes, String type) {
        List<JsonNode> found = new ArrayList<>();
        nodes.forEach(node -> {
            if (type.equals(node.path("type").asText())) {
                found.add(node);
            }
        });
        return found;
    }
}
