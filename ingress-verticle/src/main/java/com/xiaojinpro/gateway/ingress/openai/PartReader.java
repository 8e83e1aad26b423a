package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one content part. A type the protocol does not know stays whole as {@link ContentPart.Opaque}: it is not dropped,
 * and where the provider speaks another dialect it can be refused by name (H56).
 */
final class PartReader {
    private final Tagged part;
    private final JsonCursor json;
    private final ExtraFields extras = new ExtraFields();
    private @Nullable CacheHint cacheHint;

    private PartReader(Tagged part) {
        this.part = part;
        this.json = part.members();
    }

    /** Takes the value of a {@code content} field: a string, an array of parts, or null for nothing. */
    static List<ContentPart> content(JsonCursor json) {
        if (json.isNull()) {
            json.skip();
            return List.of();
        }
        if (json.isString()) {
            return List.of(ContentPart.Text.of(json.string()));
        }
        if (!json.isArray()) {
            throw Violation.value(json, "content is a string or an array of parts.");
        }
        List<ContentPart> parts = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            parts.add(part(json));
        }
        return parts;
    }

    private static ContentPart part(JsonCursor json) {
        PartReader reader = new PartReader(Tagged.open(json));
        return switch (reader.part.type()) {
            case "text" -> reader.text();
            case "refusal" -> reader.refusal();
            case "image_url" -> reader.image();
            case "input_audio" -> reader.audio();
            case "file" -> reader.file();
            case "video_url" -> reader.video();
            default -> new ContentPart.Opaque(Dialect.OPENAI_CHAT, reader.part.raw());
        };
    }

    private ContentPart text() {
        String text = null;
        while (json.nextField()) {
            if (json.name().equals("text")) {
                text = json.string();
            } else {
                other();
            }
        }
        if (text == null) {
            throw Violation.missing(json, "text");
        }
        return new ContentPart.Text(text, cacheHint, extras.collected());
    }

    private ContentPart refusal() {
        String text = null;
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
        ContentPart.Image image = null;
        while (json.nextField()) {
            if (json.name().equals("image_url")) {
                image = image(json);
            } else {
                other();
            }
        }
        if (image == null) {
            throw Violation.missing(json, "image_url");
        }
        return new ContentPart.Image(image.source(), image.detail(), cacheHint, extras.collected());
    }

    /** Takes an {@code image_url} object. */
    static ContentPart.Image image(JsonCursor json) {
        MediaSource source = null;
        String detail = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "url" -> source = MediaLocation.url(json);
                case "detail" -> detail = json.stringOrNull();
                default -> json.skip();
            }
        }
        if (source == null) {
            throw Violation.missing(json, "url");
        }
        return new ContentPart.Image(source, detail, null, Extras.NONE);
    }

    private ContentPart audio() {
        MediaSource source = null;
        String format = null;
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

    private ContentPart file() {
        ContentPart.Document document = null;
        while (json.nextField()) {
            if (json.name().equals("file")) {
                document = document();
            } else {
                other();
            }
        }
        if (document == null) {
            throw Violation.missing(json, "file");
        }
        return new ContentPart.Document(
                document.source(), null, document.filename(), null, cacheHint, extras.collected());
    }

    private ContentPart.Document document() {
        MediaSource data = null;
        String id = null;
        String filename = null;
        json.beginObject();
        while (json.nextField()) {
            switch (json.name()) {
                case "file_data" -> data = json.isNull() ? null : MediaLocation.file(json);
                case "file_id" -> id = json.stringOrNull();
                case "filename" -> filename = json.stringOrNull();
                default -> json.skip();
            }
        }
        if (data == null && id == null) {
            throw Violation.missing(json, "file_data");
        }
        if (data != null && id != null) {
            throw Violation.misplaced(
                    Violation.member(json.path(), "file_id"), "cannot stand beside 'file_data': name one of the two.");
        }
        MediaSource source = data != null || id == null ? data : new MediaSource.FileId(id);
        if (source == null) {
            throw Violation.missing(json, "file_data");
        }
        return new ContentPart.Document(source, null, filename, null, null, Extras.NONE);
    }

    private ContentPart video() {
        MediaSource source = null;
        while (json.nextField()) {
            if (!json.name().equals("video_url")) {
                other();
                continue;
            }
            json.beginObject();
            while (json.nextField()) {
                if (json.name().equals("url")) {
                    source = MediaLocation.url(json);
                } else {
                    json.skip();
                }
            }
            if (source == null) {
                throw Violation.missing(json, "url");
            }
        }
        if (source == null) {
            throw Violation.missing(json, "video_url");
        }
        return new ContentPart.Video(source, cacheHint, extras.collected());
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
