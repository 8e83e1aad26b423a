package com.xiaojinpro.gateway.connector.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Inline media as data URLs, with the media type the bytes really have (H91). */
public final class DataUrl {
    private DataUrl() {}

    /** Writes a member that is the data URL of an image; the data are not copied on the way. */
    public static void image(JsonGenerator json, String name, MediaSource.Inline image) throws IOException {
        member(json, name, imageType(image), image.data());
    }

    /** The media type of an image: what its bytes say, else what the client said. */
    public static String imageType(MediaSource.Inline image) {
        String sniffed = sniffed(image.data());
        return sniffed != null ? sniffed : type(image, "image/png");
    }

    /** The media type the client told, in its usual spelling. */
    public static String type(MediaSource.Inline media, String defaultType) {
        String told = normal(media.mediaType());
        return told == null ? defaultType : told;
    }

    /** Base64 in the standard alphabet and without white space; the same text where it is so already, which is the rule. */
    public static LongText standard(LongText base64) {
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            if (c == '-' || c == '_' || c <= ' ') {
                return LongText.of(standardFrom(base64.toString(), i));
            }
        }
        return base64;
    }

    private static String standardFrom(String base64, int from) {
        StringBuilder clean = new StringBuilder(base64.length()).append(base64, 0, from);
        for (int i = from; i < base64.length(); i++) {
            char c = base64.charAt(i);
            if (c > ' ') {
                clean.append(c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        return clean.toString();
    }

    /** Writes a member that is the data URL of any file. */
    public static void file(JsonGenerator json, String name, MediaSource.Inline file, String defaultType)
            throws IOException {
        member(json, name, type(file, defaultType), file.data());
    }

    private static void member(JsonGenerator json, String name, String mediaType, LongText base64) throws IOException {
        json.writeFieldName(name);
        base64.write(json, "data:" + mediaType + ";base64,");
    }

    private static @Nullable String normal(@Nullable String mediaType) {
        if (mediaType == null || mediaType.isBlank()) {
            return null;
        }
        String lower = mediaType.strip().toLowerCase(Locale.ROOT);
        return lower.equals("image/jpg") ? "image/jpeg" : lower;
    }

    /** The type the first bytes of the four common formats tell; clients declare a wrong one often. */
    private static @Nullable String sniffed(LongText base64) {
        if (base64.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (base64.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (base64.startsWith("R0lGOD")) {
            return "image/gif";
        }
        return base64.startsWith("UklGR") ? "image/webp" : null;
    }
}
