package com.xiaojinpro.gateway.connector.gemini;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer's text came from, as OpenAI {@code url_citation} annotations: {@code groundingMetadata} and {@code
 * citationMetadata} of one candidate, the newest of each. Their offsets count UTF-8 bytes, those of annotations chars. Not
 * thread-safe.
 */
final class Grounding {
    private record Source(@Nullable String url, @Nullable String title) {}

    private record Support(long start, long end, @Nullable String text, List<Integer> sources) {}

    private record Cited(Source source, Support at) {}

    private List<Source> sources = new ArrayList<>();
    private List<Support> supports = new ArrayList<>();
    /** A stream may say the same again. */
    private final Set<Cited> cited = new LinkedHashSet<>();

    boolean isEmpty() {
        return sources.isEmpty() && cited.isEmpty();
    }

    /** Takes a {@code groundingMetadata}; an empty one says nothing. */
    void grounding(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        List<Source> newSources = new ArrayList<>();
        List<Support> newSupports = new ArrayList<>();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "groundingChunks" -> elements(json, () -> newSources.add(chunk(json)));
                case "groundingSupports" -> elements(json, () -> newSupports.add(support(json)));
                default -> json.skip();
            }
        }
        if (!newSources.isEmpty()) {
            sources = newSources;
            supports = newSupports;
        }
    }

    /** Takes a {@code citationMetadata}. */
    void citations(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "citations", "citationSources" -> elements(json, () -> citation(json));
                default -> json.skip();
            }
        }
    }

    /** The annotations of a text. */
    List<String> annotations(String text) {
        List<String> annotations = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Support support : supports) {
            for (int index : support.sources()) {
                if (index >= 0 && index < sources.size()) {
                    add(annotations, sources.get(index), support, text, bytes);
                }
            }
        }
        if (supports.isEmpty()) {
            sources.forEach(source -> add(annotations, source, new Support(0, 0, null, List.of()), text, bytes));
        }
        cited.forEach(citation -> add(annotations, citation.source(), citation.at(), text, bytes));
        return annotations;
    }

    private static void add(List<String> annotations, Source source, Support support, String text, byte[] bytes) {
        String url = source.url();
        if (url == null) {
            return;
        }
        int start = chars(bytes, support.start());
        int end = Math.max(start, chars(bytes, support.end()));
        String cited = support.text();
        if (cited != null && !text.startsWith(cited, start)) {
            // Offsets count from the part the text stood in; its words find it in the whole.
            int found = text.indexOf(cited);
            start = Math.max(0, found);
            end = found < 0 ? 0 : found + cited.length();
        }
        if (cited == null) {
            cited = text.substring(start, end);
        }
        ByteWriter out = new ByteWriter(512).raw("{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":");
        out.number(start).raw(",\"end_index\":").number(end).raw(",\"url\":").string(url);
        out.raw(",\"title\":").string(source.title() == null ? "" : source.title());
        out.raw(",\"content\":").string(cited).raw("}}");
        annotations.add(out.take().toString(StandardCharsets.UTF_8));
    }

    /** How many chars the first bytes of a text are. */
    private static int chars(byte[] bytes, long offset) {
        int limit = Math.clamp(offset, 0, bytes.length);
        int chars = 0;
        for (int i = 0; i < limit; i++) {
            int b = bytes[i] & 0xFF;
            // A char begins with every byte but the continuations; what takes four bytes is two chars.
            chars += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }
        return chars;
    }

    private static Source chunk(JsonCursor json) {
        String url = null;
        String title = null;
        json.beginObject();
        while (json.nextField()) {
            if (!json.isObject()) {
                json.skip();
                continue;
            }
            json.beginObject();
            while (json.nextField()) {
                switch (json.name()) {
                    case "uri" -> url = Lenient.word(json);
                    case "title" -> title = Lenient.text(json);
                    default -> json.skip();
                }
            }
        }
        return new Source(url, title);
    }

    private static Support support(JsonCursor json) {
        List<Integer> indices = new ArrayList<>();
        long[] range = new long[2];
        String text = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "groundingChunkIndices" -> elements(json, () -> indices.add((int) Lenient.integer(json, -1)));
                case "segment" -> {
                    json.beginObject();
                    while (json.nextField()) {
                        switch (json.name()) {
                            case "startIndex" -> range[0] = Lenient.integer(json, 0);
                            case "endIndex" -> range[1] = Lenient.integer(json, 0);
                            case "text" -> text = Lenient.word(json);
                            default -> json.skip();
                        }
                    }
                }
                default -> json.skip();
            }
        }
        return new Support(range[0], range[1], text, indices);
    }

    private void citation(JsonCursor json) {
        long start = 0;
        long end = 0;
        String url = null;
        String title = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "startIndex" -> start = Lenient.integer(json, 0);
                case "endIndex" -> end = Lenient.integer(json, 0);
                case "uri" -> url = Lenient.word(json);
                case "title" -> title = Lenient.word(json);
                default -> json.skip();
            }
        }
        if (url != null) {
            cited.add(new Cited(new Source(url, title), new Support(start, end, null, List.of())));
        }
    }

    private static void elements(JsonCursor json, Runnable element) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            element.run();
        }
    }
}
