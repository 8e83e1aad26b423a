package com.xiaojinpro.gateway.connector.openai;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/** The members of one event, read in whatever order they stand; used again for the next. Not thread-safe. */
final class ResponsesEvent {
    int outputIndex;
    int contentIndex;
    int summaryIndex;

    @Nullable
    String itemId;

    @Nullable
    String logprobs;

    @Nullable
    String annotation;

    @Nullable
    String item;

    @Nullable
    String name;

    private @Nullable String delta;
    private @Nullable String text;

    void read(JsonCursor json) {
        outputIndex = -1;
        contentIndex = 0;
        summaryIndex = 0;
        itemId = null;
        logprobs = null;
        annotation = null;
        item = null;
        name = null;
        delta = null;
        text = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "delta" -> delta = Lenient.text(json);
                case "output_index" -> outputIndex = index(json, -1);
                case "content_index" -> contentIndex = index(json, 0);
                case "summary_index" -> summaryIndex = index(json, 0);
                case "item_id" -> itemId = Lenient.word(json);
                case "logprobs" -> logprobs = Lenient.something(json);
                case "text", "arguments", "input", "refusal" -> text = Lenient.text(json);
                case "annotation" -> annotation = Lenient.something(json);
                case "name" -> name = Lenient.word(json);
                case "item" -> item = json.isObject() ? json.raw() : skipped(json);
                default -> json.skip();
            }
        }
    }

    String delta() {
        String told = delta;
        return told == null ? "" : told;
    }

    /** What a closing event says the whole is. */
    String text() {
        String told = text;
        return told == null ? "" : told;
    }

    private static int index(JsonCursor json, int defaultValue) {
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, Lenient.integer(json, defaultValue)));
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }
}
