package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Citations in this protocol's form. Its own go as they are; one of a web page in another protocol becomes a {@code
 * url_citation}, over the text so far where it does not say which part of it is meant. A place in a document the client gave
 * has no form here.
 */
final class Annotations {
    private Annotations() {}

    /** The citation to show, or null where it cannot be expressed. */
    static @Nullable String shown(String citation, Dialect dialect, int end) {
        if (dialect == Dialect.OPENAI_RESPONSES) {
            return citation;
        }
        Found found = new Found(end);
        try {
            found.read(JsonCursor.of(citation));
        } catch (FaultException other) {
            return null;
        }
        return found.urlCitation();
    }

    private static final class Found {
        private long start;
        private long end;
        private @Nullable String url;
        private @Nullable String title;

        Found(long end) {
            this.end = end;
        }

        void read(JsonCursor json) {
            json.beginObject();
            while (json.nextField()) {
                if (json.isNull()) {
                    json.skip();
                    continue;
                }
                switch (json.name()) {
                    // Chat nests its citation, Gemini its grounding chunk.
                    case "url_citation", "web" -> read(json);
                    case "url", "uri" -> url = json.string();
                    case "title" -> title = json.string();
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
            out.raw("{\"type\":\"url_citation\",\"start_index\":").number(start);
            out.raw(",\"end_index\":").number(end).raw(",\"url\":").string(address);
            return out.raw(",\"title\":")
                    .string(title == null ? "" : title)
                    .raw('}')
                    .take()
                    .toString();
        }
    }
}
