package com.xiaojinpro.gateway.connector.echo;

/**
 * Cuts a text into the pieces it is streamed in: a word with the white space before it. A piece has at most 32 characters
 * of each, so that one delta stays small; a surrogate pair is never cut.
 */
final class Pieces {
    private static final int LONGEST = 32;

    private Pieces() {}

    /** Where the piece that starts at a place ends; the place itself at the end of the text. */
    static int end(String text, int start) {
        int word = run(text, start, true);
        return run(text, word, false);
    }

    static long count(String text) {
        long pieces = 0;
        for (int at = 0; at < text.length(); at = end(text, at)) {
            pieces++;
        }
        return pieces;
    }

    private static int run(String text, int start, boolean space) {
        int end = start;
        int limit = Math.min(text.length(), start + LONGEST);
        while (end < limit && Character.isWhitespace(text.charAt(end)) == space) {
            end++;
        }
        boolean cutsPair = end > start
                && end < text.length()
                && Character.isHighSurrogate(text.charAt(end - 1))
                && Character.isLowSurrogate(text.charAt(end));
        return cutsPair ? end + 1 : end;
    }
}
