package com.xiaojinpro.gateway.connector.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.DataUrl;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of input items. A part that cannot be sent is a fault that names it, never left out (H56). Made for one request;
 * not thread-safe.
 */
final class InputParts {
    private final boolean own;
    private final Set<String> dropped;

    InputParts(Dialect dialect, Set<String> dropped) {
        this.own = dialect == Dialect.OPENAI_RESPONSES;
        this.dropped = dropped;
    }

    /** Whether an opaque part is an item of its own, and not the content of one. */
    static boolean wholeItem(ContentPart.Opaque opaque) {
        if (opaque.dialect() != Dialect.OPENAI_RESPONSES) {
            return false;
        }
        String type = JsonCursor.of(opaque.json()).peek("type");
        return type != null && !type.startsWith("input_") && !type.startsWith("output_");
    }

    /** Whether a part is nothing but text. */
    static boolean plain(ContentPart part) {
        return part instanceof ContentPart.Text
                || part instanceof ContentPart.Refusal
                || (part instanceof ContentPart.Document document
                        && document.source() instanceof MediaSource.PlainText);
    }

    static String text(ContentPart part) {
        if (part instanceof ContentPart.Document document && document.source() instanceof MediaSource.PlainText plain) {
            String title = document.title() != null ? document.title() : document.filename();
            return title == null || title.isBlank() ? plain.text() : title + "\n\n" + plain.text();
        }
        if (part instanceof ContentPart.Refusal refusal) {
            return refusal.text();
        }
        return part instanceof ContentPart.Text text ? text.text() : "";
    }

    /** Notes what a part loses that becomes a string. */
    void lost(ContentPart part) {
        hint(part.cacheHint());
        dropped.addAll(part.extras().fields().keySet());
        if (part instanceof ContentPart.Document document && Boolean.TRUE.equals(document.citations())) {
            dropped.add("citations");
        }
    }

    /** Notes a cache breakpoint; the API caches by itself. */
    void hint(@Nullable CacheHint hint) {
        if (hint != null) {
            dropped.add("cache_control");
        }
    }

    /** Writes one part of an array. */
    void write(JsonGenerator json, ContentPart part, boolean assistant, String path) throws IOException {
        if (part instanceof ContentPart.Opaque opaque) {
            if (opaque.dialect() != Dialect.OPENAI_RESPONSES) {
                throw refused(path, part);
            }
            json.writeRawValue(opaque.json());
            return;
        }
        json.writeStartObject();
        switch (part) {
            case ContentPart.Text text -> text(json, text.text(), assistant);
            case ContentPart.Refusal refusal -> {
                json.writeStringField("type", "refusal");
                json.writeStringField("refusal", refusal.text());
            }
            case ContentPart.Image image -> image(json, image, path);
            case ContentPart.Document document -> document(json, document, assistant, path);
            case ContentPart.Audio audio -> audio(json, audio, path);
            case ContentPart.Video video -> throw refused(path, video);
            case ContentPart.ToolCall call -> throw refused(path, call);
            case ContentPart.ToolResult result -> throw refused(path, result);
            case ContentPart.Reasoning thought -> throw refused(path, thought);
            case ContentPart.Opaque opaque -> throw refused(path, opaque);
        }
        hint(part.cacheHint());
        for (Map.Entry<String, String> field : part.extras().fields().entrySet()) {
            if (own) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            } else {
                dropped.add(field.getKey());
            }
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String text, boolean assistant) throws IOException {
        json.writeStringField("type", assistant ? "output_text" : "input_text");
        json.writeStringField("text", text);
    }

    private void image(JsonGenerator json, ContentPart.Image image, String path) throws IOException {
        json.writeStringField("type", "input_image");
        switch (image.source()) {
            case MediaSource.Url url -> json.writeStringField("image_url", url.url());
            case MediaSource.Inline inline -> DataUrl.image(json, "image_url", inline);
            case MediaSource.FileId file -> fileId(json, file, image, path);
            case MediaSource.PlainText ignored -> throw refused(path, image);
        }
        if (image.detail() != null) {
            json.writeStringField("detail", image.detail());
        }
    }

    private void document(JsonGenerator json, ContentPart.Document document, boolean assistant, String path)
            throws IOException {
        if (Boolean.TRUE.equals(document.citations())) {
            dropped.add("citations");
        }
        if (document.source() instanceof MediaSource.PlainText) {
            text(json, text(document), assistant);
            return;
        }
        json.writeStringField("type", "input_file");
        String name = document.filename() != null ? document.filename() : document.title();
        switch (document.source()) {
            case MediaSource.Url url -> json.writeStringField("file_url", url.url());
            case MediaSource.Inline inline -> {
                json.writeStringField("filename", name == null ? "document.pdf" : name);
                DataUrl.file(json, "file_data", inline, "application/pdf");
            }
            case MediaSource.FileId file -> fileId(json, file, document, path);
            case MediaSource.PlainText ignored -> throw refused(path, document);
        }
    }

    /** A file stored at OpenAI means something to OpenAI only. */
    private void fileId(JsonGenerator json, MediaSource.FileId file, ContentPart part, String path) throws IOException {
        if (!file.id().startsWith("file-") && !own) {
            throw refused(path, part);
        }
        json.writeStringField("file_id", file.id());
    }

    private static void audio(JsonGenerator json, ContentPart.Audio audio, String path) throws IOException {
        if (!(audio.source() instanceof MediaSource.Inline inline)) {
            throw refused(path, audio);
        }
        String type = inline.mediaType() == null ? "" : inline.mediaType().toLowerCase(Locale.ROOT);
        String told = audio.format();
        String format = told != null ? told : type.equals("audio/mpeg") || type.equals("audio/mp3") ? "mp3" : "wav";
        json.writeStringField("type", "input_audio");
        json.writeObjectFieldStart("input_audio");
        json.writeFieldName("data");
        inline.data().write(json, "");
        json.writeStringField("format", format);
        json.writeEndObject();
    }

    static RuntimeException refused(String path, ContentPart part) {
        String what = switch (part) {
            case ContentPart.Text ignored -> "this text";
            case ContentPart.Image ignored -> "an image of this form";
            case ContentPart.Document ignored -> "a document of this form";
            case ContentPart.Audio ignored -> "audio of this form";
            case ContentPart.Video ignored -> "a video";
            case ContentPart.ToolCall ignored -> "a tool call outside of an assistant turn";
            case ContentPart.ToolResult ignored -> "a tool result within another message";
            case ContentPart.Reasoning ignored -> "reasoning outside of an assistant turn";
            case ContentPart.Refusal ignored -> "a refusal";
            case ContentPart.Opaque opaque ->
                "a part of the type '" + JsonCursor.of(opaque.json()).peek("type") + "'";
        };
        return Fault.invalid(path, "This model's provider cannot be sent " + what + ".")
                .exception();
    }
}
