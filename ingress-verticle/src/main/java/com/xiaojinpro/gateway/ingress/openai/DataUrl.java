package com.xiaojinpro.gateway.ingress.openai;

import com.xiaojinpro.gateway.json.LongText;
import com.xiaojinpro.gateway.model.MediaSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code data:} URLs as clients write them: any case, parameters before {@code ;base64}, the percent-encoded form,
 * the URL-safe alphabet, line breaks (H91). Base64 is never decoded; it is rewritten only where it is not in the standard
 * alphabet. What an image is, its first bytes tell better than its label.
 */
final class DataUrl {
    private DataUrl() {}

    static boolean matches(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** The media behind a data URL; null where it is malformed or empty. */
    static MediaSource.@Nullable Inline parse(String url) {
        int comma = url.indexOf(',');
        return comma < 0 ? null : inline(url.substring(0, comma), LongText.of(url.substring(comma + 1)));
    }

    /**
     * The media behind the two halves of a data URL; null where there is nothing.
     *
     * @param label all before the comma
     */
    static MediaSource.@Nullable Inline inline(String label, LongText content) {
        String head = label.substring(5).trim();
        int semicolon = head.indexOf(';');
        String declared = semicolon < 0 ? head : head.substring(0, semicolon);
        boolean base64 = head.regionMatches(true, Math.max(0, head.length() - 7), ";base64", 0, 7);
        LongText payload = base64 ? standard(content) : LongText.of(encoded(content.toString()));
        return payload.isEmpty() ? null : new MediaSource.Inline(mediaType(declared, payload), payload);
    }

    /** Base64 in the standard alphabet and without white space. Clean text, the rule, is returned as it is. */
    static LongText standard(LongText base64) {
        for (int i = 0; i < base64.length(); i++) {
            char c = base64.charAt(i);
            if (c <= ' ' || c == '-' || c == '_' || c == '%') {
                return LongText.of(rewritten(base64.toString()));
            }
        }
        return base64;
    }

    private static String rewritten(String base64) {
        String plain =
                base64.indexOf('%') < 0 ? base64 : new String(percentDecoded(base64), StandardCharsets.ISO_8859_1);
        StringBuilder clean = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '-' -> clean.append('+');
                case '_' -> clean.append('/');
                case '\n', '\r', '\t', ' ' -> {}
                default -> clean.append(c);
            }
        }
        return clean.toString();
    }

    /** The media type as its first bytes tell it, else as it was declared; null where neither says. */
    static @Nullable String mediaType(String declared, LongText base64) {
        String seen = sniffed(base64);
        if (seen != null) {
            return seen;
        }
        String normal = declared.trim().toLowerCase(Locale.ROOT);
        return switch (normal) {
            case "" -> null;
            case "image/jpg", "image/pjpeg" -> "image/jpeg";
            case "audio/x-wav", "audio/wave" -> "audio/wav";
            default -> normal;
        };
    }

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
        // "RIFF", four bytes of length, "WEBP": the mark straddles the 4-char groups, so its first byte shares one.
        if (base64.startsWith("UklGR") && base64.has("XRUJQ", 11)) {
            return "image/webp";
        }
        return base64.startsWith("JVBERi") ? "application/pdf" : null;
    }

    private static String encoded(String percentEncoded) {
        return Base64.getEncoder().encodeToString(percentDecoded(percentEncoded));
    }

    private static byte[] percentDecoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                out.write(bytes[i]);
            } else {
                out.write((high << 4) | low);
                i += 2;
            }
        }
        return out.toByteArray();
    }
}
