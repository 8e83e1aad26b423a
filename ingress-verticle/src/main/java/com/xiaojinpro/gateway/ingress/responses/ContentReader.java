package com.xiaojinpro.gateway.ingress.responses;

import com.xiaojinpro.gateway.ingress.openai.CacheHints;
import com.xiaojinpro.gateway.ingress.openai.ExtraFields;
import com.xiaojinpro.gateway.ingress.openai.MediaLocation;
import com.xiaojinpro.gateway.ingress.openai.Violation;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a message or of a tool's result. A type nobody knows stays whole (H56). */
final class ContentReader {
    private final JsonCursor json;
    private final ExtraFields extras = new ExtraFields();
    private @Nullable CacheHint cacheHint;

    private ContentReader(JsonCursor json) {
        this.json = json;
    }

    /** Takes the {@code content} of a message: a string or an array of parts. */
    static List<ContentPart> content(JsonCursor json) {
        return json.isString() ? List.of(ContentPart.Text.of(json.string())) : parts(json);
    }

    /** Takes the {@code output} of a call; an empty string is a result that says nothing, not a text. */
    static List<ContentPart> result(JsonCursor json) {
        if (!json.isString()) {
            return parts(json);
        }
        String text = json.string();
        return text.isEmpty() ? List.of() : List.of(ContentPart.Text.of(text));
    }

    private static List<ContentPart> parts(JsonCursor json) {
        if (!json.isArray()) {
            throw Violation.value(json, "it is a string or an array of parts.");
        }
        List<ContentPart> parts = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            parts.add(part(json));
        }
        return parts;
    }

    private static ContentPart part(JsonCursor json) {
        String type = json.peek("type");
        if (type == null) {
            String path = json.path();
            json.beginObject();
            while (json.nextField()) {
                json.skip();
            }
            throw Violation.missing(Violation.member(path, "type"));
        }
        ContentReader reader = new ContentReader(json);
        return switch (type) {
            case "input_text", "output_text", "text" -> reader.text();
            case "refusal" -> reader.refusal();
            case "input_image" -> reader.image();
            case "input_file" -> reader.file();
            case "input_audio" -> reader.audio();
            default -> new ContentPart.Opaque(Dialect.OPENAI_RESPONSES, json.raw());
        };
    }

    private ContentPart text() {
        String text = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "text" -> text = json.string();
                case "annotations", "logprobs" -> unlessEmpty();
                default -> other();
            }
        }
        if (text == null) {
            throw Violation.missing(json, "text");
        }
        return new ContentPart.Text(text, cacheHint, extras.collected());
    }

    private ContentPart refusal() {
        String text = null;
        json.beginObject();
        while (json.nextField()) {
            if (json.name().equals("refusal")) {
                text = json.string();
            } else {
                json.skip();
            }
        }
        if (text == null) {
            throw Violation.missing(json, "refusal");
        }
        return new ContentPart.Refusal(text);
    }

    private ContentPart image() {
        MediaSource located = null;
        String id = null;
        String detail = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "image_url" -> located = json.isNull() ? null : MediaLocation.url(json);
                case "file_id" -> id = json.stringOrNull();
                case "detail" -> detail = json.stringOrNull();
                default -> other();
            }
        }
        return new ContentPart.Image(one(located, id, "image_url"), detail, cacheHint, extras.collected());
    }

    private ContentPart file() {
        MediaSource located = null;
        String id = null;
        String filename = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "file_data" -> located = json.isNull() ? located : MediaLocation.file(json);
                case "file_url" -> located = json.isNull() ? located : MediaLocation.url(json);
                case "file_id" -> id = json.stringOrNull();
                case "filename" -> filename = json.stringOrNull();
                default -> other();
            }
        }
        return new ContentPart.Document(
                one(located, id, "file_data"), null, filename, null, cacheHint, extras.collected());
    }

    private ContentPart audio() {
        MediaSource source = null;
        String format = null;
        json.beginObject();
        while (json.nextField()) {
            if (!json.name().equals("input_audio")) {
                other();
                continue;
            }
            String data = null;
            json.beginObject();
            while (json.nextField()) {
                switch (json.name()) {
                    case "data" -> data = json.longString();
                    case "format" -> format = json.stringOrNull();
                    default -> json.skip();
                }
            }
            if (data == null || data.isEmpty()) {
                throw Violation.missing(json, "data");
            }
            source = MediaLocation.sound(json, data, format);
        }
        if (source == null) {
            throw Violation.missing(json, "input_audio");
        }
        return new ContentPart.Audio(source, format, cacheHint, extras.collected());
    }

    private MediaSource one(@Nullable MediaSource located, @Nullable String id, String field) {
        if (located != null && id != null) {
            throw Violation.misplaced(
                    Violation.member(json.path(), "file_id"),
                    "cannot stand beside '" + field + "': name one of the two.");
        }
        if (located != null) {
            return located;
        }
        if (id == null) {
            throw Violation.missing(json, field);
        }
        return new MediaSource.FileId(id);
    }

    /** SDKs give the empty lists of an answer back with it; they say nothing. */
    private void unlessEmpty() {
        if (json.isNull()) {
            json.skip();
            return;
        }
        String name = json.name();
        String raw = json.raw();
        boolean empty =
                raw.startsWith("[") && raw.substring(1, raw.length() - 1).isBlank();
        if (!empty) {
            extras.put(name, raw);
        }
    }

    private void other() {
        switch (json.name()) {
            case "type" -> json.skip();
            case "cache_control" -> cacheHint = CacheHints.merge(cacheHint, CacheHints.control(json));
            case "prompt_cache_breakpoint" -> cacheHint = CacheHints.merge(cacheHint, CacheHints.breakpoint(json));
            default -> extras.take(json);
        }
    }
}
