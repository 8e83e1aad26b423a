package com.xiaojinpro.gateway.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Puts fields of a version to come into the objects of a document. */
final class UnknownFields {
    private static final String[] FIELDS = {
        "\"zz\":null",
        "\"zz\":{\"k\":\"part\",\"i\":[1,{\"x\":\"}\"}]}",
        "\"\\u00e9 \":\"\\\"}{\"",
        "\"K\":-1.5e300",
        "\"\":[[],[{}]]"
    };

    private UnknownFields() {}

    /** The document with a field more at about half of the places where one can stand. */
    static byte[] into(byte[] document, Random chance) {
        String json = new String(document, StandardCharsets.UTF_8);
        StringBuilder grown = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean empty = !grown.isEmpty() && grown.charAt(grown.length() - 1) == '{';
            if (!inString && c == '}' && chance.nextBoolean()) {
                grown.append(empty ? "" : ",").append(FIELDS[chance.nextInt(FIELDS.length)]);
            }
            grown.append(c);
            if (inString && c == '\\') {
                grown.append(json.charAt(++i));
            } else if (c == '"') {
                inString = !inString;
            } else if (!inString && c == '{' && json.charAt(i + 1) != '}' && chance.nextBoolean()) {
                grown.append(FIELDS[chance.nextInt(FIELDS.length)]).append(',');
            }
        }
        return grown.toString().getBytes(StandardCharsets.UTF_8);
    }
}
