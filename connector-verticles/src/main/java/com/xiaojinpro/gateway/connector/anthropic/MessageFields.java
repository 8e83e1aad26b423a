package com.xiaojinpro.gateway.connector.anthropic;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.FinishReason;
import com.xiaojinpro.gateway.model.UnifiedChunk;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of itself beside its content: who it is, how it ended, what else stands with it. It comes at the start
 * of a stream and again at its end, or all at once. Owned by one {@link MessagesAnswer}.
 */
final class MessageFields {
    String id = "";
    String model = "";
    /** Further members, of the start and of the end. */
    final RawObject extras = new RawObject();

    /** The raw JSON of an error that stands in place of the message, or null. */
    @Nullable
    String error;

    private final UsageTotals usage;
    private final boolean counts;
    private final RawObject endExtras = new RawObject();
    private @Nullable String stopReason;
    private @Nullable String stopSequence;

    /**
     * @param usage takes what the message says it cost
     * @param counts whether the message is a count
     */
    MessageFields(UsageTotals usage, boolean counts) {
        this.usage = usage;
        this.counts = counts;
    }

    /**
     * Takes a message: a whole one, or the empty one that a stream begins with.
     *
     * @return a cursor over its content; null where there is none
     */
    @Nullable
    JsonCursor read(JsonCursor json) {
        int start = json.tokenStart();
        JsonCursor content = null;
        boolean isError = false;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> isError = "error".equals(Lenient.text(json));
                case "role" -> json.skip();
                case "id" -> id = kept(id, json);
                case "model" -> model = kept(model, json);
                case "usage" -> usage.read(json);
                case "input_tokens" -> {
                    if (counts) {
                        usage.counted(json);
                    } else {
                        json.skip();
                    }
                }
                case "content" -> content = content(json);
                case "error" -> {
                    if (Lenient.isTrueOrText(json)) {
                        error = Lenient.something(json);
                    } else {
                        json.skip();
                    }
                }
                case "stop_reason", "stop_sequence", "stop_details" -> end(json);
                default -> keep(json, extras);
            }
        }
        if (isError) {
            error = json.raw(start);
        }
        return content;
    }

    /** Content may stand before what the answer begins with, so it is read afterwards. */
    private static @Nullable JsonCursor content(JsonCursor json) {
        if (json.isString()) {
            return JsonCursor.of(json.raw());
        }
        if (!json.isArray()) {
            json.skip();
            return null;
        }
        int from = json.tokenStart();
        json.skip();
        return json.again(from);
    }

    /** Takes a {@code message_delta}. */
    void delta(JsonCursor json) {
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "type" -> json.skip();
                case "usage" -> usage.read(json);
                case "delta" -> {
                    if (json.isObject()) {
                        json.beginObject();
                        while (json.nextField()) {
                            end(json);
                        }
                    } else {
                        json.skip();
                    }
                }
                default -> keep(json, endExtras);
            }
        }
    }

    private void end(JsonCursor json) {
        switch (json.name()) {
            case "stop_reason" -> {
                String word = Lenient.word(json);
                stopReason = word == null ? stopReason : word;
            }
            case "stop_sequence" -> {
                String met = Lenient.text(json);
                stopSequence = met == null ? stopSequence : met;
            }
            default -> keep(json, endExtras);
        }
    }

    /**
     * How it ended.
     *
     * @param called whether it holds a call of a client's tool
     * @param answered whether it holds the call that stands for a structured answer
     */
    UnifiedChunk.Ending ending(boolean called, boolean answered) {
        String word = stopReason;
        FinishReason reason = called ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        if (word != null) {
            reason = StopWords.of(word);
        }
        if (reason == FinishReason.TOOL_CALLS && answered && !called) {
            // The only call was the answer itself.
            reason = FinishReason.STOP;
            word = "end_turn";
        }
        return new UnifiedChunk.Ending(0, reason, word, stopSequence, endExtras.extras());
    }

    private static void keep(JsonCursor json, RawObject members) {
        if (json.isNull()) {
            json.skip();
        } else {
            String name = json.name();
            members.put(name, json.raw());
        }
    }

    private static String kept(String known, JsonCursor json) {
        String told = Lenient.scalar(json);
        return known.isEmpty() && told != null ? told : known;
    }
}
