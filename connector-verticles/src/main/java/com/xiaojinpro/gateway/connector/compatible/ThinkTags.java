package com.xiaojinpro.gateway.connector.compatible;

import java.util.function.BiConsumer;

/**
 * Takes the thoughts out of text that begins with them as {@code <think>...</think>} (H65). Only at the very start of an
 * answer; a tag that is cut between chunks is held back until it is whole. Not thread-safe.
 */
final class ThinkTags {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    private enum At {
        START,
        THOUGHT,
        TEXT
    }

    /** Takes text and whether it is a thought. */
    private final BiConsumer<String, Boolean> out;

    private final StringBuilder held = new StringBuilder();
    private At at = At.START;

    ThinkTags(BiConsumer<String, Boolean> out) {
        this.out = out;
    }

    void add(String text) {
        if (at == At.TEXT) {
            out.accept(text, false);
            return;
        }
        held.append(text);
        if (at == At.START && !opened()) {
            return;
        }
        if (at == At.THOUGHT) {
            thought();
        }
    }

    /** The text ended: what is held back is what it looks like. */
    void end() {
        release(held.length(), at == At.THOUGHT);
        at = At.TEXT;
    }

    /** Decides whether a thought begins; false while that cannot be told. */
    private boolean opened() {
        int begin = 0;
        while (begin < held.length() && Character.isWhitespace(held.charAt(begin))) {
            begin++;
        }
        int tag = Math.min(OPEN.length(), held.length() - begin);
        if (!OPEN.startsWith(held.substring(begin, begin + tag))) {
            end();
            return true;
        }
        if (tag < OPEN.length()) {
            return false;
        }
        held.delete(0, begin + OPEN.length());
        at = At.THOUGHT;
        return true;
    }

    private void thought() {
        int close = held.indexOf(CLOSE);
        if (close >= 0) {
            release(close, true);
            held.delete(0, CLOSE.length());
            at = At.TEXT;
            release(held.length(), false);
            return;
        }
        int kept = Math.min(CLOSE.length() - 1, held.length());
        while (kept > 0 && !CLOSE.startsWith(held.substring(held.length() - kept))) {
            kept--;
        }
        release(held.length() - kept, true);
    }

    private void release(int length, boolean thought) {
        if (length > 0) {
            String text = held.substring(0, length);
            held.delete(0, length);
            out.accept(text, thought);
        }
    }
}
