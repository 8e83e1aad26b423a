package com.xiaojinpro.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Puts the deltas of a chat completion together as the official SDKs do, members they do not know included: strings are
 * appended, objects merged, the elements of arrays merged by {@code index}; {@code index} and {@code type} are replaced.
 */
final class ChatDeltas {
    private ChatDeltas() {}

    static void add(ObjectNode whole, ObjectNode delta) {
        delta.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            JsonNode known = whole.get(name);
            boolean replaced = known == null || known.isNull() || name.equals("index") || name.equals("type");
            if (value.isArray() && (known == null || known.isNull())) {
                array(whole.putArray(name), (ArrayNode) value);
            } else if (replaced) {
                whole.set(name, value.deepCopy());
            } else if (value.isTextual()) {
                whole.put(name, known.asText() + value.asText());
            } else if (value.isObject()) {
                add((ObjectNode) known, (ObjectNode) value);
            } else if (value.isArray()) {
                array((ArrayNode) known, (ArrayNode) value);
            } else if (!value.isNull()) {
                whole.set(name, value);
            }
        });
    }

    private static void array(ArrayNode whole, ArrayNode delta) {
        for (JsonNode element : delta) {
            JsonNode index = element.path("index");
            if (element instanceof TextNode || index.isMissingNode()) {
                whole.add(element.deepCopy());
                continue;
            }
            ObjectNode found = null;
            for (JsonNode known : whole) {
                if (known.path("index").asInt(-1) == index.asInt()) {
                    found = (ObjectNode) known;
                }
            }
            if (found == null) {
                found = JsonNodeFactory.instance.objectNode();
                whole.add(found);
            }
            add(found, (ObjectNode) element);
        }
    }
}
