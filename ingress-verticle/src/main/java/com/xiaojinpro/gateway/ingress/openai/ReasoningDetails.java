package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code reasoning_details} that a client gives back with an assistant message (OpenRouter's form). Clients keep them
 * in two ways: merged by {@code index}, or as the plain run of what the stream brought. Both read to the same parts:
 * neighbours of one index, or of one id, are pieces of one thought. The order is kept, nothing is trimmed (H42, H61).
 */
final class ReasoningDetails {
    private static final Set<String> KNOWN = Set.of("reasoning.text", "reasoning.summary", "reasoning.encrypted");

    /** One element, as written. */
    private record Entry(
            @Nullable String text,
            @Nullable String summary,
            @Nullable String data,
            @Nullable String signature,
            @Nullable String format,
            @Nullable String id,
            @Nullable Long index,
            Extras extras) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> callSignatures = new HashMap<>();

    /** Takes the array. */
    static ReasoningDetails read(JsonCursor json) {
        ReasoningDetails details = new ReasoningDetails();
        json.beginArray();
        while (json.nextElement()) {
            details.entries.add(entry(json));
        }
        return details;
    }

    /** Whether a thought, or a summary of one, is readable in them; then the plain reasoning field only repeats it (H64). */
    boolean readable() {
        for (Entry entry : entries) {
            if (present(entry.text) || present(entry.summary)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The thoughts as parts.
     *
     * @param calls the ids of the calls of the message: a ciphertext with such an id is the signature of that call (Gemini)
     */
    List<ContentPart> parts(Set<String> calls) {
        List<ContentPart> parts = new ArrayList<>();
        Thought open = null;
        for (Entry entry : entries) {
            if (entry.data != null && entry.id != null && calls.contains(entry.id)) {
                callSignatures.put(entry.id, entry.data);
                continue;
            }
            if (open == null || !open.continuedBy(entry)) {
                if (open != null) {
                    parts.add(open.part());
                }
                open = new Thought();
            }
            open.add(entry);
        }
        if (open != null) {
            parts.add(open.part());
        }
        return parts;
    }

    /** The signature of a call, known after {@link #parts}; null where there is none. */
    @Nullable
    String callSignature(String callId) {
        return callSignatures.get(callId);
    }

    private static Entry entry(JsonCursor json) {
        String text = null;
        String summary = null;
        String data = null;
        String signature = null;
        String format = null;
        String id = null;
        Long index = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "text" -> text = json.stringOrNull();
                case "summary" -> summary = json.stringOrNull();
                case "data" -> data = json.stringOrNull();
                case "signature" -> signature = json.stringOrNull();
                case "format" -> format = json.stringOrNull();
                case "id" -> id = json.scalarText();
                case "index" -> index = json.integerOrNull();
                case "type" -> {
                    String type = json.raw();
                    if (type.length() < 2 || !KNOWN.contains(type.substring(1, type.length() - 1))) {
                        extras.put("type", type);
                    }
                }
                default -> extras.take(json);
            }
        }
        return new Entry(text, summary, data, signature, format, id, index, extras.collected());
    }

    private static boolean present(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    /** One thought while its entries are put together. */
    private static final class Thought {
        private final StringBuilder text = new StringBuilder();
        private final Map<String, String> extras = new LinkedHashMap<>();
        private @Nullable StringBuilder summary;
        private @Nullable String signature;
        private @Nullable String encrypted;
        private @Nullable String format;
        private @Nullable String id;
        private @Nullable Long index;

        boolean continuedBy(Entry next) {
            boolean sameId = id != null && id.equals(next.id);
            boolean sameIndex = index != null && index.equals(next.index) && agrees(id, next.id);
            if (!(sameId || sameIndex) || !agrees(format, next.format)) {
                return false;
            }
            if (signature != null || encrypted != null) {
                // What closes a thought has come: only the other closing piece of it may follow.
                boolean more = present(next.text) || present(next.summary);
                return !more && agreesOnce(signature, next.signature) && agreesOnce(encrypted, next.data);
            }
            return true;
        }

        void add(Entry entry) {
            if (entry.text != null) {
                text.append(entry.text);
            }
            if (entry.summary != null) {
                StringBuilder known = summary;
                if (known == null) {
                    known = new StringBuilder();
                    summary = known;
                }
                known.append(entry.summary);
            }
            signature = signature == null ? entry.signature : signature;
            encrypted = encrypted == null ? entry.data : encrypted;
            format = format == null ? entry.format : format;
            id = id == null ? entry.id : id;
            index = entry.index;
            extras.putAll(entry.extras.fields());
        }

        ContentPart part() {
            String summarised = summary == null ? null : summary.toString();
            return new ContentPart.Reasoning(
                    text.toString(), summarised, signature, encrypted, format, id, Extras.of(extras));
        }

        private static boolean agrees(@Nullable String known, @Nullable String next) {
            return known == null || next == null || known.equals(next);
        }

        private static boolean agreesOnce(@Nullable String known, @Nullable String next) {
            return known == null || next == null;
        }
    }
}
