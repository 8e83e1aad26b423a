package com.xiaojinpro.gateway.connector.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.DataUrl;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes content blocks. A part that has no block is a fault that names it, never left out (H56). Made for one request; not
 * thread-safe.
 */
final class BlockWriter {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";

    private final boolean own;
    private final ToolNames names;
    private final Set<String> dropped;

    BlockWriter(Dialect dialect, ToolNames names, Set<String> dropped) {
        this.own = dialect == Dialect.ANTHROPIC_MESSAGES;
        this.names = names;
        this.dropped = dropped;
    }

    /** Writes the array of a turn's content. */
    void content(JsonGenerator json, List<? extends ContentPart> parts, CacheBudget cache) throws IOException {
        json.writeStartArray();
        for (ContentPart part : parts) {
            block(json, part, cache);
        }
        json.writeEndArray();
    }

    /** Writes the system prompt, which holds text only. */
    void system(JsonGenerator json, List<ContentPart> parts, CacheBudget cache) throws IOException {
        json.writeStartArray();
        for (ContentPart part : parts) {
            if (!(part instanceof ContentPart.Text text)) {
                throw refused("anything but text in the system prompt");
            }
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", text.text());
            cache.elsewhere(json, text.cacheHint());
            extras(json, text.extras());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void block(JsonGenerator json, ContentPart part, CacheBudget cache) throws IOException {
        switch (part) {
            case ContentPart.Text text -> {
                begin(json, "text");
                json.writeStringField("text", text.text());
                end(json, part, cache);
            }
            case ContentPart.Image image -> {
                begin(json, "image");
                image(json, image.source());
                if (image.detail() != null && !image.detail().equals("auto")) {
                    dropped.add("image_url.detail");
                }
                end(json, part, cache);
            }
            case ContentPart.Document document -> {
                begin(json, "document");
                document(json, document);
                end(json, part, cache);
            }
            case ContentPart.ToolCall call -> {
                begin(json, "tool_use");
                json.writeStringField("id", call.id());
                json.writeStringField("name", names.sent(call.name()));
                json.writeFieldName("input");
                json.writeRawValue(ToolInput.of(call.arguments(), call.custom()));
                end(json, part, cache);
            }
            case ContentPart.ToolResult result -> {
                begin(json, "tool_result");
                json.writeStringField("tool_use_id", result.callId());
                resultContent(json, result.content(), cache);
                if (result.error()) {
                    json.writeBooleanField("is_error", true);
                }
                end(json, part, cache);
            }
            case ContentPart.Reasoning reasoning -> reasoning(json, reasoning);
            case ContentPart.Refusal ignored -> throw new IllegalStateException("a refusal is sent as text");
            case ContentPart.Audio ignored -> throw refused("audio");
            case ContentPart.Video ignored -> throw refused("a video");
            case ContentPart.Opaque opaque -> {
                if (opaque.dialect() != Dialect.ANTHROPIC_MESSAGES) {
                    throw refused("a part of the type '" + type(opaque.json()) + "'");
                }
                json.writeRawValue(opaque.json());
            }
        }
    }

    private void resultContent(JsonGenerator json, List<ContentPart> content, CacheBudget cache) throws IOException {
        List<ContentPart> told = content.stream()
                .filter(part ->
                        !(part instanceof ContentPart.Text text && text.text().isBlank() && text.cacheHint() == null))
                .toList();
        if (told.size() == 1
                && told.getFirst() instanceof ContentPart.Text text
                && text.cacheHint() == null
                && text.extras().isEmpty()) {
            json.writeStringField("content", text.text());
        } else if (!told.isEmpty()) {
            json.writeFieldName("content");
            content(json, told, cache);
        }
    }

    /** A thought goes back as it came: the text with its signature, what was encrypted as such (H60, H61). */
    private void reasoning(JsonGenerator json, ContentPart.Reasoning reasoning) throws IOException {
        String signature = reasoning.signature();
        if (signature != null && !signature.isEmpty()) {
            begin(json, "thinking");
            json.writeStringField("thinking", reasoning.text());
            json.writeStringField("signature", signature);
            extras(json, reasoning.extras());
            json.writeEndObject();
        }
        String encrypted = reasoning.encrypted();
        if (encrypted != null && !encrypted.isEmpty()) {
            begin(json, "redacted_thinking");
            json.writeStringField("data", encrypted);
            json.writeEndObject();
        }
    }

    private void image(JsonGenerator json, MediaSource source) throws IOException {
        json.writeObjectFieldStart("source");
        switch (source) {
            case MediaSource.Url url -> {
                json.writeStringField("type", "url");
                json.writeStringField("url", url.url());
            }
            case MediaSource.Inline inline -> {
                String mediaType = DataUrl.imageType(inline);
                if (!IMAGES.contains(mediaType)) {
                    throw refused("an image of the type '" + mediaType + "', only JPEG, PNG, GIF and WebP");
                }
                base64(json, mediaType, inline.data());
            }
            case MediaSource.FileId file -> file(json, file, "an image");
            case MediaSource.PlainText ignored -> throw refused("an image of text");
        }
        json.writeEndObject();
    }

    private void document(JsonGenerator json, ContentPart.Document document) throws IOException {
        json.writeObjectFieldStart("source");
        switch (document.source()) {
            case MediaSource.Url url -> {
                json.writeStringField("type", "url");
                json.writeStringField("url", url.url());
            }
            case MediaSource.Inline inline -> inline(json, inline);
            case MediaSource.FileId file -> file(json, file, "a document");
            case MediaSource.PlainText plain -> text(json, plain.text());
        }
        json.writeEndObject();
        String title = document.title() != null ? document.title() : document.filename();
        if (title != null && !title.isBlank()) {
            json.writeStringField("title", title);
        }
        if (document.citations() != null) {
            json.writeObjectFieldStart("citations");
            json.writeBooleanField("enabled", document.citations());
            json.writeEndObject();
        }
    }

    private static void inline(JsonGenerator json, MediaSource.Inline inline) throws IOException {
        String told =
                inline.mediaType() == null ? "" : inline.mediaType().strip().toLowerCase(Locale.ROOT);
        if (told.startsWith("text/") || told.equals("application/json")) {
            text(json, decoded(inline.data()));
        } else if (told.isEmpty() || told.equals(PDF) || told.equals("application/octet-stream")) {
            base64(json, PDF, inline.data());
        } else {
            throw refused("a document of the type '" + told + "', only PDF and text");
        }
    }

    private void file(JsonGenerator json, MediaSource.FileId file, String what) throws IOException {
        if (!own) {
            throw refused(what + " by another provider's file id");
        }
        json.writeStringField("type", "file");
        json.writeStringField("file_id", file.id());
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStringField("type", "text");
        json.writeStringField("media_type", "text/plain");
        json.writeStringField("data", text);
    }

    private static void base64(JsonGenerator json, String mediaType, LongText base64) throws IOException {
        json.writeStringField("type", "base64");
        json.writeStringField("media_type", mediaType);
        json.writeFieldName("data");
        DataUrl.standard(base64).write(json, "");
    }

    private static String decoded(LongText base64) {
        try {
            return new String(
                    Base64.getMimeDecoder().decode(DataUrl.standard(base64).toString()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Fault.invalid("messages", "A document's base64 cannot be read.")
                    .exception();
        }
    }

    private static void begin(JsonGenerator json, String type) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
    }

    private void end(JsonGenerator json, ContentPart part, CacheBudget cache) throws IOException {
        cache.inMessage(json, part.cacheHint());
        extras(json, part.extras());
        json.writeEndObject();
    }

    /** Writes fields of this dialect the model has no place for. */
    void extras(JsonGenerator json, Extras extras) throws IOException {
        if (!own) {
            dropped.addAll(extras.fields().keySet());
            return;
        }
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            json.writeFieldName(field.getKey());
            json.writeRawValue(field.getValue());
        }
    }

    private static @Nullable String type(String json) {
        return JsonCursor.of(json).peek("type");
    }

    private static RuntimeException refused(String what) {
        // Turns of other dialects were split and led by their system prompt: an index would mislead.
        return Fault.invalid("messages", "This model's provider cannot be sent " + what + ".")
                .exception();
    }
}
