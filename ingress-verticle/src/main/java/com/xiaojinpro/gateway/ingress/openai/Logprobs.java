package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.ByteWriter;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.util.ArrayList;
import java.util.List;

/** Joins the {@code logprobs} objects of a choice into the one of its whole answer; the tokens are never re-printed. */
final class Logprobs {
    private final List<String> content = new ArrayList<>();
    private final List<String> refusal = new ArrayList<>();
    private boolean contentTold;
    private boolean refusalTold;

    private Logprobs() {}

    /** Appends the joined object, or null where there is none. */
    static void write(ByteWriter out, List<String> objects) {
        if (objects.isEmpty()) {
            out.raw("null");
            return;
        }
        Logprobs joined = new Logprobs();
        objects.forEach(joined::add);
        out.raw("{\"content\":");
        list(out, joined.content, joined.contentTold);
        out.raw(",\"refusal\":");
        list(out, joined.refusal, joined.refusalTold);
        out.raw("}");
    }

    private void add(String object) {
        JsonCursor json = JsonCursor.of(object);
        json.beginObject();
        while (json.nextField()) {
            if (!json.isArray()) {
                json.skip();
                continue;
            }
            switch (json.name()) {
                case "content" -> {
                    contentTold = true;
                    tokens(json, content);
                }
                case "refusal" -> {
                    refusalTold = true;
                    tokens(json, refusal);
                }
                default -> json.skip();
            }
        }
    }

    private static void tokens(JsonCursor json, List<String> tokens) {
        json.beginArray();
        while (json.nextElement()) {
            tokens.add(json.raw());
        }
    }

    private static void list(ByteWriter out, List<String> tokens, boolean told) {
        if (told) {
            Members.array(out, tokens);
        } else {
            out.raw("null");
        }
    }
}
