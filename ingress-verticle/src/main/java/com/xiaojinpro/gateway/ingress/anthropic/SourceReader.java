package com.xiaojinpro.gateway.ingress.anthropic;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code source} of an image or a document. A source type that is not known, or a document made of more than
 * text, has no place in the model: the answer is null and the block stays as it is. Base64 is never decoded.
 */
final class SourceReader {
    private final JsonCursor in;

    SourceReader(JsonCursor in) {
        this.in = in;
    }

    @Nullable
    MediaSource read() {
        String type = Members.type(in);
        return switch (type) {
            case "base64" -> inline();
            case "url" -> single("url", MediaSource.Url::new);
            case "file" -> single("file_id", MediaSource.FileId::new);
            case "text" -> single("data", MediaSource.PlainText::new);
            case "content" -> content();
            default -> {
                in.skip();
                yield null;
            }
        };
    }

    private MediaSource inline() {
        String mediaType = null;
        LongText data = null;
        while (Members.next(in)) {
            switch (in.name()) {
                case "media_type" -> mediaType = in.string();
                case "data" -> data = in.longText(0);
                default -> in.skip();
            }
        }
        if (data == null || data.isEmpty()) {
            throw Members.missing(in, "data");
        }
        return new MediaSource.Inline(mediaType, data);
    }

    private MediaSource single(String member, Function<String, MediaSource> make) {
        String value = null;
        while (Members.next(in)) {
            if (in.name().equals(member)) {
                value = in.string();
            } else {
                in.skip();
            }
        }
        return make.apply(Members.required(in, member, value));
    }

    /** Custom content: text, or text blocks, which become one text with a blank line between them. */
    private @Nullable MediaSource content() {
        StringBuilder text = new StringBuilder();
        boolean textOnly = true;
        while (Members.next(in)) {
            if (!in.name().equals("content")) {
                in.skip();
            } else if (in.isString()) {
                text.append(in.string());
            } else {
                in.beginArray();
                while (in.nextElement()) {
                    textOnly &= textBlock(text);
                }
            }
        }
        return textOnly ? new MediaSource.PlainText(text.toString()) : null;
    }

    private boolean textBlock(StringBuilder text) {
        if (!"text".equals(in.peek("type"))) {
            in.skip();
            return false;
        }
        in.beginObject();
        while (Members.next(in)) {
            if (in.name().equals("text")) {
                text.append(text.isEmpty() ? "" : "\n\n").append(in.string());
            } else {
                in.skip();
            }
        }
        return true;
    }
}
