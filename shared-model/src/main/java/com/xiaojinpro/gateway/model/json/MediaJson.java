package com.xiaojinpro.gateway.model.json;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.model.MediaSource;

/** Where media is: the field that is there tells the kind of place. */
final class MediaJson {
    private MediaJson() {}

    static void write(MediaSource source, JsonOut out) {
        out.beginObject();
        switch (source) {
            case MediaSource.Url url -> out.text("url", url.url());
            case MediaSource.Inline inline ->
                out.text("type", inline.mediaType()).text("base64", inline.base64());
            case MediaSource.PlainText plain -> out.text("text", plain.text());
            case MediaSource.FileId file -> out.text("file", file.id());
        }
        out.endObject();
    }

    static MediaSource read(JsonCursor in) {
        String mediaType = null;
        String base64 = null;
        MediaSource source = null;
        in.beginObject();
        while (in.nextField()) {
            switch (in.name()) {
                case "url" -> source = new MediaSource.Url(in.string());
                case "type" -> mediaType = in.string();
                case "base64" -> base64 = in.string();
                case "text" -> source = new MediaSource.PlainText(in.string());
                case "file" -> source = new MediaSource.FileId(in.string());
                default -> in.skip();
            }
        }
        return base64 == null
                ? Reading.required(in, source, "url, base64, text or file")
                : new MediaSource.Inline(mediaType, base64);
    }
}
