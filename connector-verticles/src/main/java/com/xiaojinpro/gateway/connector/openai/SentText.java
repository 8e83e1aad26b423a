package com.xiaojinpro.gateway.connector.openai;

import org.jspecify.annotations.Nullable;

/**
 * What of a text has been sent, without keeping it: its length and a hash, enough to tell whether a longer text goes on where
 * it stopped (H78). Not thread-safe.
 */
final class SentText {
    private int length;
    private int hash;

    void add(String fragment) {
        int h = hash;
        for (int i = 0; i < fragment.length(); i++) {
            h = 31 * h + fragment.charAt(i);
        }
        hash = h;
        length += fragment.length();
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** What of the whole text was not sent yet, noted as sent; null for nothing, or where the two texts differ. */
    @Nullable
    String rest(String whole) {
        if (whole.length() <= length) {
            return null;
        }
        int h = 0;
        for (int i = 0; i < length; i++) {
            h = 31 * h + whole.charAt(i);
        }
        if (h != hash) {
            return null;
        }
        String rest = whole.substring(length);
        add(rest);
        return rest;
    }
}
