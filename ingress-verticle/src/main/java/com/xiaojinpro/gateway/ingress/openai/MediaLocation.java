package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.JsonCursor;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import org.jspecify.annotations.Nullable;

/** Where media are, as both OpenAI protocols spell it: an address, a data URL, bare base64. */
public final class MediaLocation {
    private static final int LONGEST_LABEL = 256;

    private MediaLocation() {}

    /** Takes a string that is an address or a data URL. */
    public static MediaSource url(JsonCursor json) {
        MediaSource.Inline inline = inline(json);
        return inline != null ? inline : url(json, json.longString());
    }

    /** Takes a string that is base64, a data URL or an address. */
    public static MediaSource file(JsonCursor json) {
        MediaSource.Inline inline = inline(json);
        if (inline != null) {
            return inline;
        }
        String data = json.longString();
        if (data.isEmpty()) {
            throw Violation.value(json, "it is empty.");
        }
        boolean remote = data.regionMatches(true, 0, "https://", 0, 8) || data.regionMatches(true, 0, "http://", 0, 7);
        if (remote || DataUrl.matches(data)) {
            return url(json, data);
        }
        LongText base64 = DataUrl.standard(LongText.of(data));
        return new MediaSource.Inline(DataUrl.mediaType("", base64), base64);
    }

    /**
     * The sound of an {@code input_audio} object that the cursor has just passed.
     *
     * @param data base64 or a data URL
     * @param format the format word beside it
     */
    public static MediaSource sound(JsonCursor json, String data, @Nullable String format) {
        if (!DataUrl.matches(data)) {
            return new MediaSource.Inline(audioType(format), DataUrl.standard(LongText.of(data)));
        }
        MediaSource.Inline inline = DataUrl.parse(data);
        if (inline == null) {
            throw malformedDataUrl(Violation.member(json.path(), "data"));
        }
        return inline;
    }

    /** Takes a data URL whose label is written plainly: its data are not copied. Null, and nothing taken, for any other. */
    private static MediaSource.@Nullable Inline inline(JsonCursor json) {
        String start = json.startOfString(LONGEST_LABEL);
        int comma = DataUrl.matches(start) ? start.indexOf(',') : -1;
        if (comma < 0) {
            return null;
        }
        MediaSource.Inline inline = DataUrl.inline(start.substring(0, comma), json.longText(comma + 1));
        if (inline == null) {
            throw malformedDataUrl(json.path());
        }
        return inline;
    }

    private static MediaSource url(JsonCursor json, String url) {
        if (url.isEmpty()) {
            throw Violation.value(json, "the URL is empty.");
        }
        if (!DataUrl.matches(url)) {
            return new MediaSource.Url(url);
        }
        MediaSource.Inline inline = DataUrl.parse(url);
        if (inline == null) {
            throw malformedDataUrl(json.path());
        }
        return inline;
    }

    private static RuntimeException malformedDataUrl(String path) {
        return Violation.value(path, "the data URL is malformed or carries no data.");
    }

    private static @Nullable String audioType(@Nullable String format) {
        if (format == null) {
            return null;
        }
        return switch (format) {
            case "mp3" -> "audio/mpeg";
            case "m4a" -> "audio/mp4";
            case "pcm16" -> "audio/pcm";
            default -> "audio/" + format;
        };
    }
}
