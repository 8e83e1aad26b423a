package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One turn of {@code contents}, while a request is made. */
final class Content {
    private final boolean model;
    private final boolean results;
    private final List<JsonText.Writing> parts = new ArrayList<>();

    /**
     * @param results whether it holds tool results, which stand in a turn of their own
     */
    Content(boolean model, boolean results) {
        this.model = model;
        this.results = results;
    }

    boolean model() {
        return model;
    }

    boolean results() {
        return results;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    void add(JsonText.Writing part) {
        parts.add(part);
    }

    void addText(String text) {
        if (!text.isEmpty()) {
            parts.add(json -> text(json, text));
        }
    }

    static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", model ? "model" : "user");
        json.writeArrayFieldStart("parts");
        for (JsonText.Writing part : parts) {
            part.to(json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
