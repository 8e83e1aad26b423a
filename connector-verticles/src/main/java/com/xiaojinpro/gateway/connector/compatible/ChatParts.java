package com.xiaojinpro.gateway.connector.compatible;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.DataUrl;
import com.xiaojinpro.gateway.connector.codec.Lenient;
import com.xiaojinpro.gateway.connector.compatible.ChatSwitches.CacheHints;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.fault.FaultException;
import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.CacheHint;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Dialect;
import com.xiaojinpro.gateway.model.Extras;
import com.xiaojinpro.gateway.model.MediaSource;
import com.xiaojinpro.gateway.model.Role;
import com.xiaojinpro.gateway.model.UnifiedMessage;
import com.xiaojinpro.gateway.model.UnifiedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of messages in the form of chat completions. A part the server cannot be sent is a fault that names it, never
 * left out (H56). Made for one request; not thread-safe.
 */
final class ChatParts {
    private final ChatSwitches switches;
    /** Whether the request came in this dialect, whose extras can be sent. */
    private final boolean own;

    private final Set<String> dropped;

    ChatParts(ChatSwitches switches, Dialect dialect, Set<String> dropped) {
        this.switches = switches;
        this.own = dialect == Dialect.OPENAI_CHAT;
        this.dropped = dropped;
    }

    /** Throws the fault of the first part that cannot be sent. */
    void check(UnifiedRequest request) {
        for (int i = 0; i < request.messages().size(); i++) {
            UnifiedMessage message = request.messages().get(i);
            check(message.parts(), message.role(), "messages[" + i + "].content");
        }
    }

    private void check(List<ContentPart> parts, Role role, String path) {
        for (int i = 0; i < parts.size(); i++) {
            ContentPart part = parts.get(i);
            String at = path + "[" + i + "]";
            if (part instanceof ContentPart.ToolResult result) {
                check(result.content(), Role.USER, at + ".content");
            } else {
                String refusal = refusal(part, role);
                if (refusal != null) {
                    // Turns of other dialects were split and led by their system prompt: an index would mislead.
                    String where = own ? at : "messages";
                    throw Fault.invalid(where, "This model's provider cannot be sent " + refusal + ".")
                            .exception();
                }
            }
        }
    }

    /** What the server cannot be sent about a part; null where it can be sent. */
    private @Nullable String refusal(ContentPart part, Role role) {
        boolean assistant = role == Role.ASSISTANT;
        return switch (part) {
            case ContentPart.Text ignored -> null;
            case ContentPart.Image image ->
                switches.stringContent()
                        ? "an image"
                        : switch (image.source()) {
                            case MediaSource.Url ignored ->
                                switches.imageUrls() ? null : "an image by its URL, only one within the request";
                            case MediaSource.Inline ignored -> null;
                            case MediaSource.PlainText ignored -> "an image of text";
                            case MediaSource.FileId ignored -> "an image by a file id";
                        };
            case ContentPart.Document document ->
                switch (document.source()) {
                    case MediaSource.PlainText ignored -> null;
                    case MediaSource.Inline ignored -> assistant || switches.stringContent() ? "a document" : null;
                    case MediaSource.Url ignored ->
                        switches.fileUrls() && !assistant ? null : "a document by its URL, only one within the request";
                    case MediaSource.FileId ignored -> own ? null : "a document by another provider's file id";
                };
            case ContentPart.Audio audio ->
                audio.source() instanceof MediaSource.Inline && !assistant && !switches.stringContent()
                        ? null
                        : "audio of this form";
            case ContentPart.Video video -> {
                boolean known =
                        video.source() instanceof MediaSource.Url || video.source() instanceof MediaSource.Inline;
                yield known && switches.videoUrls() && !assistant ? null : "a video";
            }
            case ContentPart.ToolCall ignored -> assistant ? null : "a tool call outside of an assistant turn";
            case ContentPart.ToolResult ignored -> "a tool result within a tool result";
            case ContentPart.Reasoning ignored -> assistant ? null : "reasoning outside of an assistant turn";
            case ContentPart.Refusal ignored -> null;
            case ContentPart.Opaque opaque ->
                opaque.dialect() == Dialect.OPENAI_CHAT ? null : "a part of the type '" + type(opaque.json()) + "'";
        };
    }

    /**
     * Writes the content of a system, user or tool message: a string where one says everything, else an array.
     *
     * @param separator stands between texts that become one string
     */
    void content(JsonGenerator json, List<ContentPart> parts, String separator, boolean joined) throws IOException {
        boolean texts = true;
        boolean marked = false;
        for (ContentPart part : parts) {
            texts &= part instanceof ContentPart.Text || part instanceof ContentPart.Refusal || plainDocument(part);
            marked |= (part.cacheHint() != null && writesHints())
                    || (own && !part.extras().isEmpty());
        }
        boolean one = parts.size() <= 1 || joined || switches.stringContent();
        if (texts && one && (!marked || switches.stringContent())) {
            StringBuilder all = new StringBuilder();
            for (ContentPart part : parts) {
                lost(part);
                String text = text(part);
                all.append(all.isEmpty() || text.isEmpty() ? "" : separator).append(text);
            }
            json.writeString(all.toString());
            return;
        }
        json.writeStartArray();
        for (ContentPart part : parts) {
            part(json, part);
        }
        json.writeEndArray();
    }

    /** Notes what a part loses that becomes a piece of a string. */
    private void lost(ContentPart part) {
        if (part.cacheHint() != null) {
            dropped.add("cache_control");
        }
        if (!own || switches.stringContent()) {
            dropped.addAll(part.extras().fields().keySet());
        }
        citations(part);
    }

    private void citations(ContentPart part) {
        if (part instanceof ContentPart.Document document && Boolean.TRUE.equals(document.citations())) {
            dropped.add("citations");
        }
    }

    /** Writes one part of an array. */
    void part(JsonGenerator json, ContentPart part) throws IOException {
        if (part instanceof ContentPart.Opaque opaque) {
            json.writeRawValue(opaque.json());
            return;
        }
        json.writeStartObject();
        switch (part) {
            case ContentPart.Text text -> text(json, text.text());
            case ContentPart.Image image -> image(json, image);
            case ContentPart.Document document -> document(json, document);
            case ContentPart.Audio audio -> audio(json, audio);
            case ContentPart.Video video -> video(json, video);
            case ContentPart.Refusal refusal -> {
                json.writeStringField("type", "refusal");
                json.writeStringField("refusal", refusal.text());
            }
            case ContentPart.ToolCall ignored -> throw misplaced();
            case ContentPart.ToolResult ignored -> throw misplaced();
            case ContentPart.Reasoning ignored -> throw misplaced();
            case ContentPart.Opaque ignored -> throw misplaced();
        }
        citations(part);
        cacheHint(json, part.cacheHint());
        extras(json, part.extras());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
    }

    /** Writes the members of an image. */
    static void image(JsonGenerator json, ContentPart.Image image) throws IOException {
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        if (image.source() instanceof MediaSource.Inline inline) {
            DataUrl.image(json, "url", inline);
        } else {
            json.writeStringField("url", url(image.source()));
        }
        if (image.detail() != null) {
            json.writeStringField("detail", image.detail());
        }
        json.writeEndObject();
    }

    private static void document(JsonGenerator json, ContentPart.Document document) throws IOException {
        if (document.source() instanceof MediaSource.PlainText) {
            text(json, text(document));
            return;
        }
        json.writeStringField("type", "file");
        json.writeObjectFieldStart("file");
        if (document.source() instanceof MediaSource.FileId file) {
            json.writeStringField("file_id", file.id());
        } else {
            String name = document.filename() != null ? document.filename() : document.title();
            json.writeStringField("filename", name == null ? "document.pdf" : name);
            if (document.source() instanceof MediaSource.Inline inline) {
                DataUrl.file(json, "file_data", inline, "application/pdf");
            } else {
                json.writeStringField("file_data", url(document.source()));
            }
        }
        json.writeEndObject();
    }

    private static void audio(JsonGenerator json, ContentPart.Audio audio) throws IOException {
        if (!(audio.source() instanceof MediaSource.Inline inline)) {
            throw misplaced();
        }
        json.writeStringField("type", "input_audio");
        json.writeObjectFieldStart("input_audio");
        json.writeFieldName("data");
        inline.data().write(json, "");
        json.writeStringField("format", audio.format() != null ? audio.format() : audioFormat(inline.mediaType()));
        json.writeEndObject();
    }

    private static void video(JsonGenerator json, ContentPart.Video video) throws IOException {
        json.writeStringField("type", "video_url");
        json.writeObjectFieldStart("video_url");
        if (video.source() instanceof MediaSource.Inline inline) {
            DataUrl.file(json, "url", inline, "video/mp4");
        } else {
            json.writeStringField("url", url(video.source()));
        }
        json.writeEndObject();
    }

    /** Writes a cache breakpoint in the server's spelling, or notes that it is lost (H93). */
    void cacheHint(JsonGenerator json, @Nullable CacheHint hint) throws IOException {
        if (hint == null) {
            return;
        }
        if (!writesHints()) {
            dropped.add("cache_control");
        } else if (switches.cacheHints() == CacheHints.BREAKPOINT) {
            json.writeObjectFieldStart("prompt_cache_breakpoint");
            json.writeStringField("mode", "explicit");
            json.writeEndObject();
        } else {
            json.writeObjectFieldStart("cache_control");
            json.writeStringField("type", "ephemeral");
            if (hint.ttl() != null) {
                json.writeStringField("ttl", hint.ttl());
            }
            json.writeEndObject();
        }
    }

    boolean writesHints() {
        return switch (switches.cacheHints()) {
            case KEEP -> own;
            case STRIP -> false;
            case CACHE_CONTROL, BREAKPOINT -> true;
        };
    }

    /** Writes fields of this dialect the model has no place for. */
    void extras(JsonGenerator json, Extras extras) throws IOException {
        if (!own || !switches.unknownFields()) {
            dropped.addAll(extras.fields().keySet());
            return;
        }
        boolean hints = switches.cacheHints() != CacheHints.STRIP;
        for (Map.Entry<String, String> field : extras.fields().entrySet()) {
            boolean hint =
                    field.getKey().equals("cache_control") || field.getKey().equals("prompt_cache_breakpoint");
            if (hints || !hint) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue());
            } else {
                dropped.add("cache_control");
            }
        }
    }

    static boolean plainDocument(ContentPart part) {
        return part instanceof ContentPart.Document document && document.source() instanceof MediaSource.PlainText;
    }

    /** The text of a part that is text. */
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

    private static String url(MediaSource source) {
        if (source instanceof MediaSource.Url url) {
            return url.url();
        }
        throw misplaced();
    }

    private static String audioFormat(@Nullable String mediaType) {
        String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
        return switch (type) {
            case "audio/mpeg", "audio/mp3" -> "mp3";
            case "", "audio/wav", "audio/x-wav", "audio/wave" -> "wav";
            default -> type.startsWith("audio/") ? type.substring("audio/".length()) : type;
        };
    }

    private static String type(String json) {
        try {
            JsonCursor part = JsonCursor.of(json);
            part.beginObject();
            while (part.nextField()) {
                if (part.name().equals("type")) {
                    return String.valueOf(Lenient.text(part));
                }
                part.skip();
            }
        } catch (FaultException malformed) {
            return "unknown";
        }
        return "unknown";
    }

    private static IllegalStateException misplaced() {
        return new IllegalStateException("the parts were not checked before they were written");
    }
}
