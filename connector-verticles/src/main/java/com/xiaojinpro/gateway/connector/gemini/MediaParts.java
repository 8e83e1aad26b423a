package com.xiaojinpro.gateway.connector.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.connector.codec.DataUrl;
import com.xiaojinpro.gateway.connector.codec.JsonText;
import com.xiaojinpro.gateway.fault.Fault;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images, documents, audio and video as {@code inlineData} or {@code fileData}. Pure. */
final class MediaParts {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("gif", "image/gif"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("json", "application/json"),
            Map.entry("mp3", "audio/mp3"),
            Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("m4a", "audio/m4a"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("webm", "video/webm"),
            Map.entry("mpeg", "video/mpeg"));

    private MediaParts() {}

    static JsonText.Writing image(ContentPart.Image image) {
        return image.source() instanceof MediaSource.Inline inline
                ? inline(DataUrl.imageType(inline), inline)
                : elsewhere(image.source(), "image/jpeg", "an image of text");
    }

    /** A document that is not plain text. */
    static JsonText.Writing document(ContentPart.Document document) {
        String named = document.filename() == null ? null : typeOf(document.filename());
        String defaultType = named == null ? "application/pdf" : named;
        return document.source() instanceof MediaSource.Inline inline
                ? inline(DataUrl.type(inline, defaultType), inline)
                : elsewhere(document.source(), defaultType, "a document of this form");
    }

    static JsonText.Writing audio(ContentPart.Audio audio) {
        String told = audio.format() == null ? null : audio.format().toLowerCase(Locale.ROOT);
        String type = told == null ? "audio/wav" : told.equals("pcm16") ? "audio/pcm" : "audio/" + told;
        return audio.source() instanceof MediaSource.Inline inline
                ? inline(told == null ? DataUrl.type(inline, type) : type, inline)
                : elsewhere(audio.source(), type, "audio of text");
    }

    static JsonText.Writing video(ContentPart.Video video) {
        return video.source() instanceof MediaSource.Inline inline
                ? inline(DataUrl.type(inline, "video/mp4"), inline)
                : elsewhere(video.source(), "video/mp4", "a video of text");
    }

    private static JsonText.Writing inline(String mediaType, MediaSource.Inline media) {
        LongText data = DataUrl.standard(media.data());
        return json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("inlineData");
            json.writeStringField("mimeType", mediaType);
            json.writeFieldName("data");
            data.write(json, "");
            json.writeEndObject();
            json.writeEndObject();
        };
    }

    private static JsonText.Writing elsewhere(MediaSource source, String defaultType, String refused) {
        String uri = switch (source) {
            case MediaSource.Url url -> url.url();
            case MediaSource.FileId file -> fileUri(file.id());
            case MediaSource.Inline ignored -> null;
            case MediaSource.PlainText ignored -> null;
        };
        if (uri == null) {
            throw Fault.invalid("messages", "This model's provider cannot be sent " + refused + ".")
                    .exception();
        }
        String type = typeOf(uri);
        return json -> file(json, uri, type == null ? defaultType : type);
    }

    private static void file(JsonGenerator json, String uri, String type) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("fileData");
        json.writeStringField("mimeType", type);
        json.writeStringField("fileUri", uri);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Whether an address leads to a file that Google has itself, and that the gateway could not fetch. */
    static boolean atGoogle(String url) {
        return url.startsWith("gs://")
                || url.startsWith("https://generativelanguage.googleapis.com/")
                || url.startsWith("https://www.youtube.com/")
                || url.startsWith("https://youtube.com/")
                || url.startsWith("https://youtu.be/");
    }

    /** A file stored at Google is known by its address; an id of another vendor means nothing here. */
    private static @Nullable String fileUri(String id) {
        if (id.startsWith("gs://") || id.startsWith("https://")) {
            return id;
        }
        return id.startsWith("files/") ? "https://generativelanguage.googleapis.com/v1beta/" + id : null;
    }

    /** The media type that the end of a name or address tells; null where it tells none. */
    private static @Nullable String typeOf(String address) {
        String path = address;
        try {
            String told = address.contains("://") ? URI.create(address).getPath() : address;
            path = told == null ? "" : told;
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
        int dot = path.lastIndexOf('.');
        return dot < 0 ? null : TYPES.get(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
