package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.protocol.SignatureTag;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.ContentPart;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code reasoning} item. Its {@code encrypted_content} is OpenAI's ciphertext, or the gateway's tag around what
 * another provider made; without one, an item is only what can be read of it.
 */
final class ReasoningItemReader {
    /** The reasoning format whose ciphertexts OpenAI can read. */
    static final String OPENAI = "openai-responses-v1";

    /** OpenAI sets its summaries apart as paragraphs. */
    private static final String BETWEEN = "\n\n";

    private ReasoningItemReader() {}

    /** Takes the item and gives the thought, with the tag it carried; one that says nothing is not given. */
    static void read(JsonCursor json, BiConsumer<ContentPart.Reasoning, @Nullable SignatureTag> thoughts) {
        String text = null;
        String summary = null;
        String encrypted = null;
        String id = null;
        ExtraFields extras = new ExtraFields();
        json.beginObject();
        while (json.nextField()) {
            if (json.isNull()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "type", "status" -> json.skip();
                case "id" -> id = json.string();
                case "content" -> text = joined(json, "");
                case "summary" -> summary = joined(json, BETWEEN);
                case "encrypted_content" -> encrypted = json.longString();
                default -> extras.take(json);
            }
        }
        String thought = text == null ? "" : text;
        String own = Ids.minted(id) ? null : id;
        if (SignatureTag.matches(encrypted)) {
            SignatureTag tag = SignatureTag.parse(encrypted == null ? "" : encrypted);
            thoughts.accept(
                    new ContentPart.Reasoning(
                            thought,
                            summary,
                            tag.signature(),
                            tag.encrypted(),
                            tag.origin(),
                            tag.id() == null ? own : tag.id(),
                            extras.collected()),
                    tag);
        } else if (encrypted != null || summary != null || !thought.isEmpty()) {
            String origin = encrypted == null ? null : OPENAI;
            thoughts.accept(
                    new ContentPart.Reasoning(thought, summary, null, encrypted, origin, own, extras.collected()),
                    null);
        }
    }

    /** The texts of an array of parts; null where there is none. */
    private static @Nullable String joined(JsonCursor json, String between) {
        StringBuilder all = null;
        json.beginArray();
        while (json.nextElement()) {
            String text = null;
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("text")) {
                    text = json.string();
                } else {
                    json.skip();
                }
            }
            if (text != null) {
                all = all == null ? new StringBuilder() : all.append(between);
                all.append(text);
            }
        }
        return all == null ? null : all.toString();
    }
}
