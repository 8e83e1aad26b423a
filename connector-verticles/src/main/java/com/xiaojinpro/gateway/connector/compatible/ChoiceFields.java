package com.xiaojinpro.gateway.connector.compatible;

import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.codec.RawObject;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.PartKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code choices}, read whole before anything is made of it: members come in any order, and what one of them
 * means depends on others ({@code index} may be last, {@code reasoning} repeats {@code reasoning_details}). Reused from
 * chunk to chunk; not thread-safe.
 */
final class ChoiceFields {

    /** A piece of a content array: its kind and its text. */
    record Piece(PartKind kind, String text) {}

    /** A generated image: its URL or data URL and what else its entry holds. */
    record Picture(String url, RawObject extras) {}

    int index;

    @Nullable
    String content;

    /** Content that came as an array, in order; stands beside {@link #content}, one of the two is used. */
    final List<Piece> pieces = new ArrayList<>();

    @Nullable
    String refusal;

    /** The best of the spellings of plain reasoning text: {@code reasoning_content} before {@code reasoning} (H64). */
    @Nullable
    String reasoning;

    private int reasoningRank;
    /** Parts of a content array that no model part stands for, raw. */
    private final List<String> otherParts = new ArrayList<>(0);

    final List<ReasoningDetail> details = new ArrayList<>();
    final List<ToolDelta> tools = new ArrayList<>();
    final List<String> annotations = new ArrayList<>();
    final List<Picture> pictures = new ArrayList<>();

    /** Members of the delta the model has no place for. */
    final RawObject unknown = new RawObject();

    @Nullable
    String logprobs;

    @Nullable
    String finishReason;

    @Nullable
    String nativeReason;

    /** The stop string that was met, where the server tells (vLLM, SGLang). */
    @Nullable
    String stopSequence;

    /** An error of this choice alone, as raw JSON. */
    @Nullable
    String error;

    /** The whole message some servers send beside or instead of the delta, as raw JSON. */
    @Nullable
    String message;

    boolean hasDelta;

    /** Members of the choice the model has no place for. */
    final RawObject extras = new RawObject();

    /**
     * Reads one choice.
     *
     * @param whole whether this is a whole answer, whose content is in {@code message}
     */
    void read(JsonCursor json, boolean whole) {
        clear();
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "index" -> index = (int) Math.max(0, Math.min(Integer.MAX_VALUE, Lenient.integer(json, 0)));
                case "delta" -> {
                    hasDelta = json.isObject();
                    content(json);
                }
                case "message" -> message(json, whole);
                case "finish_reason" -> finishReason = Lenient.word(json);
                case "native_finish_reason" -> nativeReason = Lenient.word(json);
                case "stop_reason", "matched_stop" -> stopSequence(json);
                case "logprobs" -> logprobs = Lenient.something(json);
                case "error" -> error = Lenient.isTrueOrText(json) ? Lenient.something(json) : skipped(json);
                default -> {
                    String name = json.name();
                    String raw = Lenient.something(json);
                    if (raw != null) {
                        extras.put(name, raw);
                    }
                }
            }
        }
    }

    private void message(JsonCursor json, boolean whole) {
        if (whole) {
            content(json);
        } else if (json.isObject()) {
            message = json.raw();
        } else {
            json.skip();
        }
    }

    /** Takes the members of a delta or a message. */
    void content(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "content" -> text(json);
                case "reasoning_content" -> reasoning(json, 4);
                case "reasoning" -> reasoning(json, 3);
                case "reasoning_text" -> reasoning(json, 2);
                case "thinking" -> reasoning(json, 1);
                case "reasoning_details" -> details(json);
                case "refusal" -> refusal = Lenient.word(json);
                case "tool_calls" -> tools(json);
                case "function_call" -> {
                    ToolDelta call = ToolDelta.legacy(json);
                    if (!call.isEmpty()) {
                        tools.add(call);
                    }
                }
                case "annotations" -> annotations(json);
                case "images" -> pictures(json);
                case "audio" -> audio(json);
                // Padding against traffic analysis means nothing, a role and a name say what is known.
                case "role", "name", "obfuscation", "padding" -> json.skip();
                default -> {
                    String name = json.name();
                    String raw = Lenient.something(json);
                    if (raw != null) {
                        unknown.put(name, raw);
                    }
                }
            }
        }
    }

    private void text(JsonCursor json) {
        if (json.isString()) {
            content = json.string();
        } else if (json.isArray()) {
            json.beginArray();
            while (json.nextElement()) {
                piece(json);
            }
            if (!otherParts.isEmpty()) {
                // Content that is not text would break clients where they expect text: it travels beside it.
                unknown.put("content_parts", "[" + String.join(",", otherParts) + "]");
            }
        } else if (json.isObject()) {
            // A structured answer that the server did not write as text.
            content = json.raw();
        } else {
            content = json.scalarText();
        }
    }

    private void piece(JsonCursor json) {
        if (json.isString()) {
            add(PartKind.TEXT, json.string());
            return;
        }
        if (!json.isObject()) {
            json.skip();
            return;
        }
        int start = json.tokenStart();
        json.skip();
        JsonCursor part = json.again(start);
        String type = "text";
        String text = null;
        String thinking = null;
        String said = null;
        String url = null;
        part.beginObject();
        while (part.nextField()) {
            switch (part.name()) {
                case "type" -> type = String.valueOf(Lenient.text(part));
                case "text" -> text = Lenient.word(part);
                case "thinking" -> thinking = joined(part);
                case "refusal" -> said = Lenient.word(part);
                case "image_url" -> url = url(part);
                default -> part.skip();
            }
        }
        switch (type) {
            case "text", "output_text" -> add(PartKind.TEXT, text);
            case "thinking", "reasoning" -> add(PartKind.REASONING, thinking == null ? text : thinking);
            case "refusal" -> add(PartKind.REFUSAL, said);
            case "image_url", "output_image" -> add(PartKind.IMAGE, url);
            default -> otherParts.add(json.raw(start));
        }
    }

    private void add(PartKind kind, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            pieces.add(new Piece(kind, text));
        }
    }

    /** Text that is a string, or an array of text parts as Mistral writes its thoughts. */
    private static @Nullable String joined(JsonCursor json) {
        if (!json.isArray()) {
            return Lenient.word(json);
        }
        StringBuilder all = new StringBuilder();
        json.beginArray();
        while (json.nextElement()) {
            String text = json.isObject() ? member(json, "text") : Lenient.text(json);
            if (text != null) {
                all.append(text);
            }
        }
        return all.toString();
    }

    private void reasoning(JsonCursor json, int rank) {
        String text = json.isObject() ? member(json, "content") : Lenient.word(json);
        if (text != null && !text.isEmpty() && rank > reasoningRank) {
            reasoning = text;
            reasoningRank = rank;
        }
    }

    private void details(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        int position = 0;
        while (json.nextElement()) {
            ReasoningDetail detail = ReasoningDetail.read(json, position++);
            if (detail.carries()) {
                details.add(detail);
            }
        }
    }

    private void tools(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            tools.add(ToolDelta.read(json));
        }
    }

    private void annotations(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            String raw = Lenient.something(json);
            if (raw != null) {
                annotations.add(raw);
            }
        }
    }

    private void pictures(JsonCursor json) {
        if (!json.isArray()) {
            json.skip();
            return;
        }
        json.beginArray();
        while (json.nextElement()) {
            if (!json.isObject()) {
                json.skip();
                continue;
            }
            String url = null;
            RawObject rest = new RawObject();
            json.beginObject();
            while (json.nextField()) {
                String name = json.name();
                if (name.equals("image_url")) {
                    url = url(json);
                } else if (name.equals("type")) {
                    json.skip();
                } else {
                    rest.put(name, json.raw());
                }
            }
            if (url != null) {
                pictures.add(new Picture(url, rest));
            }
        }
    }

    /** Audio stays in the dialect; a form with nothing filled in is none. */
    private void audio(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        int start = json.tokenStart();
        boolean filled = false;
        json.beginObject();
        while (json.nextField()) {
            if (json.isString()) {
                filled |= !json.string().isEmpty();
            } else {
                json.skip();
            }
        }
        if (filled) {
            unknown.put("audio", json.raw(start));
        }
    }

    private void stopSequence(JsonCursor json) {
        String name = json.name();
        if (json.isString()) {
            stopSequence = json.string();
        } else {
            String raw = Lenient.something(json);
            if (raw != null) {
                extras.put(name, raw);
            }
        }
    }

    private static @Nullable String url(JsonCursor json) {
        return json.isObject() ? member(json, "url") : Lenient.word(json);
    }

    private static @Nullable String member(JsonCursor json, String wanted) {
        String value = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals(wanted)) {
                value = Lenient.word(json);
            } else {
                json.skip();
            }
        }
        return value;
    }

    private static @Nullable String skipped(JsonCursor json) {
        json.skip();
        return null;
    }

    private void clear() {
        index = 0;
        content = null;
        pieces.clear();
        otherParts.clear();
        refusal = null;
        reasoning = null;
        reasoningRank = 0;
        details.clear();
        tools.clear();
        annotations.clear();
        pictures.clear();
        unknown.clear();
        logprobs = null;
        finishReason = null;
        nativeReason = null;
        stopSequence = null;
        error = null;
        message = null;
        hasDelta = false;
        extras.clear();
    }
}
