package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Citations of an answer in Anthropic's form. Its own go as they are. A {@code url_citation} that says what was read there
 * becomes a web search result; its {@code encrypted_index} is tagged, because only Anthropic can make one, and is removed
 * when the text comes back. A citation that lacks the cited text has no form here.
 */
final class Citations {
    /** What stands for Anthropic's own index of a search result in a citation of another provider. */
    private static final String INDEX = SignatureTag.PREFIX + "none.";

    private Citations() {}

    /** The citation to show, or null where it cannot be expressed. */
    static @Nullable String shown(String annotation, Dialect dialect) {
        if (dialect == Dialect.ANTHROPIC_MESSAGES) {
            return annotation;
        }
        try {
            return webSearchResult(annotation);
        } catch (FaultException malformed) {
            return null;
        }
    }

    /** Those of several that can be shown. */
    static List<String> shown(List<String> annotations, Dialect dialect) {
        if (annotations.isEmpty()) {
            return annotations;
        }
        List<String> shown = new ArrayList<>(annotations.size());
        for (String annotation : annotations) {
            String citation = shown(annotation, dialect);
            if (citation != null) {
                shown.add(citation);
            }
        }
        return shown;
    }

    private static @Nullable String webSearchResult(String annotation) {
        JsonCursor in = JsonCursor.of(annotation);
        if (!"url_citation".equals(in.peek("type"))) {
            return null;
        }
        Found found = new Found();
        found.read(in);
        String url = found.url;
        String text = found.content;
        if (url == null || text == null) {
            return null;
        }
        String title = found.title;
        return "{\"type\":\"web_search_result_location\",\"cited_text\":" + JsonText.quoted(text) + ",\"url\":"
                + JsonText.quoted(url) + ",\"title\":" + (title == null ? "null" : JsonText.quoted(title))
                + ",\"encrypted_index\":\"" + INDEX + "\"}";
    }

    /** The members of a citation, which Chat nests one level deeper than Responses does. */
    private static final class Found {
        private @Nullable String url;
        private @Nullable String title;
        private @Nullable String content;

        void read(JsonCursor in) {
            in.beginObject();
            while (Members.next(in)) {
                switch (in.name()) {
                    case "url_citation" -> read(in);
                    case "url" -> url = in.string();
                    case "title" -> title = in.string();
                    case "content" -> content = in.string();
                    default -> in.skip();
                }
            }
        }
    }
}
