package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The citations of one choice in OpenAI's form. A citation of a web page in another dialect becomes a {@code
 * url_citation}; one that OpenAI has no form for (a place in a document) is kept as it is in {@code citations}, a member
 * that clients which do not know it ignore.
 */
final class Annotations {
    private final List<String> annotations = new ArrayList<>(0);
    private final List<String> citations = new ArrayList<>(0);

    /**
     * Takes one citation.
     *
     * @param dialect the dialect it is written in
     * @param start where the text it belongs to begins in the content of the choice, in chars
     * @param end where that text ends
     */
    void add(Dialect dialect, String raw, int start, int end) {
        if (dialect == Dialect.OPENAI_CHAT) {
            annotations.add(raw);
            return;
        }
        String translated = translated(raw, start, end);
        if (translated == null) {
            citations.add(raw);
        } else {
            annotations.add(translated);
        }
    }

    boolean isEmpty() {
        return annotations.isEmpty() && citations.isEmpty();
    }

    /** Appends the members of a message or delta, with a comma between them. */
    void write(ByteWriter out) {
        if (!annotations.isEmpty()) {
            out.raw("\"annotations\":");
            Members.array(out, annotations);
        }
        if (!citations.isEmpty()) {
            out.raw(annotations.isEmpty() ? "\"citations\":" : ",\"citations\":");
            Members.array(out, citations);
        }
    }

    private static @Nullable String translated(String raw, int start, int end) {
        Found found = new Found(start, end);
        try {
            found.read(JsonCursor.of(raw));
        } catch (FaultException e) {
            // Not the shape of any citation with an address: it stays what it is.
            return null;
        }
        return found.nested ? raw : found.urlCitation();
    }

    /** What of a citation OpenAI has a place for, whoever wrote it. */
    private static final class Found {
        private long start;
        private long end;
        private boolean nested;
        private @Nullable String url;
        private @Nullable String title;

        Found(int start, int end) {
            this.start = start;
            this.end = end;
        }

        void read(JsonCursor json) {
            json.beginObject();
            while (json.nextField()) {
                switch (json.name()) {
                    case "url_citation" -> {
                        nested = true;
                        json.skip();
                    }
                    // A Gemini grounding chunk.
                    case "web" -> read(json);
                    case "url", "uri" -> url = json.stringOrNull();
                    case "title" -> title = json.stringOrNull();
                    case "start_index" -> start = json.integer();
                    case "end_index" -> end = json.integer();
                    default -> json.skip();
                }
            }
        }

        @Nullable
        String urlCitation() {
            String address = url;
            if (address == null) {
                return null;
            }
            ByteWriter out = new ByteWriter(256);
            out.raw("{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":")
                    .number(start);
            out.raw(",\"end_index\":").number(end);
            out.raw(",\"url\":").string(address);
            out.raw(",\"title\":").string(title == null ? "" : title);
            return out.raw("}}").take().toString();
        }
    }
}
