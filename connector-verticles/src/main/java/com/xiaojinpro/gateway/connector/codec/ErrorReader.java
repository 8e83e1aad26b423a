package com.xiaojinpro.gateway.connector.codec;

import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error in any of the forms that are met: the OpenAI object, the same in an array, a bare string, {@code message},
 * {@code detail} (a string or a list of problems), {@code errors}, a page of HTML, nothing at all (H114, H115). Never
 * throws. Not thread-safe, used once.
 */
public final class ErrorReader {
    private static final int LONGEST_TEXT = 2_000;
    private static final int DEEPEST = 4;

    private @Nullable String message;
    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String param;
    private @Nullable String provider;
    private @Nullable String raw;
    private int status;

    private ErrorReader() {}

    /** Reads the body of an error answer. */
    public static ProviderError body(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            return json(text);
        }
        boolean page = text.startsWith("<");
        if (text.isEmpty() || page) {
            return ProviderError.UNTOLD;
        }
        return new ProviderError(shortened(text), null, null, null, 0);
    }

    /** Reads an error value, or an object that holds one, as raw JSON. */
    public static ProviderError json(String json) {
        ErrorReader reader = new ErrorReader();
        try {
            reader.value(JsonCursor.of(json), 0);
        } catch (FaultException cutOff) {
            // What could be read before the break is better than nothing.
            if (reader.message == null) {
                reader.message = shortened(json);
            }
        }
        return reader.error();
    }

    private ProviderError error() {
        String sentence = message;
        String behind = raw == null ? null : rawSentence(raw);
        if (behind != null && !behind.isBlank() && (sentence == null || !sentence.contains(behind))) {
            // An aggregator's own sentence says little; the provider behind it says what is wrong.
            String from = provider == null ? "" : " (" + provider + ")";
            sentence = sentence == null ? behind : sentence + from + ": " + behind;
        }
        return new ProviderError(sentence == null ? null : shortened(sentence), type, code, param, status);
    }

    private void value(JsonCursor json, int depth) {
        if (json.isArray()) {
            json.beginArray();
            while (json.nextElement()) {
                if (message == null && depth < DEEPEST) {
                    value(json, depth + 1);
                } else {
                    json.skip();
                }
            }
        } else if (json.isObject()) {
            object(json, depth);
        } else if (json.isString()) {
            say(json.string());
        } else {
            json.skip();
        }
    }

    private void object(JsonCursor json, int depth) {
        json.beginObject();
        while (json.nextField()) {
            String name = json.name();
            switch (name) {
                case "error", "errors", "detail", "details", "message", "msg", "error_message" -> {
                    boolean told = json.isObject() || json.isArray() || json.isString();
                    if (!told || depth >= DEEPEST) {
                        json.skip();
                    } else if (name.startsWith("detail") && message != null) {
                        nested(json);
                    } else {
                        value(json, depth + 1);
                    }
                }
                case "type" -> type = firstOf(type, kind(Lenient.word(json)));
                case "error_type" -> type = firstOf(Lenient.word(json), type);
                case "code", "error_code", "status", "status_code", "raw_status_code" -> code(Lenient.scalar(json));
                case "param" -> param = firstOf(param, Lenient.word(json));
                case "innererror", "metadata" -> nested(json);
                case "provider_name" -> provider = Lenient.word(json);
                case "raw" -> raw = json.isString() ? json.string() : Lenient.something(json);
                default -> json.skip();
            }
        }
    }

    /**
     * Details beside the sentence: Azure's filter results, OpenRouter's metadata, Anthropic's error codes. Their codes are the
     * more exact ones.
     */
    private void nested(JsonCursor json) {
        if (!json.isObject()) {
            json.skip();
            return;
        }
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "error_type" -> type = firstOf(Lenient.word(json), type);
                case "provider_name" -> provider = Lenient.word(json);
                case "raw" -> raw = json.isString() ? json.string() : Lenient.something(json);
                case "message" -> say(Lenient.text(json));
                case "code", "error_code" -> code(Lenient.scalar(json));
                case "flagged_input" -> {
                    type = "content_policy_violation";
                    json.skip();
                }
                default -> json.skip();
            }
        }
    }

    /** Anthropic's envelope says {@code error} where the error itself says which. */
    private static @Nullable String kind(@Nullable String word) {
        return "error".equals(word) ? null : word;
    }

    private void say(@Nullable String text) {
        if (message == null && text != null && !text.isBlank()) {
            message = text;
        }
    }

    private void code(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        if (!text.chars().allMatch(Character::isDigit)) {
            code = firstOf(code, text);
        } else if (text.length() == 3 && status == 0) {
            status = Integer.parseInt(text);
        } else if (text.length() != 3) {
            code = firstOf(code, text);
        }
    }

    /** The sentence in the raw answer of the provider behind an aggregator: text, or one more error body. */
    private static @Nullable String rawSentence(String raw) {
        String text = raw.strip();
        if (text.startsWith("<")) {
            return null;
        }
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return text;
        }
        return json(text).message();
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
    }
}
