package com.xiaojinpro.gateway.model;

import com.xiaojinpro.gateway.json.LongText;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an image, document, audio or video are. */
public sealed interface MediaSource {

    /** An address the provider, or the gateway for it, fetches. */
    record Url(String url) implements MediaSource {}

    /**
     * Bytes carried in the request. They stay base64 text: what passes through is never decoded, and stays where it lies in
     * the client's request until it is written.
     *
     * @param mediaType such as {@code image/png}; null where the client did not tell
     */
    record Inline(@Nullable String mediaType, LongText data) implements MediaSource {
        public Inline(@Nullable String mediaType, String base64) {
            this(mediaType, LongText.of(base64));
        }

        /** The data as a string, which is made where they are a slice of the request. */
        public String base64() {
            return data.toString();
        }
    }

    /** A plain-text document carried as text. */
    record PlainText(String text) implements MediaSource {}

    /** A file stored at the provider; it means something to that provider only. */
    record FileId(String id) implements MediaSource {}
}
