package com.xiaojinpro.gateway.ingress.protocol;

import com.xiaojinpro.gateway.model.ContentPart;
import com.xiaojinpro.gateway.model.Extras;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What stands where a client's protocol keeps opaque values of a thought (the {@code signature} of an Anthropic thinking
 * block, the {@code encrypted_content} of an OpenAI reasoning item) when another provider made them, so that they come back
 * with the next request and are never shown to a provider that cannot read them (H62).
 *
 * <p>{@code xjp1.<origin or none>.<base64url of the signature, possibly empty>}, then, where there is more,
 * {@code .e<base64url of the ciphertext>}, {@code .i<base64url of the item id>}, or {@code .c<base64url of a call id>}: in
 * that case the block holds no thought, its signature belongs to that tool call.
 */
public record SignatureTag(
        @Nullable String origin,
        @Nullable String signature,
        @Nullable String encrypted,
        @Nullable String id,
        @Nullable String callId) {
    /** The reasoning format whose signatures Anthropic clients and Anthropic themselves can read. */
    public static final String ANTHROPIC = "anthropic-claude-v1";
    /** The only format that signs tool calls. */
    private static final String GEMINI = "google-gemini-v1";

    public static final String PREFIX = "xjp1.";
    private static final String NO_ORIGIN = "none";

    /** Whether a signature was written by the gateway. */
    public static boolean matches(@Nullable String signature) {
        return signature != null && signature.startsWith(PREFIX);
    }

    /** The tag of a tool call's own signature. */
    public static String ofCall(String signature, String callId) {
        return new SignatureTag(GEMINI, signature, null, null, callId).text();
    }

    /** What stands in the signature of a thinking block: Claude's own as it is, anything else and nothing as a tag. */
    public static String shown(
            @Nullable String origin, @Nullable String signature, @Nullable String encrypted, @Nullable String id) {
        return signature != null && ANTHROPIC.equals(origin)
                ? signature
                : new SignatureTag(origin, signature, encrypted, id, null).text();
    }

    /** Reads a tag back; damaged fields are absent. */
    public static SignatureTag parse(String text) {
        String[] fields = text.split("\\.", -1);
        String origin = fields.length < 2 || fields[1].equals(NO_ORIGIN) ? null : origin(fields[1]);
        String signature = fields.length < 3 ? null : decoded(fields[2]);
        String encrypted = null;
        String id = null;
        String callId = null;
        for (int i = 3; i < fields.length; i++) {
            String value = fields[i].isEmpty() ? null : decoded(fields[i].substring(1));
            switch (fields[i].isEmpty() ? ' ' : fields[i].charAt(0)) {
                case 'e' -> encrypted = value;
                case 'i' -> id = value;
                case 'c' -> callId = value;
                default -> {}
            }
        }
        return new SignatureTag(origin, signature, encrypted, id, callId);
    }

    public String text() {
        String from = origin;
        StringBuilder text = new StringBuilder(PREFIX)
                .append(
                        from == null
                                ? NO_ORIGIN
                                : URLEncoder.encode(from, StandardCharsets.UTF_8)
                                        .replace(".", "%2E"))
                .append('.')
                .append(encoded(signature == null ? "" : signature));
        append(text, 'e', encrypted);
        append(text, 'i', id);
        append(text, 'c', callId);
        return text.toString();
    }

    /** The reasoning part that a block with this tag is. */
    public ContentPart.Reasoning reasoning(String thinking, Extras extras) {
        return new ContentPart.Reasoning(thinking, null, signature, encrypted, origin, id, extras);
    }

    private static void append(StringBuilder text, char field, @Nullable String value) {
        if (value != null) {
            text.append('.').append(field).append(encoded(value));
        }
    }

    private static @Nullable String origin(String field) {
        try {
            return URLDecoder.decode(field, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private static String encoded(String value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String decoded(String value) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
            return text.isEmpty() ? null : text;
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }
}
